/** What a comment of a capture is about. */
export type CommentSubject = "section" | "interface" | "packet" | "statistics";

/** A comment that somebody wrote into a capture (pcapng option opt_comment). */
export interface CaptureComment {
  readonly about: CommentSubject;
  /** Number of the packet, if it is about one. */
  readonly packet: number | null;
  /** Its bytes as latin-1 text, as stored: UTF-8 if the writer followed the format. */
  readonly text: string;
}

/** The first comments of a capture, and how many there are. */
export interface CaptureComments {
  readonly count: number;
  /** In file order, at most 1,000 with 64 KiB of text; all behind the first that did not fit are only counted. */
  readonly first: readonly CaptureComment[];
}

const MAX_COMMENTS = 1000;
const MAX_TEXT_BYTES = 64 * 1024;
/** More arguments than this at once may overflow the stack. */
const CODE_UNITS_AT_ONCE = 4096;

/** Keeps the first comments and counts all. Owned by one reader. */
export class CommentLog {
  readonly #first: CaptureComment[] = [];
  #count = 0;
  #textBytes = 0;
  #full = false;

  /** Counts a comment, and keeps a copy of its bytes if there is room. */
  add(about: CommentSubject, packet: number | null, bytes: Uint8Array): void {
    this.#count += 1;
    this.#full ||= this.#first.length === MAX_COMMENTS || this.#textBytes + bytes.length > MAX_TEXT_BYTES;
    if (this.#full) return;
    this.#textBytes += bytes.length;
    this.#first.push({ about, packet, text: latin1(bytes) });
  }

  comments(): CaptureComments {
    return { count: this.#count, first: [...this.#first] };
  }
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += CODE_UNITS_AT_ONCE) {
    text += String.fromCharCode(...bytes.subarray(start, start + CODE_UNITS_AT_ONCE));
  }
  return text;
}
