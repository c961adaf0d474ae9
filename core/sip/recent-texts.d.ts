/**
 * Texts taken lately, so that equal ones are the same string: most lines of a scan repeat, and what is the same string
 * needs no memory of its own and compares without being looked at. Results do not depend on what is found here.
 */
export declare class RecentTexts {
    private readonly slots;
    /** The text from start to end; `bytes` are those it stands for. */
    take(text: string, bytes: Uint8Array, start: number, end: number): string;
}
