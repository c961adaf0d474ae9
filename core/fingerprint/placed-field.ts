import { ownText } from "../sip/own-text.ts";
import type { ObservedField, TokenSpan } from "./strand-view.ts";

/** What the tokens of a value depend on beside the value: nothing, or an OR of these. */
export const ON_ENDPOINTS = 1;
export const ON_BODY_LENGTH = 2;

/** A field with the place of its value's bytes, mostly in the payload. Text is made of them when it is asked for. */
export class PlacedField implements ObservedField {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Where the value begins in the bytes. */
  readonly offset: number;
  /** In bytes; less than that of the text where a limit cut the value. */
  readonly length: number;
  readonly spans: readonly TokenSpan[];
  readonly reliance: number;
  /** The text the value is of, made when it is asked for; longer than the value where a limit cut it. */
  readonly text: { readonly value: string };

  constructor(
    key: string,
    text: { readonly value: string },
    place: { readonly bytes: Uint8Array; readonly offset: number; readonly length: number },
    spans: readonly TokenSpan[],
    reliance: number,
  ) {
    this.key = key;
    this.bytes = place.bytes;
    this.offset = place.offset;
    this.length = place.length;
    this.spans = spans;
    this.reliance = reliance;
    this.text = text;
  }

  /** Whether this text stands from start to end of the value. */
  hasTextAt(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false;
    const first = this.offset + start;
    for (let i = 0; i < text.length; i += 1) if (this.bytes[first + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  get raw(): string {
    return cappedText(this.text.value, this.length);
  }
}

/** The first so many bytes of a text. */
export function cappedText(text: string, length: number): string {
  return text.length <= length ? text : ownText(text.slice(0, length));
}
