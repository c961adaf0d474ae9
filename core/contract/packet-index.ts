import type { IpAddress } from "../net/address.ts";

/** SIP requests of a capture by columns, in no order: rows of a case's packet index. */
export interface PacketBatch {
  /** Of the packet within its capture, 1-based. */
  readonly number: readonly number[];
  readonly timeNs: readonly (bigint | null)[];
  readonly source: readonly IpAddress[];
  readonly destination: readonly IpAddress[];
  readonly sourcePort: readonly number[];
  readonly destinationPort: readonly number[];
  readonly timeToLive: readonly number[];
  /** IPv4 identification; null for IPv6. */
  readonly identification: readonly (number | null)[];
  readonly method: readonly string[];
  /** With the method, the shape its strand is of: the hash of the header order, "cut" where the snap length cut it. */
  readonly order: readonly string[];
  /** Kinds of anomalies, joined by blanks. */
  readonly anomalies: readonly string[];
  /** Where the packet's stored bytes start, in bytes of the decompressed stream, and how many they are. */
  readonly offset: readonly number[];
  readonly length: readonly number[];
  /** Where the payload starts in the packet; null where it was put together from several packets. */
  readonly payloadAt: readonly (number | null)[];
  readonly payloadLength: readonly number[];
  /** Payload bytes cut off by the snap length. */
  readonly missingBytes: readonly number[];
  /** The payload, where it does not stand in the file as it is: compressed, or put together. */
  readonly payload: readonly (Uint8Array | null)[];
}

/** Sources with their partial states as bytes: one row each in a case. */
export interface StatePart {
  /** The shapes of all objects in these states. */
  readonly shapes: Uint8Array;
  readonly sources: readonly IpAddress[];
  /** Requests of each that are of no folded flow. */
  readonly kept: readonly number[];
  readonly states: readonly Uint8Array[];
}
