import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** Numbers from here on are left by Suricata and Snort to whoever writes rules; ours stay below 2^31. */
const LOWEST = 1_000_000_000;
const NUMBERS = 1_000_000_000;

/**
 * A rule number (sid) for each signature id: 1,000,000,000 plus the first 48 bits of the id's SHA-256 modulo
 * 1,000,000,000. Where two ids of a pack come to the same number, the later one in ascending order takes the next free.
 */
export function ruleNumbers(ids: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of [...ids].sort()) {
    const hash = sha256(utf8ToBytes(id)).subarray(0, 6);
    let offset = hash.reduce((value, byte) => value * 256 + byte, 0) % NUMBERS;
    while (taken.has(offset)) offset = (offset + 1) % NUMBERS;
    taken.add(offset);
    numbers.set(id, LOWEST + offset);
  }
  return numbers;
}

/**
 * A revision that rises whenever the version of a pack does: 1.2.3 is 2,004,008, and its pre-releases are the number
 * before. Parts beyond 999 count as 999.
 */
export function revisionOf(packVersion: string): number {
  const [release = "", ...preRelease] = packVersion.split("-");
  const [major = 0, minor = 0, patch = 0] = release.split(".").map((part) => Math.min(Number(part), 999));
  const place = major * 1_000_000 + minor * 1000 + patch + 1;
  return preRelease.length === 0 ? 2 * place : 2 * place - 1;
}
