import { mergedSource, type Source } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import { type StateExtent, StateReader } from "./stored-states.ts";
import { DamagedValue } from "./value-bytes.ts";

/** The state of one source in one part of a capture, as it lies in a case. */
export interface StoredState {
  readonly source: IpAddress;
  /** Names the shapes that it is read with. */
  readonly part: string;
  readonly state: Uint8Array;
}

/** Sources whose states are read at once: what outlives the next collection of garbage costs more than reading it. */
const SOURCES_AT_ONCE = 16;

/** Makes sources of stored states. */
export class SourceReader {
  private readonly readers: ReadonlyMap<string, StateReader>;
  private readonly timeoutNs: bigint;

  /** @param shapes those of each part */
  constructor(shapes: ReadonlyMap<string, Uint8Array>, timeoutNs: bigint, extent: StateExtent = "all") {
    this.readers = new Map(Array.from(shapes, ([part, bytes]) => [part, new StateReader(bytes, extent)]));
    this.timeoutNs = timeoutNs;
  }

  /**
   * Some sources at a time, each on one time line. Throws `DamagedValue` for bytes that are no state.
   *
   * @param states all those of some sources, one source after the other
   */
  *read(states: Iterable<StoredState>): Generator<ReadonlyMap<IpAddress, Source>> {
    let sources = new Map<IpAddress, Source>();
    for (const stored of states) {
      if (sources.size >= SOURCES_AT_ONCE && !sources.has(stored.source)) {
        yield sources;
        sources = new Map();
      }
      this.add(sources, stored);
    }
    if (sources.size > 0) yield sources;
  }

  private add(sources: Map<IpAddress, Source>, { source, part, state }: StoredState): void {
    const reader = this.readers.get(part);
    if (reader === undefined) throw new DamagedValue("a state belongs to no part");
    const read = reader.read(state);
    const known = sources.get(source);
    sources.set(source, known === undefined ? read : mergedSource(known, read, this.timeoutNs));
  }
}
