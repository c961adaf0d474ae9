import type { AnomalyLog } from "./anomaly-log.ts";

/** Where a line lies in a message. */
export interface Line {
  readonly start: number;
  /** Where its line end begins. */
  readonly end: number;
  /** Its first colon, or -1. */
  readonly colon: number;
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
  private onlyUsualBytes = true;
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
    return !this.onlyUsualBytes;
  }

  /** The next line, or undefined when no line end follows any more. */
  readLine(): Line | undefined {
    const { bytes, anomalies } = this;
    const start = this.next;
    let colon = -1;
    let stray = -1;
    for (let at = start; at < this.end; at += 1) {
      const byte = bytes[at] as number;
      if (byte > COLON) {
        if (byte >= DELETE) this.onlyUsualBytes = false;
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
      } else if (byte < BLANK && byte !== TAB) this.onlyUsualBytes = false;
    }
    return undefined;
  }

  /** Everything behind the last line end, as a line; the reader is at its end afterwards. */
  readRest(): Line {
    const start = this.next;
    this.next = this.end;
    const colon = this.bytes.subarray(start, this.end).indexOf(COLON);
    return { start, end: this.end, colon: colon < 0 ? -1 : start + colon };
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
    this.noteLength(start, end);
    return { start, end, colon };
  }

  private noteLength(start: number, end: number): void {
    if (end - start > LONG_LINE_BYTES) this.anomalies.note("long-line", start);
  }
}

function endsFirstLineWithCr(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    if (bytes[at] === LF) return false;
    if (bytes[at] === CR) return at + 1 === end || bytes[at + 1] !== LF;
  }
  return false;
}
