import type { AnomalyLog } from "./anomaly-log.ts";

/** Where a line lies in a message. */
export interface Line {
  readonly start: number;
  /** Where its line end begins. */
  readonly end: number;
  /** Its first colon, or -1. */
  readonly colon: number;
  /** Nothing is odd about it: it ends with CRLF as all lines before it, and holds neither odd bytes nor too many. */
  readonly plain: boolean;
}

/** What is known of the beginning of a line that repeats a plain one. */
export interface KnownPart {
  /** How many bytes. None of them ends the line, and none is odd. */
  readonly bytes: number;
  /** Where in them the first colon stands. */
  readonly colon: number;
}

/** A plain line of another message; `lineEnd` is where the line behind it begins, or -1 where it is not plain. */
interface PlainLine {
  readonly place: { readonly bytes: Uint8Array };
  readonly offset: number;
  readonly lineEnd: number;
}

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const BLANK = 0x20;
const COLON = 0x3a;
const DELETE = 0x7f;

/** Longer lines are told: no scanner we know comes near, and some engines read no further (Snort's limit of a Via). */
const LONG_LINE_BYTES = 1024;

type LineEnd = "CRLF" | "LF" | "CR";

/**
 * Reads a message line by line. Lines end with CRLF or LF; where the first line ends with CR alone, CR ends the other
 * lines as well.
 */
export class LineReader {
  private next: number;
  private readonly bytes: Uint8Array;
  /** Where the message ends in the bytes. */
  private readonly end: number;
  private readonly anomalies: AnomalyLog;
  private readonly carriageReturnEndsLine: boolean;
  private lastOddByte = -1;
  private firstLineEnd: LineEnd | null = null;

  constructor(bytes: Uint8Array, start: number, end: number, anomalies: AnomalyLog) {
    this.bytes = bytes;
    this.end = end;
    this.anomalies = anomalies;
    this.next = start;
    this.carriageReturnEndsLine = endsFirstLineWithCr(bytes, start, end);
  }

  /** Offset at which the next line starts. */
  get offset(): number {
    return this.next;
  }

  /** Whether a byte was met in the lines read so far that is not ASCII or a control character. */
  get metOddByte(): boolean {
    return this.lastOddByte >= 0;
  }

  /** How many of the next bytes repeat those of a line that is plain here as well. */
  countRepeated({ place, offset, lineEnd }: PlainLine): number {
    if (this.firstLineEnd !== "CRLF") return 0;
    const { bytes, next } = this;
    const others = place.bytes;
    const length = Math.min(lineEnd - offset, this.end - next);
    let count = 0;
    while (count < length && bytes[next + count] === others[offset + count]) count += 1;
    return count;
  }

  /** Goes behind so many bytes, which are a plain line; returns where it started. */
  skip(length: number): number {
    const start = this.next;
    this.next += length;
    return start;
  }

  /** The next line, or undefined when no line end follows any more. */
  readLine(known: KnownPart | null = null): Line | undefined {
    const { bytes, anomalies } = this;
    const start = this.next;
    let colon = known === null ? -1 : start + known.colon;
    let stray = -1;
    for (let at = known === null ? start : start + known.bytes; at < this.end; at += 1) {
      const byte = bytes[at] as number;
      if (byte > COLON) {
        if (byte >= DELETE) this.lastOddByte = at;
        continue;
      }
      if (byte === COLON) {
        if (colon < 0) colon = at;
      } else if (byte === LF) {
        anomalies.note("bare-line-feed", at);
        return this.lineOf(start, at, "LF", colon, stray);
      } else if (byte === CR) {
        if (at + 1 < this.end && bytes[at + 1] === LF) return this.lineOf(start, at, "CRLF", colon, stray);
        if (this.carriageReturnEndsLine) {
          anomalies.note("bare-carriage-return", at);
          return this.lineOf(start, at, "CR", colon, stray);
        }
        if (stray < 0) stray = at;
      } else if (byte < BLANK && byte !== TAB) this.lastOddByte = at;
    }
    return undefined;
  }

  /** Everything behind the last line end, as a line; the reader is at its end afterwards. */
  readRest(): Line {
    const start = this.next;
    this.next = this.end;
    const colon = this.bytes.subarray(start, this.end).indexOf(COLON);
    return { start, end: this.end, colon: colon < 0 ? -1 : start + colon, plain: false };
  }

  /** What stands behind the last line end, as a line: CR at the very end is all there is of its line end. */
  readLastLine(): Line {
    const rest = this.readRest();
    this.noteLength(rest.start, rest.end);
    if (rest.end === rest.start || this.bytes[rest.end - 1] !== CR) return rest;
    this.anomalies.note("bare-carriage-return", rest.end - 1);
    return { ...rest, end: rest.end - 1 };
  }

  private lineOf(start: number, end: number, lineEnd: LineEnd, colon: number, stray: number): Line {
    this.next = lineEnd === "CRLF" ? end + 2 : end + 1;
    if (stray >= 0) this.anomalies.note("stray-carriage-return", stray);
    this.firstLineEnd ??= lineEnd;
    if (lineEnd !== this.firstLineEnd) this.anomalies.note("mixed-line-ends", end);
    const usual = this.firstLineEnd === "CRLF" && lineEnd === "CRLF" && stray < 0 && this.lastOddByte < start;
    const long = this.noteLength(start, end);
    return { start, end, colon, plain: usual && !long };
  }

  private noteLength(start: number, end: number): boolean {
    const long = end - start > LONG_LINE_BYTES;
    if (long) this.anomalies.note("long-line", start);
    return long;
  }
}

function endsFirstLineWithCr(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    if (bytes[at] === LF) return false;
    if (bytes[at] === CR) return at + 1 === end || bytes[at + 1] !== LF;
  }
  return false;
}
