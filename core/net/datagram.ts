import type { IpAddress } from "./address.ts";

/** A whole UDP datagram, found in one packet or put together from its fragments. The payload's bytes are borrowed. */
export interface Datagram {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** TTL (IPv4) or hop limit (IPv6) as received. */
  readonly timeToLive: number;
  /** IPv4 identification; null for IPv6. */
  readonly identification: number | null;
  readonly payload: Uint8Array;
  /** Payload bytes that were on the wire but not stored, because the snap length cut the packet. */
  readonly missingBytes: number;
}

/** Classes that can be told from link, IP and UDP headers alone (spec section 1, conservation law). */
export type UndecodedClass = "malformed" | "notIp" | "fragment" | "tcp" | "otherTransport" | "truncated";
