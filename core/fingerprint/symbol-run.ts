import type { PlacedField } from "./placed-field.ts";
import type { TokenSpan } from "./strand-view.ts";

/** Bytes of a value, from start to before the end. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The symbols of one value, laid out in an array: folding looks at each of them several times, which in a string takes
 * four times as long. A run is used for one value after the other.
 */
export class SymbolRun {
  /** Valid up to `length`. */
  symbols = new Uint16Array(512);
  length = 0;
  /** The symbols that may be new to a state which holds this run's neighbour already, see `readField`: mostly all. */
  newStart = 0;
  newEnd = 0;

  /** Takes the symbols of a string. */
  readText(text: string): this {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i += 1) this.symbols[i] = text.charCodeAt(i);
    this.length = text.length;
    this.newStart = 0;
    this.newEnd = text.length;
    return this;
  }

  /**
   * Takes the value of a field with a symbol in place of each of these of its token spans.
   *
   * @param news the bytes that may differ from those of a value that is part of the state already; null where all may
   */
  readField(
    { length: rawLength, bytes, offset }: PlacedField,
    spans: readonly TokenSpan[],
    news: ByteRange | null,
  ): this {
    this.reserve(rawLength);
    const { symbols } = this;
    let length = 0;
    let next = offset;
    for (let index = 0; index < spans.length; index += 1) {
      const span = spans[index] as TokenSpan;
      for (; next < offset + span.start; next += 1, length += 1) symbols[length] = bytes[next] as number;
      symbols[length] = span.token;
      length += 1;
      next = offset + span.end;
    }
    for (; next < offset + rawLength; next += 1, length += 1) symbols[length] = bytes[next] as number;
    this.length = length;
    this.newStart = news === null ? 0 : symbolAt(spans, news.start);
    this.newEnd = news === null ? length : symbolAt(spans, news.end - 1) + 1;
    return this;
  }

  equals(text: string): boolean {
    if (text.length !== this.length) return false;
    for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) !== this.symbols[i]) return false;
    return true;
  }

  toString(): string {
    return String.fromCharCode(...this.symbols.subarray(0, this.length));
  }

  private reserve(length: number): void {
    if (length > this.symbols.length) this.symbols = new Uint16Array(length);
  }
}

/** The symbol that stands for a byte of the value, or for the token it is part of. */
function symbolAt(spans: readonly TokenSpan[], byte: number): number {
  let symbol = byte;
  for (const { start, end } of spans) if (start < byte) symbol -= Math.min(end - 1, byte) - start;
  return symbol;
}
