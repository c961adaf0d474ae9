import { ownText } from "./own-text.ts";

/** Of longer texts no part is taken as a slice: it would keep them whole. Scans stay well below. */
const LONG_TEXT = 4096;

/** A power of two. */
const SLOTS = 1024;

/**
 * Texts taken lately, so that equal ones are the same string: most lines of a scan repeat, and what is the same string
 * needs no memory of its own and compares without being looked at. Results do not depend on what is found here.
 */
class RecentTexts {
  private readonly slots = new Array<string>(SLOTS).fill("");

  /** The text from start to end; `bytes` are those it stands for. */
  take(text: string, bytes: Uint8Array, start: number, end: number): string {
    const length = end - start;
    if (length === 0) return "";
    if (text.length > LONG_TEXT) return ownText(text.slice(start, end));
    const middle = start + (length >>> 1);
    const mixed = (bytes[start] as number) + 31 * (bytes[middle] as number) + 961 * (bytes[end - 1] as number);
    const slot = (mixed + 7 * length) & (SLOTS - 1);
    const known = this.slots[slot] as string;
    const taken = text.slice(start, end);
    if (known === taken) return known;
    this.slots[slot] = taken;
    return taken;
  }
}

/** Those of all messages. */
export const recentTexts: RecentTexts = new RecentTexts();
