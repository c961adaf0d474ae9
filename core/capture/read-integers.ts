/** Unsigned 16-bit integer at `offset`, network byte order. The caller has checked that the bytes are there. */
export function readU16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
}

/** Unsigned 16-bit integer at `offset` in the byte order of the file. The caller has checked that the bytes are there. */
export function readU16InOrder(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  return littleEndian
    ? (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8)
    : ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
}

/** Unsigned 32-bit integer at `offset` in the byte order of the file. The caller has checked that the bytes are there. */
export function readU32InOrder(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  const a = bytes[offset] as number;
  const b = bytes[offset + 1] as number;
  const c = bytes[offset + 2] as number;
  const d = bytes[offset + 3] as number;
  // The shift by 24 may give a negative number: >>> 0 takes it back to unsigned.
  return (littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
