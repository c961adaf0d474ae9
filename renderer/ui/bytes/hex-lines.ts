/** Bytes on one line of a hex dump; half of them where there is no room. */
export const BYTES_PER_LINE = 16;

/** One line of a hex dump. */
export interface HexLine {
  /** Offset of its first byte, at least four hex digits. */
  readonly offset: string;
  /** Two hex digits a byte, with a wider space after the eighth. */
  readonly hex: string;
  /** Printable ASCII as it is, a dot for every other byte. */
  readonly ascii: string;
}

/** Lines that a message takes. */
export function countHexLines(bytes: string, perLine = BYTES_PER_LINE): number {
  return Math.ceil(bytes.length / perLine);
}

/** One line of a message whose char codes are bytes. */
export function hexLine(bytes: string, line: number, perLine = BYTES_PER_LINE): HexLine {
  const start = line * perLine;
  const part = bytes.slice(start, start + perLine);
  const digits = Array.from(part, (char) => char.charCodeAt(0).toString(16).padStart(2, "0"));
  const half = BYTES_PER_LINE / 2;
  return {
    offset: start.toString(16).padStart(4, "0"),
    hex: [digits.slice(0, half).join(" "), digits.slice(half).join(" ")].filter((text) => text !== "").join("  "),
    ascii: part.replace(/[^ -~]/g, "."),
  };
}

/** Where a byte of a line stands in its `hex`. */
export function hexColumn(index: number): number {
  return index * 3 + (index >= BYTES_PER_LINE / 2 ? 1 : 0);
}

/** The whole hex dump as text: offset, bytes, ASCII, as Wireshark and text2pcap read it. */
export function formatBytesAsHex(bytes: string): string {
  const width = BYTES_PER_LINE * 3;
  return Array.from({ length: countHexLines(bytes) }, (_, line) => {
    const { offset, hex, ascii } = hexLine(bytes, line);
    return `${offset}  ${hex.padEnd(width)}  ${ascii}`;
  }).join("\n");
}
