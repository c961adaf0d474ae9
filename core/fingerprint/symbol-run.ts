import type { PlacedField } from "./placed-field.ts";
import type { TokenSpan } from "./strand-view.ts";

/**
 * The symbols of one value, laid out in an array: folding looks at each of them several times, which in a string takes
 * four times as long. A run is used for one value after the other.
 */
export class SymbolRun {
  /** Valid up to `length`. */
  symbols = new Uint16Array(512);
  length = 0;

  /** Takes the symbols of a string. */
  readText(text: string): this {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i += 1) this.symbols[i] = text.charCodeAt(i);
    this.length = text.length;
    return this;
  }

  /** Takes the value of a field with a symbol in place of each of these of its token spans. */
  readField({ length: rawLength, bytes, offset }: PlacedField, spans: readonly TokenSpan[]): this {
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
    return this;
  }

  equals(text: string): boolean {
    if (text.length !== this.length) return false;
    for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) !== this.symbols[i]) return false;
    return true;
  }

  toString(): string {
    // To spread them as arguments takes six times as long.
    return String.fromCharCode.apply(null, this.symbols.subarray(0, this.length) as unknown as number[]);
  }

  private reserve(length: number): void {
    if (length > this.symbols.length) this.symbols = new Uint16Array(length);
  }
}
