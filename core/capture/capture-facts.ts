import { type CaptureComments, CommentLog, type CommentSubject } from "./capture-comments.ts";
import { messageOf, type Problem, ProblemLog, type ProblemWords } from "./problem.ts";

/** What reading a capture has shown so far; final after `end()`. */
export interface CaptureFacts {
  /** null while unknown, and for good when the bytes are no capture: then `reason` says what they are. */
  readonly container: "pcap" | "pcapng" | null;
  /** LINKTYPE_ values of the file header or of all declared interfaces: distinct, ascending. */
  readonly linkTypes: readonly number[];
  /** Packets handed out. */
  readonly packets: number;
  /** Reading reached the end of the capture; packets skipped on the way are counted in `problems`. */
  readonly complete: boolean;
  /** Where the first unreadable record or block starts, in bytes of the decompressed stream; null if all was readable. */
  readonly stoppedAt: number | null;
  /** One sentence: what was found at `stoppedAt` and what was kept. */
  readonly reason: string | null;
  /** Bytes of the decompressed stream that were read: up to the first record or block that was not. */
  readonly readBytes: number;
  readonly comments: CaptureComments;
  /** In the order of first appearance, one entry per code. */
  readonly problems: readonly Problem[];
}

/** Damage that ends the reading. */
export type CaptureDamageCode =
  | "empty-file"
  | "not-a-capture"
  | "unsupported-format"
  | "cut-short"
  | "record-too-large"
  | "bad-block-length"
  | "block-lengths-differ"
  | "bad-byte-order-magic";

/** What was noticed and read over. */
export type CaptureNoticeCode =
  | "unusual-version"
  | "fraction-over-one-second"
  | "captured-above-original"
  | "time-floored"
  | "time-out-of-range"
  | "clock-backwards"
  | "too-many-interfaces"
  | "unknown-interface"
  | "packet-overruns-block"
  | "bad-option";

const NOTICES: Readonly<Record<CaptureNoticeCode, ProblemWords>> = {
  "unusual-version": {
    effect: "noted",
    found: "The capture states a format version this reader does not know",
    kept: "it was read as the usual one",
    meaning: "If the counts look odd, the program that wrote the capture may use another layout.",
  },
  "fraction-over-one-second": {
    effect: "noted",
    found: "The fraction of a time stamp is one second or more",
    kept: "it was carried into the seconds",
    meaning: "All packets are counted. Their times are as good as the program that wrote them.",
  },
  "captured-above-original": {
    effect: "noted",
    found: "More bytes are stored than the packet is said to have had",
    kept: "all stored bytes were read",
    meaning: "The packet is judged by what is stored. Some programs write wrong lengths.",
  },
  "time-floored": {
    effect: "noted",
    found: "A time stamp is no whole number of nanoseconds",
    kept: "it was rounded down",
    meaning: "Times are exact to the nanosecond; what the capture knows beyond that is not used.",
  },
  "time-out-of-range": {
    effect: "noted",
    found: "A time stamp lies outside the years 1678 to 2262",
    kept: "the packet is kept without a time",
    meaning: "It counts, and belongs to the undated flow of its source.",
  },
  "clock-backwards": {
    effect: "noted",
    found: "A packet is dated before the one in front of it on its interface",
    kept: "each was read with its own time",
    meaning:
      "Nothing depends on the order of packets in a file. A clock that was set does this, or a program that merged files.",
  },
  "too-many-interfaces": {
    effect: "left-out",
    found: "A section declares more than 65536 interfaces",
    kept: "those beyond were skipped with their packets",
    meaning: "Packets of those interfaces are in no count.",
  },
  "unknown-interface": {
    effect: "left-out",
    found: "A packet names an interface its section does not declare",
    kept: "it was skipped",
    meaning: "Its link type is unknown, so it is in no count.",
  },
  "packet-overruns-block": {
    effect: "left-out",
    found: "A packet claims more bytes than its block holds",
    kept: "it was skipped",
    meaning: "Its bytes cannot be told from what surrounds them, so it is in no count.",
  },
  "bad-option": {
    effect: "noted",
    found: "An option is longer than its block or has the wrong size",
    kept: "it and what follows it in the block was ignored",
    meaning: "Packets are counted. Comments may be missing; if it stood in an interface, times may be wrong.",
  },
};

const DAMAGE_MEANING =
  "What lies behind this place is in no count. If the file was copied or written incompletely, fetch it again.";

/** The facts while they are collected. Owned by one reader. */
export class CaptureLog {
  container: "pcap" | "pcapng" | null = null;
  packets = 0;
  /** Start of the record or block now looked at, in bytes of the decompressed stream. Exact up to 2^53. */
  offset = 0;
  ended = false;
  #stop: { readonly offset: number; readonly reason: string } | null = null;
  readonly #linkTypes = new Set<number>();
  readonly #problems = new ProblemLog();
  readonly #comments = new CommentLog();

  get stopped(): boolean {
    return this.#stop !== null;
  }

  addLinkType(linkType: number): void {
    this.#linkTypes.add(linkType);
  }

  addComment(about: CommentSubject, packet: number | null, bytes: Uint8Array): void {
    this.#comments.add(about, packet, bytes);
  }

  /** Notes something that was read over. `packet` is the number of the packet concerned, if it has one. */
  notice(code: CaptureNoticeCode, packet: number | null): void {
    this.#problems.note(code, NOTICES[code], { firstPacket: packet, firstOffset: this.offset });
  }

  /** Ends the reading at the present offset. `found` is the first half of a sentence, without a full stop. */
  stop(code: CaptureDamageCode, found: string): void {
    const words: ProblemWords = {
      effect: "stopped",
      found,
      kept: describeKept(this.packets),
      meaning: DAMAGE_MEANING,
    };
    this.#stop = { offset: this.offset, reason: messageOf(words) };
    this.#problems.note(code, words, { firstPacket: null, firstOffset: this.offset });
  }

  facts(): CaptureFacts {
    return {
      container: this.container,
      linkTypes: [...this.#linkTypes].sort((a, b) => a - b),
      packets: this.packets,
      complete: this.ended && this.#stop === null,
      stoppedAt: this.#stop?.offset ?? null,
      reason: this.#stop?.reason ?? null,
      readBytes: this.offset,
      comments: this.#comments.comments(),
      problems: this.#problems.list(),
    };
  }
}

function describeKept(packets: number): string {
  if (packets === 0) return "no packet was read";
  return packets === 1 ? "the packet before it was kept" : `the ${packets} packets before it were kept`;
}
