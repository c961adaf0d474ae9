import type { AnomalyLog } from "./anomaly-log.ts";
/** Where a line lies in a message. */
export interface Line {
    readonly start: number;
    /** Where its line end begins. */
    readonly end: number;
    /** Its first colon, or -1. */
    readonly colon: number;
}
/**
 * Reads a message line by line. Lines end with CRLF or LF; where the first line ends with CR alone, CR ends the other
 * lines as well.
 */
export declare class LineReader {
    private next;
    private readonly bytes;
    /** Where the message ends in the bytes. */
    private readonly end;
    private readonly anomalies;
    private readonly carriageReturnEndsLine;
    private onlyUsualBytes;
    constructor(bytes: Uint8Array, start: number, end: number, anomalies: AnomalyLog);
    /** Offset at which the next line starts. */
    get offset(): number;
    /** Whether a byte was met in the lines read so far that is NUL or not ASCII. */
    get metOddByte(): boolean;
    /** The next line, or undefined when no line end follows any more. */
    readLine(): Line | undefined;
    /** Everything behind the last line end, as a line; the reader is at its end afterwards. */
    readRest(): Line;
    /** What stands behind the last line end, as a line: CR at the very end is all there is of its line end. */
    readLastLine(): Line;
    private lineOf;
}
