/** Sum of the one's complement of 16-bit words (RFC 1071), as a number below 65,535; a last odd byte is a high one. */
export function sumOf(parts: readonly Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) sum += ((part[at] as number) << 8) | (part[at + 1] ?? 0);
  }
  return sum % 0xffff;
}

/**
 * The checksum of what was changed, from that of what was there (RFC 1624): one that was right is right again, and one
 * that was wrong is wrong by as much. What it covers may be stored in part.
 *
 * @param before sum of what was stored, without the checksum
 * @param after the same of what is stored now
 * @param shifted whether what is not stored has moved by an odd number of bytes
 */
export function mendedChecksum(checksum: number, before: number, after: number, shifted: boolean): number {
  const rest = (0xffff - checksum - before + 2 * 0xffff) % 0xffff;
  const moved = shifted ? ((rest & 0xff) << 8) | (rest >>> 8) : rest;
  const sum = (moved + after) % 0xffff;
  // The sum of anything but zeros is written as all ones where it is zero, so that its complement is zero.
  return sum === 0 ? 0 : 0xffff - sum;
}
