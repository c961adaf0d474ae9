import type { AnomalyLog } from "./anomaly-log.ts";

/**
 * Reads a message line by line. Lines end with CRLF or LF; where the first line ends with CR alone, CR ends the other
 * lines as well.
 */
export class LineReader {
  private next: number;
  private readonly text: string;
  private readonly anomalies: AnomalyLog;
  private readonly carriageReturnEndsLine: boolean;

  constructor(text: string, start: number, anomalies: AnomalyLog) {
    this.text = text;
    this.anomalies = anomalies;
    this.next = start;
    this.carriageReturnEndsLine = endsFirstLineWithCr(text, start);
  }

  /** Offset at which the next line starts. */
  get offset(): number {
    return this.next;
  }

  /** The next line without its end, or undefined when no line end follows any more. */
  readLine(): string | undefined {
    return this.carriageReturnEndsLine ? this.readLineOfAnyEnd() : this.readLineOfLineFeed();
  }

  /** Everything behind the last line end; the reader is at its end afterwards. */
  readRest(): string {
    const rest = this.text.slice(this.next);
    this.next = this.text.length;
    return rest;
  }

  /** What stands behind the last line end, as a line: CR at the very end is all there is of its line end. */
  readLastLine(): string {
    const rest = this.readRest();
    if (!rest.endsWith("\r")) return rest;
    this.anomalies.note("bare-carriage-return", this.next - 1);
    return rest.slice(0, -1);
  }

  private readLineOfLineFeed(): string | undefined {
    const start = this.next;
    const end = this.text.indexOf("\n", start);
    if (end < 0) return undefined;
    this.next = end + 1;
    if (end > start && this.text.charCodeAt(end - 1) === CR) return this.lineOf(start, end - 1);
    this.anomalies.note("bare-line-feed", end);
    return this.lineOf(start, end);
  }

  private readLineOfAnyEnd(): string | undefined {
    const start = this.next;
    LINE_END.lastIndex = start;
    const match = LINE_END.exec(this.text);
    if (match === null) return undefined;
    this.next = LINE_END.lastIndex;
    if (match[0] === "\r") this.anomalies.note("bare-carriage-return", match.index);
    else if (match[0] === "\n") this.anomalies.note("bare-line-feed", match.index);
    return this.text.slice(start, match.index);
  }

  private lineOf(start: number, end: number): string {
    const line = this.text.slice(start, end);
    const stray = line.indexOf("\r");
    if (stray >= 0) this.anomalies.note("stray-carriage-return", start + stray);
    return line;
  }
}

const CR = 0x0d;
const LINE_END = /\r\n?|\n/g;

function endsFirstLineWithCr(text: string, start: number): boolean {
  const carriageReturn = text.indexOf("\r", start);
  if (carriageReturn < 0 || text.charAt(carriageReturn + 1) === "\n") return false;
  const lineFeed = text.indexOf("\n", start);
  return lineFeed < 0 || carriageReturn < lineFeed;
}
