/** What the spelling of a header name says. */
export interface HeaderName {
    /** ASCII lower case, compact names expanded (RFC 3261 section 7.3.1, 7.3.3). */
    readonly name: string;
    /** Sent under its one-letter name. */
    readonly compact: boolean;
    /** Holds characters that are no token characters. */
    readonly odd: boolean;
    /** A bit of its own for each field that may stand only once in a request, 0 for all others. */
    readonly singleBit: number;
}
/** Reads the name of a header field as sent. */
export declare function readHeaderName(rawName: string): HeaderName;
