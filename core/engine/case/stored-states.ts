import zlib from "node:zlib";
import { emptyIpHeaders } from "../../behaviour/ip-header.ts";
import { emptySourcePorts } from "../../behaviour/source-port.ts";
import type { StatePart } from "../../contract/packet-index.ts";
import type { Source } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import { DamagedValue, type Instead, type PlainValue, ValueReader, ValueWriter } from "./value-bytes.ts";

/** States take about two fifths of their size; better compression would take longer than reading the capture. */
const LEVEL = 1;
/** The state of no source comes near it: larger ones are damage, or malice. */
const MOST_STATE_BYTES = 1 << 30;

/** The states of some sources as bytes. `kept` and `states` are in the order of `sources`. */
export function storedStates(sources: ReadonlyMap<IpAddress, Source>): StatePart {
  const writer = new ValueWriter();
  // Bytes of their own: a buffer of zlib's lies in a larger one, all of which would cross threads.
  const states = Array.from(
    sources.values(),
    (source) => new Uint8Array(zlib.deflateRawSync(writer.write(source), { level: LEVEL })),
  );
  const kept = Array.from(sources.values(), ({ requests }) => requests.length);
  return { shapes: writer.shapes(), sources: [...sources.keys()], kept, states };
}

/** How much of a state is read: all, or of its flows what matching looks at, with nothing seen in place of the rest. */
export type StateExtent = "all" | "strands";

/** Of a flow all but its strands, times and packets. Nothing seen merges with whatever was. */
const NOT_MATCHED: Instead = new Map<string, () => PlainValue>([
  ["firstVisits", () => new Map()],
  ["sourcePorts", () => emptySourcePorts() as unknown as PlainValue],
  ["ipHeaders", () => emptyIpHeaders() as unknown as PlainValue],
  ["dialled", () => null],
]);

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

function inflated(state: Uint8Array): Uint8Array {
  try {
    return zlib.inflateRawSync(state, { maxOutputLength: MOST_STATE_BYTES });
  } catch {
    throw new DamagedValue("the state cannot be decompressed");
  }
}
