import type { StatePart } from "../contract/packet-index.ts";
import { countHeld, mergedSource, type Source } from "../flow/source.ts";
import type { IpAddress } from "../net/address.ts";
import { StateReader, storedStates } from "./case/stored-states.ts";
import type { StatesInPortions } from "./selected-states.ts";

/** Sources that are read from bytes at once. */
const SOURCES_IN_PORTION = 100;
/** Sources that are written as one part. */
const SOURCES_IN_PART = 1000;
/** A source has at least so many pieces before they are merged. */
const LEAST_PIECES = 8;

/** A partial state of a source. */
interface Piece {
  readonly reader: StateReader;
  readonly state: Uint8Array;
  /** Requests in it that are of no folded flow. */
  readonly kept: number;
}

interface StoredSource {
  pieces: Piece[];
  /** With more pieces than this they become one: not with each one, for that writes all of it again. */
  mergeAbove: number;
}

/**
 * Sources as they come from captures, in memory. Beyond some number of flows those that were folded are held as bytes,
 * which take a tenth of the room; faint flows are texts and stay as they are. What comes out of it is the same.
 */
export class HeldStates implements StatesInPortions {
  private readonly plain = new Map<IpAddress, Source>();
  private readonly stored = new Map<IpAddress, StoredSource>();
  private readonly timeoutNs: bigint;
  private readonly mostHeld: number;
  /** Flows and kept requests of the plain sources with a folded flow. */
  private held = 0;

  /** @param mostHeld flows and kept requests of sources with a folded flow that are held as they are */
  constructor(timeoutNs: bigint, mostHeld: number) {
    this.timeoutNs = timeoutNs;
    this.mostHeld = mostHeld;
  }

  /** Adds settled sources, which are used up. */
  add(sources: ReadonlyMap<IpAddress, Source>): void {
    const ofStored = new Map<IpAddress, Source>();
    for (const [address, source] of sources) {
      if (this.stored.has(address)) ofStored.set(address, source);
      else this.addPlain(address, source);
    }
    this.store(ofStored);
    if (this.held <= this.mostHeld) return;
    const folded = Array.from(this.plain).filter(([, source]) => source.folded !== null);
    this.store(this.takePlain(folded.map(([address]) => address)));
  }

  /** Adds states that come as bytes. */
  addPart(part: StatePart): void {
    this.store(this.takePlain(part.sources));
    this.keep(part);
  }

  countSources(): number {
    return this.plain.size + this.stored.size;
  }

  countKept(): number {
    let kept = 0;
    for (const { requests } of this.plain.values()) kept += requests.length;
    for (const source of this.stored.values()) kept += keptOf(source);
    return kept;
  }

  *portions(): Generator<ReadonlyMap<IpAddress, Source>> {
    for (const portion of this.portionsOf([...this.plain.keys(), ...this.stored.keys()])) {
      yield portion;
      for (const address of portion.keys()) {
        this.plain.delete(address);
        this.stored.delete(address);
      }
    }
  }

  portionsWithKept(): Iterable<ReadonlyMap<IpAddress, Source>> {
    const plain = Array.from(this.plain).filter(([, { requests }]) => requests.length > 0);
    const stored = Array.from(this.stored).filter(([, source]) => keptOf(source) > 0);
    return this.portionsOf([...plain, ...stored].map(([address]) => address));
  }

  private *portionsOf(addresses: readonly IpAddress[]): Generator<ReadonlyMap<IpAddress, Source>> {
    for (let start = 0; start < addresses.length; start += SOURCES_IN_PORTION) {
      const some = addresses.slice(start, start + SOURCES_IN_PORTION);
      yield new Map(some.map((address) => [address, this.sourceOf(address)]));
    }
  }

  private sourceOf(address: IpAddress): Source {
    return this.plain.get(address) ?? this.read(this.stored.get(address) as StoredSource);
  }

  private read({ pieces }: StoredSource): Source {
    return pieces.map(({ reader, state }) => reader.read(state)).reduce((a, b) => mergedSource(a, b, this.timeoutNs));
  }

  private addPlain(address: IpAddress, source: Source): void {
    const own = this.plain.get(address);
    if (own !== undefined) this.held -= heldOf(own);
    const merged = own === undefined ? source : mergedSource(own, source, this.timeoutNs);
    this.plain.set(address, merged);
    this.held += heldOf(merged);
  }

  /** Those of these sources that are plain. */
  private takePlain(addresses: readonly IpAddress[]): Map<IpAddress, Source> {
    const taken = new Map<IpAddress, Source>();
    for (const address of addresses) {
      const source = this.plain.get(address);
      if (source === undefined) continue;
      taken.set(address, source);
      this.plain.delete(address);
      this.held -= heldOf(source);
    }
    return taken;
  }

  private store(sources: ReadonlyMap<IpAddress, Source>): void {
    const all = [...sources];
    for (let start = 0; start < all.length; start += SOURCES_IN_PART) {
      this.keep(storedStates(new Map(all.slice(start, start + SOURCES_IN_PART))));
    }
  }

  private keep({ shapes, sources, kept, states }: StatePart): void {
    const reader = new StateReader(shapes);
    const many = new Map<IpAddress, Source>();
    for (const [index, address] of sources.entries()) {
      let stored = this.stored.get(address);
      if (stored === undefined) {
        stored = { pieces: [], mergeAbove: LEAST_PIECES };
        this.stored.set(address, stored);
      }
      stored.pieces.push({ reader, state: states[index] as Uint8Array, kept: kept[index] as number });
      if (stored.pieces.length <= stored.mergeAbove) continue;
      const merged = this.read(stored);
      // What is merged now takes as much work again once its flows have come again.
      this.stored.set(address, { pieces: [], mergeAbove: Math.max(LEAST_PIECES, countHeld([merged])) });
      many.set(address, merged);
    }
    if (many.size > 0) this.keep(storedStates(many));
  }
}

function keptOf({ pieces }: StoredSource): number {
  return pieces.reduce((sum, { kept }) => sum + kept, 0);
}

/** What counts of a plain source: flows and kept requests, where one is folded. */
function heldOf(source: Source): number {
  return source.folded === null ? 0 : countHeld([source]);
}
