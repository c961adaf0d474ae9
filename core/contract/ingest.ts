import type { CaptureFacts } from "../capture/capture-facts.ts";
import type { Problem } from "../capture/problem.ts";
import type { Compression } from "../capture/sniff-container.ts";
import type { CaptureTally } from "../flow/capture-fold.ts";
import type { Source } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";
import type { SipPorts } from "../sip/packet-class.ts";
import type { PacketBatch, StatePart } from "./packet-index.ts";

/** Rules of a reading, as they cross threads. */
export interface IngestRules {
  readonly ports: SipPorts;
  readonly flowTimeoutNs: bigint;
  /** Whether a tunnelled packet is taken for the packet inside. */
  readonly tunnels: boolean;
}

/** A capture that was read, wholly or in part. */
export interface ReadCapture {
  /** Base name of the file. */
  readonly name: string;
  /** Of the file as stored, lower-case hex. */
  readonly sha256: string;
  /** Size of the file as stored. */
  readonly bytes: number;
  /** Bytes of it that were not read; null where the damage lies inside what was decompressed, and nobody can tell. */
  readonly unreadBytes: number | null;
  readonly compression: Compression | null;
  readonly facts: CaptureFacts;
  /** Problems besides those of `facts`: of the file, its compression, and the decoding of packets. */
  readonly furtherProblems: readonly Problem[];
  readonly tally: CaptureTally;
}

/** Why a file was not read at all. */
export type RefusalCode =
  | "missing"
  | "not-readable"
  | "not-a-file"
  | "empty-file"
  | "empty-folder"
  | "not-a-capture"
  | "unsupported-compression"
  | "unsupported-format"
  | "damaged-header"
  | "cancelled";

/** An input that was not read, with one sentence that says what was found and what to do. */
export interface Refusal {
  /** As given, or the path inside the folder given. */
  readonly path: string;
  readonly name: string;
  readonly code: RefusalCode;
  readonly message: string;
}

/** What a file that was read gave. */
export interface ReadOutcome {
  readonly kind: "read";
  readonly capture: ReadCapture;
  readonly sources: Map<IpAddress, Source>;
}

/** Ending of the reading of one file; `known`: the case holds these bytes already. */
export type CaptureOutcome =
  | ReadOutcome
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "known"; readonly sha256: string; readonly name: string };

/** Asks for what a case stores: the states of sources as bytes, and a row of each request. */
export interface StoreRequest {
  /** SHA-256 of the captures that the case holds: they are not read again. */
  readonly known: readonly string[];
  /** Whether requests get rows of their own. */
  readonly index: boolean;
}

/** Asks an ingest worker to read one file. */
export interface ReadRequest {
  readonly id: number;
  readonly path: string;
  readonly rules: IngestRules;
  /** Bytes fed to the reader at once. Never changes a result. */
  readonly chunkBytes: number;
  /** Flows and kept requests that are held as they are; beyond, states are bytes. Never changes a result. */
  readonly mostHeld: number;
  /** One 32-bit integer; not 0 once the analyst has cancelled. */
  readonly cancelFlag: SharedArrayBuffer;
  /** Send what was read so far, again and again. */
  readonly snapshots: boolean;
  /** Null: the states are for the memory of who asks, and come as they are where they are few. */
  readonly store: StoreRequest | null;
}

/**
 * What an ingest worker says. A snapshot is what the outcome would be if the file ended here, without the sources where
 * there are too many of them to send. The sources of an outcome come in parts before it, and `done` without them. States
 * as bytes come as `states`, requests for a case as `packets`, both at any time and in any number: they belong to the
 * outcome like its sources. Exactly one `done` or `failed` ends each request.
 */
export type WorkerReply =
  | { readonly id: number; readonly type: "progress"; readonly bytesRead: number; readonly packets: number }
  | { readonly id: number; readonly type: "snapshot"; readonly snapshot: ReadOutcome }
  | { readonly id: number; readonly type: "sources"; readonly sources: ReadonlyMap<IpAddress, Source> }
  | { readonly id: number; readonly type: "states"; readonly part: StatePart }
  | { readonly id: number; readonly type: "packets"; readonly batch: PacketBatch }
  | { readonly id: number; readonly type: "done"; readonly outcome: CaptureOutcome }
  | { readonly id: number; readonly type: "failed"; readonly message: string };
