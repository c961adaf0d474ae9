import type { StrandState } from "../../fingerprint/strand-state.ts";
import type { RequestParts } from "../../flow/kept-request.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";

/** Messages that can be compared, with the tool they were named as. */
export interface KnownMessages {
  readonly state: StrandState;
  readonly tool: { readonly id: string; readonly name: string } | null;
}

/** A capture packets are taken from. */
export interface KnownCapture {
  readonly name: string;
  readonly sha256: string;
}

/** What can be compared: all that a case, or captures just read, hold. */
export interface Comparables {
  readonly library: SignatureLibrary;
  /** Ids of fingerprints that begin so, ascending; at most `most` of them. */
  fingerprintsLike(start: string, most: number): Promise<readonly string[]>;
  /** The same of strands. */
  strandsLike(start: string, most: number): Promise<readonly string[]>;
  /** All messages of a fingerprint, whatever flow they are in; null: there is none with this id. */
  fingerprint(id: string): Promise<KnownMessages | null>;
  strand(id: string): Promise<KnownMessages | null>;
  captures(): Promise<readonly KnownCapture[]>;
  /** A SIP request of a capture, by its number there, or a sentence why there is none. */
  packet(capture: KnownCapture, number: number): Promise<RequestParts | string>;
}
