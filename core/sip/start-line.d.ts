/** A request's start line: `method SP uri SP SIP/x.y` (RFC 3261 section 7.1), blanks may repeat. */
export interface RequestLine {
    readonly method: string;
    readonly uri: string;
    /** Where the URI begins in the line; the method begins the line. */
    readonly uriOffset: number;
    /** Not exactly one SP between the three parts and none elsewhere. */
    readonly oddBlank: boolean;
    /** Another version than `SIP/2.0`, or another letter case. */
    readonly oddVersion: boolean;
}
/** The parts of a request line, or undefined when the line is none. The line comes without its line end. */
export declare function parseRequestLine(line: string): RequestLine | undefined;
/** The status code of a response's start line, or undefined when the line is none. */
export declare function parseStatusLine(line: string): number | undefined;
/** The status code of a status line whose end was cut off, or undefined while a fourth digit might follow. */
export declare function parseCutStatusLine(cutLine: string): number | undefined;
/** True when more bytes could still make a start line of a cut line. */
export declare function mayBecomeStartLine(cutLine: string): boolean;
/** The text without blanks (SP, HT) at either end. */
export declare function trimBlanks(text: string): string;
/** True for SP and HT, the only blanks of SIP's grammar inside a line. */
export declare function isBlank(code: number): boolean;
