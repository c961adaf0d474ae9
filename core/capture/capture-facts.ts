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
  /** In the order of first appearance, one entry per code. */
  readonly problems: readonly CaptureProblem[];
}

export interface CaptureProblem {
  readonly code: CaptureProblemCode;
  readonly count: number;
  /** Number of the first packet concerned; null where no packet is, or where it was skipped and so has no number. */
  readonly firstPacket: number | null;
  readonly message: string;
}

/** Damage that ends the reading. */
export type CaptureDamageCode =
  | "empty-file"
  | "not-a-capture"
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
  | "too-many-interfaces"
  | "unknown-interface"
  | "packet-overruns-block"
  | "bad-option";

export type CaptureProblemCode = CaptureDamageCode | CaptureNoticeCode;

const NOTICES: Readonly<Record<CaptureNoticeCode, string>> = {
  "unusual-version": "The capture states a format version this reader does not know; it was read as the usual one.",
  "fraction-over-one-second": "The fraction of a time stamp is one second or more; it was carried into the seconds.",
  "captured-above-original": "More bytes are stored than the packet is said to have had; all stored bytes were read.",
  "time-floored": "A time stamp is no whole number of nanoseconds; it was rounded down.",
  "time-out-of-range": "A time stamp lies outside the years 1678 to 2262; the packet is kept without a time.",
  "too-many-interfaces": "A section declares more than 65536 interfaces; those beyond were skipped with their packets.",
  "unknown-interface": "A packet names an interface its section does not declare; it was skipped.",
  "packet-overruns-block": "A packet claims more bytes than its block holds; it was skipped.",
  "bad-option":
    "An option is longer than its block or has the wrong size; it and what follows it in the block was ignored.",
};

/** The facts while they are collected. Owned by one reader. */
export class CaptureLog {
  container: "pcap" | "pcapng" | null = null;
  packets = 0;
  /** Start of the record or block now looked at, in bytes of the decompressed stream. Exact up to 2^53. */
  offset = 0;
  ended = false;
  #stop: { readonly offset: number; readonly reason: string } | null = null;
  readonly #linkTypes = new Set<number>();
  readonly #problems = new Map<CaptureProblemCode, { count: number; firstPacket: number | null; message: string }>();

  get stopped(): boolean {
    return this.#stop !== null;
  }

  addLinkType(linkType: number): void {
    this.#linkTypes.add(linkType);
  }

  /** Notes something that was read over. `packet` is the number of the packet concerned, if it has one. */
  notice(code: CaptureNoticeCode, packet: number | null): void {
    const known = this.#problems.get(code);
    if (known === undefined) {
      this.#problems.set(code, { count: 1, firstPacket: packet, message: NOTICES[code] });
    } else {
      known.count += 1;
    }
  }

  /** Ends the reading at the present offset. `found` is the first half of a sentence, without a full stop. */
  stop(code: CaptureDamageCode, found: string): void {
    const reason = `${found}; ${describeKept(this.packets)}.`;
    this.#stop = { offset: this.offset, reason };
    this.#problems.set(code, { count: 1, firstPacket: null, message: reason });
  }

  facts(): CaptureFacts {
    return {
      container: this.container,
      linkTypes: [...this.#linkTypes].sort((a, b) => a - b),
      packets: this.packets,
      complete: this.ended && this.#stop === null,
      stoppedAt: this.#stop?.offset ?? null,
      reason: this.#stop?.reason ?? null,
      problems: Array.from(this.#problems, ([code, problem]) => ({ code, ...problem })),
    };
  }
}

function describeKept(packets: number): string {
  if (packets === 0) return "no packet was read";
  return packets === 1 ? "the packet before it was kept" : `the ${packets} packets before it were kept`;
}
