import { sha1 } from "@noble/hashes/legacy.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Namespace of every id that Ringprint derives. */
const NAMESPACE = hexToBytes("6c1f1b1e2a4f5d0e9b7a3c5d8e9f0a1b");

/** A UUID that is the same for the same name (RFC 9562, version 5). */
export function stableUuid(name: string): string {
  const hash = sha1(Uint8Array.from([...NAMESPACE, ...utf8ToBytes(name)])).slice(0, 16);
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const hex = bytesToHex(hash);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** 2000-01-01, in seconds since 1970. */
const FIRST_SECOND = 946_684_800;

/**
 * Formats ask when a thing was made. A pack does not say, and the clock would give other bytes each time: so many
 * seconds after 2000-01-01 as the revision counts. It orders revisions, and says nothing else.
 */
export function secondOfRevision(revision: number): number {
  return FIRST_SECOND + revision;
}

/** That second as RFC 3339 in UTC with milliseconds. */
export function timeOfRevision(revision: number): string {
  return new Date(secondOfRevision(revision) * 1000).toISOString();
}
