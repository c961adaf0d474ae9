import { recentTexts } from "./recent-texts.ts";

/** A stretch of bytes, and the latin-1 text it stands for: made when it is first asked for, which mostly nobody does. */
export class PlacedText {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The text of all the bytes. */
  private readonly whole: { readonly text: string };
  private known: string | null = null;

  constructor(whole: { readonly text: string }, bytes: Uint8Array, start: number, end: number) {
    this.whole = whole;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  get value(): string {
    this.known ??= recentTexts.take(this.whole.text, this.bytes, this.start, this.end);
    return this.known;
  }
}
