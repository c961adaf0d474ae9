import { emptyIpHeaders } from "../../behaviour/ip-header.ts";
import { emptySourcePorts } from "../../behaviour/source-port.ts";
import type { StatePart } from "../../contract/packet-index.ts";
import type { Exemplar } from "../../fingerprint/strand-state.ts";
import type { Source } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import { deflated, inflated } from "./deflated.ts";
import { type Aside, DamagedValue, type Later, type PlainValue, ValueReader, ValueWriter } from "./value-bytes.ts";

/** The states of some sources as bytes. `kept` and `states` are in the order of `sources`. */
export function storedStates(sources: ReadonlyMap<IpAddress, Source>): StatePart {
  const writer = new ValueWriter();
  const states = Array.from(sources.values(), (source) => deflated(writer.write(source)));
  const kept = Array.from(sources.values(), ({ requests }) => requests.length);
  return { shapes: writer.shapes(), sources: [...sources.keys()], kept, states };
}

/**
 * How much of a state is read: all, or what matching looks at. Then nothing was seen of a flow but its strands, times and
 * packets, which merges with whatever was, and exemplars are read once they are looked at: of most strands none is.
 */
export type StateExtent = "all" | "strands";

const NOT_MATCHED: Aside = {
  instead: new Map<string, () => PlainValue>([
    ["firstVisits", () => new Map()],
    ["sourcePorts", () => emptySourcePorts() as unknown as PlainValue],
    ["ipHeaders", () => emptyIpHeaders() as unknown as PlainValue],
    ["dialled", () => null],
  ]),
  itemsLater: new Map([["exemplars", (later: Later) => new StoredExemplar(later)]]),
};

/** Reads states of one part again. */
export class StateReader {
  private readonly reader: ValueReader;

  constructor(shapes: Uint8Array, extent: StateExtent = "all") {
    this.reader = extent === "all" ? new ValueReader(shapes) : new ValueReader(shapes, NOT_MATCHED);
  }

  /** Throws `DamagedValue` where the bytes are no state. */
  read(state: Uint8Array): Source {
    const value = this.reader.read(inflated(state));
    if (value === null || typeof value !== "object" || !("folded" in value)) throw new DamagedValue("no state");
    return value as unknown as Source;
  }
}

/** An exemplar that is read once something of it is asked for. */
class StoredExemplar implements Exemplar {
  private readonly later: Later;
  private read: Exemplar | null = null;

  constructor(later: Later) {
    this.later = later;
  }

  get hash(): Exemplar["hash"] {
    return this.whole().hash;
  }

  get place(): Exemplar["place"] {
    return this.whole().place;
  }

  get payload(): string {
    return this.whole().payload;
  }

  get missingBytes(): number {
    return this.whole().missingBytes;
  }

  get endpoints(): Exemplar["endpoints"] {
    return this.whole().endpoints;
  }

  private whole(): Exemplar {
    this.read ??= this.later() as unknown as Exemplar;
    return this.read;
  }
}
