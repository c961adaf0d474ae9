import type { PacketRecord } from "../capture/packet-record.ts";
import { NO_PLACE, type Problem, type ProblemPlace, type ProblemWords } from "../capture/problem.ts";
import type { FragmentPlace, IpPayload } from "./ip-packet.ts";

/** A fragment of an IP packet. */
export type IpFragment = IpPayload & { readonly fragment: FragmentPlace };

/** What waits is at most this much, in bytes, with what keeping it costs. */
export const MAX_WAITING_BYTES: number = 4 << 20;
/** What a datagram and a fragment take in memory beside their bytes, rounded up. No single datagram reaches the limit. */
const DATAGRAM_COST = 1024;
const FRAGMENT_COST = 384;

/** Fragments further apart in time belong to different datagrams: RFC 8200 section 4.5. */
const MAX_AGE_NS = 60_000_000_000n;

/** The largest IPv4 packet, and the largest payload of an IPv6 packet. */
const MAX_IP_BYTES = 65_535;

const WORDS = {
  "overlapping-fragments": {
    effect: "noted",
    found: "Fragments of a datagram overlap or contradict each other",
    kept: "such a datagram is not trusted, and all its packets are counted as fragments",
    meaning:
      "Systems put overlapping fragments together differently, so nobody can say what was received. It does not happen by accident: somebody may want to get past inspection.",
  },
  "unusable-fragments": {
    effect: "noted",
    found: "Fragments can be part of no datagram: without a byte, beyond its largest size, or cut at a wrong place",
    kept: "they are counted as fragments and not put together",
    meaning: "No system sends such fragments by accident.",
  },
  "fragments-dropped": {
    effect: "left-out",
    found: "More fragments waited for the rest of their datagrams than are kept",
    kept: "those that waited longest are counted as fragments",
    meaning: "If their datagrams became whole later, these are in no flow. Floods of fragments do this.",
  },
  "incomplete-datagrams": {
    effect: "noted",
    found: "Datagrams lack fragments",
    kept: "the fragments that are there are counted as fragments",
    meaning: "If such a datagram held SIP, it is in no flow. A few are usual: fragments get lost, or pass elsewhere.",
  },
} satisfies Readonly<Record<string, ProblemWords>>;

/** A fragment that waits, with bytes of its own. */
interface Piece {
  /** In bytes of the fragmented part. */
  readonly start: number;
  readonly end: number;
  /** As much of it as the snap length left. */
  readonly stored: Uint8Array;
  /** Numbers of the packets that hold it. */
  readonly packets: readonly number[];
}

/** A datagram put together from fragments. */
export interface WholeDatagram {
  readonly payload: IpPayload;
  /** Numbers of the packets that hold its fragments, ascending. */
  readonly packets: readonly number[];
}

/** A datagram of which some fragments have been seen. */
interface Incomplete {
  /** That of the fragment seen first. */
  readonly place: ProblemPlace;
  readonly timeNs: bigint | null;
  /** In order of their start, none overlapping another; null once the datagram is not trusted any more. */
  pieces: Piece[] | null;
  /** Sum of the pieces' lengths on the wire. */
  coveredBytes: number;
  /** Known from the last fragment on. */
  totalBytes: number | null;
  /** The IP header without options, and the protocol, of the fragment at offset 0. */
  first: { readonly header: Uint8Array; readonly protocol: number } | null;
  /** What it takes of `MAX_WAITING_BYTES`. */
  cost: number;
}

/**
 * Puts the fragments of one capture together, in the order of the file. Fragments of one datagram may come in any order
 * and twice; as soon as two overlap without being equal, the datagram is given up with all that still comes of it (RFC
 * 5722). What waits is bounded.
 */
export class Reassembly {
  /** In the order of the first fragments. */
  readonly #waiting = new Map<string, Incomplete>();
  readonly #overlapping = new Tally();
  readonly #unusable = new Tally();
  readonly #dropped = new Tally();
  /** Datagrams that cannot become whole any more; those that wait may still do. */
  readonly #abandoned = new Tally();
  #cost = 0;

  /** What waits, in bytes, with what keeping it costs; at most `MAX_WAITING_BYTES`. */
  get waitingBytes(): number {
    return this.#cost;
  }

  /**
   * Adds a fragment that lies in `packet`, and gives the datagram it completes, its payload in bytes of its own.
   * Where the snap length has cut a fragment, the payload's stored bytes end there.
   *
   * @param path tells apart datagrams in different tunnels
   * @param packets numbers of the packets that hold the fragment: several where a tunnel was put together before
   */
  add(fragment: IpFragment, path: string, packet: PacketRecord, packets: readonly number[]): WholeDatagram | undefined {
    const place = { firstPacket: packet.number, firstOffset: packet.offset };
    if (!isUsable(fragment)) {
      this.#unusable.add(1, place);
      return undefined;
    }
    const key = `${path}${datagramKey(fragment)}`;
    const datagram = this.#datagramAt(key, place, packet.timeNs);
    if (datagram.pieces === null) return undefined;
    switch (compareWithPieces(datagram.pieces, datagram.totalBytes, fragment)) {
      case "known":
        return undefined;
      case "contradiction":
        this.#overlapping.add(1, place);
        this.#setCost(datagram, DATAGRAM_COST);
        datagram.pieces = null;
        return undefined;
      case "new":
        this.#keep(datagram, datagram.pieces, fragment, packets);
    }
    const whole = joinPieces(datagram, fragment);
    if (whole !== undefined) this.#forget(key, datagram);
    else this.#makeRoom(packet.timeNs);
    return whole;
  }

  /** What went wrong so far, and what is incomplete if no more fragments come. */
  problems(): Problem[] {
    const incomplete = new Tally();
    incomplete.add(this.#abandoned.count, this.#abandoned.place);
    for (const { pieces, place } of this.#waiting.values()) if (pieces !== null) incomplete.add(1, place);
    return [
      ...this.#overlapping.problem("overlapping-fragments"),
      ...this.#unusable.problem("unusable-fragments"),
      ...this.#dropped.problem("fragments-dropped"),
      ...incomplete.problem("incomplete-datagrams"),
    ];
  }

  #datagramAt(key: string, place: ProblemPlace, timeNs: bigint | null): Incomplete {
    const known = this.#waiting.get(key);
    if (known !== undefined) {
      if (!isTooOld(known, timeNs)) return known;
      this.#abandon(key, known);
    }
    const datagram = { place, timeNs, pieces: [], coveredBytes: 0, totalBytes: null, first: null, cost: 0 };
    this.#waiting.set(key, datagram);
    this.#setCost(datagram, DATAGRAM_COST);
    return datagram;
  }

  #keep(
    datagram: Incomplete,
    pieces: Piece[],
    { bytes, start, end, ...fragment }: IpFragment,
    packets: readonly number[],
  ): void {
    const { offset, moreFollow } = fragment.fragment;
    const stored = bytes.slice(start, Math.min(end, bytes.length));
    pieces.splice(indexOf(pieces, offset), 0, { start: offset, end: offset + end - start, stored, packets });
    datagram.coveredBytes += end - start;
    if (!moreFollow) datagram.totalBytes = offset + end - start;
    if (offset === 0) {
      const header = bytes.slice(fragment.header, fragment.header + (fragment.version === 4 ? 20 : 40));
      datagram.first = { header, protocol: fragment.protocol };
    }
    this.#setCost(datagram, datagram.cost + FRAGMENT_COST + stored.length);
  }

  /** Gives up those that have waited longest, as many as it takes. */
  #makeRoom(timeNs: bigint | null): void {
    for (const [key, datagram] of this.#waiting) {
      if (this.#cost <= MAX_WAITING_BYTES) return;
      if (isTooOld(datagram, timeNs)) this.#abandon(key, datagram);
      else {
        this.#dropped.add(datagram.pieces?.length ?? 0, datagram.place);
        this.#forget(key, datagram);
      }
    }
  }

  #abandon(key: string, datagram: Incomplete): void {
    if (datagram.pieces !== null) this.#abandoned.add(1, datagram.place);
    this.#forget(key, datagram);
  }

  #forget(key: string, datagram: Incomplete): void {
    this.#waiting.delete(key);
    this.#setCost(datagram, 0);
  }

  #setCost(datagram: Incomplete, cost: number): void {
    this.#cost += cost - datagram.cost;
    datagram.cost = cost;
  }
}

/** How often something was found, and the first place of it. */
class Tally {
  count = 0;
  place: ProblemPlace = NO_PLACE;

  add(count: number, place: ProblemPlace): void {
    if (count === 0) return;
    const isFirst = this.count === 0 || (place.firstPacket ?? 0) < (this.place.firstPacket ?? 0);
    if (isFirst) this.place = place;
    this.count += count;
  }

  /** The problem that this is, if there is any. */
  problem(code: keyof typeof WORDS): Problem[] {
    return this.count === 0 ? [] : [{ code, ...WORDS[code], count: this.count, ...this.place }];
  }
}

/**
 * What the fragments of one datagram have in common (RFC 791 section 3.2, RFC 8200 section 4.5), and of a tunnel those
 * of one network. The addresses are taken as they are, one code unit a byte.
 */
export function datagramKey({ bytes, version, header, network, protocol, fragment }: IpPayload): string {
  const addresses = version === 4 ? bytes.subarray(header + 12, header + 20) : bytes.subarray(header + 8, header + 40);
  const ofIpv4 = version === 4 ? protocol : "";
  return `${version}/${network}/${ofIpv4}/${fragment?.identification ?? ""}/${String.fromCharCode(...addresses)}`;
}

/** Fragments of no byte, fragments behind which the next cannot start, and those that make the datagram too large. */
function isUsable({ version, header, start, end, fragment }: IpFragment): boolean {
  const length = end - start;
  // What IPv6 counts as payload begins behind the fixed header; the fragment header is not part of the whole packet.
  const headerBytes = version === 4 ? start - header : start - header - 48;
  const isWhole = length % 8 === 0 || !fragment.moreFollow;
  return length > 0 && isWhole && headerBytes + fragment.offset + length <= MAX_IP_BYTES;
}

function isTooOld(datagram: Incomplete, timeNs: bigint | null): boolean {
  if (datagram.timeNs === null || timeNs === null) return false;
  const age = timeNs - datagram.timeNs;
  return age > MAX_AGE_NS || age < -MAX_AGE_NS;
}

/** How a fragment goes with the pieces there are. A copy of one of them is known: RFC 8200 lets such copies be ignored. */
function compareWithPieces(
  pieces: readonly Piece[],
  totalBytes: number | null,
  { bytes, start, end, fragment: { offset, moreFollow } }: IpFragment,
): "new" | "known" | "contradiction" {
  const fragmentEnd = offset + end - start;
  const index = indexOf(pieces, offset);
  const next = pieces[index];
  const isLastOfAll = fragmentEnd === totalBytes;
  if (next?.start === offset && next.end === fragmentEnd && moreFollow !== isLastOfAll) {
    const stored = bytes.subarray(start, Math.min(end, bytes.length));
    return agree(next.stored, stored) ? "known" : "contradiction";
  }
  const before = pieces[index - 1];
  if (next !== undefined && (next.start < fragmentEnd || !moreFollow)) return "contradiction";
  if (before !== undefined && before.end > offset) return "contradiction";
  return totalBytes !== null && (!moreFollow || fragmentEnd > totalBytes) ? "contradiction" : "new";
}

/** Whether two byte strings are equal as far as both are stored. */
function agree(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** Index of the first piece that starts at `offset` or behind it. */
function indexOf(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((pieces[middle] as Piece).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The payload of a datagram whose last piece has come, behind the header of its first. */
function joinPieces(
  { pieces, coveredBytes, totalBytes, first }: Incomplete,
  { version, network }: IpFragment,
): WholeDatagram | undefined {
  // Pieces do not overlap and none lies behind the end: they leave no hole if they are as long as the whole.
  if (pieces === null || first === null || coveredBytes !== totalBytes) return undefined;
  const { header, protocol } = first;
  const parts = [header, ...storedFromStart(pieces)];
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const start = header.length;
  return {
    payload: { bytes, start, end: start + totalBytes, version, network, header: 0, protocol, fragment: null },
    packets: pieces.flatMap(({ packets }) => packets).sort((a, b) => a - b),
  };
}

/** The stored bytes from the start to the first that is missing. */
function storedFromStart(pieces: readonly Piece[]): Uint8Array[] {
  const cutAt = pieces.findIndex(({ start, end, stored }) => stored.length < end - start);
  return pieces.slice(0, cutAt < 0 ? pieces.length : cutAt + 1).map(({ stored }) => stored);
}
