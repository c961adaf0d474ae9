/**
 * Text whose code units stand for bytes, read as UTF-8. Bytes that are no UTF-8 make it stay bytes: those outside
 * 0x20-0x7e are then written as \xNN.
 */
export function utf8Text(latin1: string): string {
  try {
    return decodeURIComponent(latin1.replace(/./gs, (byte) => `%${hexByte(byte)}`));
  } catch {
    return latin1.replace(/[^\x20-\x7e]/g, (byte) => `\\x${hexByte(byte)}`);
  }
}

function hexByte(byte: string): string {
  return byte.charCodeAt(0).toString(16).padStart(2, "0");
}
