/** What is wrong with a compressed stream. */
export interface StreamDamage {
  /** In bytes of the file as stored: what holds the damage begins here. */
  readonly offset: number;
  /** Half a sentence. */
  readonly found: string;
}

/** How a compressed stream ended. */
export interface StreamEnding {
  /** Null when it reached its end and all check sums were right. */
  readonly damage: StreamDamage | null;
  /** Bytes of the file behind the end of the stream. */
  readonly trailingBytes: number;
}

/** Bytes out of a compressed stream, borrowed until the next are asked for. There may be none. */
export interface Decompressed {
  readonly bytes: Uint8Array;
  /** How much of the file as stored was used up for it. */
  readonly compressedBytes: number;
}

/** The stream was read to its end; so many bytes of the file follow. */
export function streamEnded(trailingBytes: number): StreamEnding {
  return { damage: null, trailingBytes };
}

/** The file ends before the stream does; what was begun last began at `offset`. */
export function streamCut(offset: number): StreamEnding {
  return { damage: { offset, found: "it ends too early" }, trailingBytes: 0 };
}

/** What begins at `offset` is damaged, as `found` says. */
export function streamDamaged(offset: number, found: string): StreamEnding {
  return { damage: { offset, found }, trailingBytes: 0 };
}
