import type { AnomalyLog } from "./anomaly-log.ts";

/** Reads a message line by line. Lines end with CRLF or LF, or with CR where the text holds no LF at all. */
export class LineReader {
  private next: number;
  private readonly text: string;
  private readonly anomalies: AnomalyLog;
  private readonly carriageReturnEndsLine: boolean;

  constructor(text: string, start: number, anomalies: AnomalyLog) {
    this.text = text;
    this.anomalies = anomalies;
    this.next = start;
    this.carriageReturnEndsLine = text.indexOf("\n", start) < 0;
  }

  /** Offset at which the next line starts. */
  get offset(): number {
    return this.next;
  }

  /** The next line without its end, or undefined when no line end follows any more. */
  readLine(): string | undefined {
    const start = this.next;
    const end = this.text.indexOf(this.carriageReturnEndsLine ? "\r" : "\n", start);
    if (end < 0) return undefined;
    this.next = end + 1;
    if (this.carriageReturnEndsLine) {
      this.anomalies.note("bare-carriage-return", end);
      return this.text.slice(start, end);
    }
    if (end === start || this.text.charCodeAt(end - 1) !== 0x0d) {
      this.anomalies.note("bare-line-feed", end);
      return this.lineOf(start, end);
    }
    return this.lineOf(start, end - 1);
  }

  /** Everything behind the last line end; the reader is at its end afterwards. */
  readRest(): string {
    const rest = this.text.slice(this.next);
    this.next = this.text.length;
    return rest;
  }

  private lineOf(start: number, end: number): string {
    const line = this.text.slice(start, end);
    const stray = line.indexOf("\r");
    if (stray >= 0) this.anomalies.note("stray-carriage-return", start + stray);
    return line;
  }
}
