import type { PlacedText } from "./placed-text.ts";

/** One header field as sent; nothing is normalised away beside `name` and the blanks around the value. */
export interface HeaderField {
  /** As on the wire: "f", "VIA", "content-lnegth". */
  readonly rawName: string;
  /** Lower case, compact names expanded. Unknown and misspelt names stay. */
  readonly name: string;
  /** Outer blanks trimmed, folded lines joined by one blank. Latin-1 text that stands for bytes. */
  readonly value: string;
  /** Offset of the name in the datagram's payload, in bytes. */
  readonly offset: number;
  /** Offset of the value; null where folded lines were joined, so that the value stands nowhere as it is. */
  readonly valueOffset: number | null;
  /** The value in the bytes it stands in, where offset and valueOffset count. */
  readonly place: PlacedText;
}

/** One line `x=value` of a session description (RFC 4566 section 5). */
export interface SdpLine {
  readonly type: string;
  readonly value: string;
}

/**
 * Deviations a tolerant reader accepts. They are evidence, not errors. Where a name does not say it all, `field-anomalies.ts`
 * and `line-reader.ts` have the rule, and test/cases the bytes.
 */
export const SIP_ANOMALY_KINDS = [
  "leading-line-break",
  "odd-blank-in-start-line",
  "odd-version",
  "odd-method-case",
  "odd-uri",
  "folded-start-line",
  "bare-line-feed",
  "bare-carriage-return",
  "stray-carriage-return",
  "mixed-line-ends",
  "long-line",
  "folded-line",
  "blank-before-colon",
  "header-without-colon",
  "empty-header-name",
  "odd-header-name",
  "misspelt-header-name",
  "compact-name",
  "repeated-field",
  "start-line-among-fields",
  "missing-mandatory-field",
  "odd-cseq",
  "cseq-of-other-method",
  "number-out-of-range",
  "unbalanced-quote",
  "missing-empty-line",
  "non-ascii",
  "control-character",
  "nul-byte",
  "nul-padding",
  "content-length-not-a-number",
  "negative-content-length",
  "contradicting-content-lengths",
  "short-body",
  "extra-bytes",
  "several-messages",
  "cut-by-snap-length",
] as const;

export type SipAnomalyKind = (typeof SIP_ANOMALY_KINDS)[number];

/** A deviation and the byte offset in the payload at which it was first seen. */
export interface SipAnomaly {
  readonly kind: SipAnomalyKind;
  readonly offset: number;
}

/** A SIP request with everything that was odd about it. */
export interface SipRequest {
  readonly kind: "request";
  /** As sent; methods are case-sensitive (RFC 3261 section 7.1). */
  readonly method: string;
  readonly uri: string;
  /** Offsets of method and URI in the payload, in bytes. */
  readonly methodOffset: number;
  readonly uriOffset: number;
  readonly uriPlace: PlacedText;
  readonly fields: readonly HeaderField[];
  /** Lines of an SDP body, empty when there is none. */
  readonly sdp: readonly SdpLine[];
  /** Bytes behind the empty line that belong to this message, on the wire. */
  readonly bodyLength: number;
  /** One anomaly per kind, at its first place. */
  readonly anomalies: readonly SipAnomaly[];
  /** Cut by the snap length: fields behind the last complete one are unknown, not absent. */
  readonly cut: boolean;
  /** The payload it was read from. All offsets count in it, but those of fields that repeat the message before. */
  readonly payload: Uint8Array;
}

/** What the payload of a datagram turned out to be. */
export type SipReading =
  | SipRequest
  | { readonly kind: "response"; readonly status: number }
  /** Cut by the snap length before it could be told. */
  | { readonly kind: "undecided" }
  | { readonly kind: "notSip"; readonly reason: NotSipReason };

/** Why a payload is neither request nor response. */
export type NotSipReason =
  /** The first line is no start line, and no request's start line follows. */
  | "no-start-line"
  /** Only CR and LF may stand before a request (RFC 3261 section 7.5); other bytes stand before one here. */
  | "junk-before-request"
  /** A request's start line, but none of the fields that make it SIP. */
  | "no-sip-field";
