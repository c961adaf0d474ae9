import type { DuckDBConnection } from "@duckdb/node-api";
import type { StrandState } from "../../fingerprint/strand-state.ts";
import {
  type KeyOutline,
  type Mask,
  NOTHING_TOLD,
  type StrandOutline,
  type ToldPatterns,
} from "../../fingerprint/strand-view.ts";
import { MaskWithClasses, type ValueMask } from "../../fingerprint/value-mask.ts";
import { maskOf, onlyValue, type ValueState, valueMaskOf } from "../../fingerprint/value-state.ts";
import { viewStrand } from "../../fingerprint/view-strand.ts";
import type { IpAddress } from "../../net/address.ts";
import { deflated, inflated } from "./deflated.ts";
import { bytesOf } from "./row-values.ts";
import { type Aside, DamagedValue, type Later, ValueReader, ValueWriter } from "./value-bytes.ts";

/**
 * Outlines of strands as they lie in a case: what matching looks at of each, without its messages. Most strands are named
 * by it alone, in a fraction of the time that their states take. Those of one tool have most values in common, so about a
 * thousand lie together, and what several have is written once.
 */

/** Strands whose outlines lie together: so many, and what else there is of the last source. */
const OUTLINES_TOGETHER = 1024;

/** A strand whose outline is stored. */
export interface StoredOutline {
  readonly source: IpAddress;
  /** Ids, as in the report. */
  readonly flow: string;
  readonly strand: string;
  readonly packets: number;
  readonly outline: StrandOutline;
}

/** What stands in place of the number of distinct values where it is not known. */
const MANY = 0;

/** Of a key of a strand. `only`: the value, where all are the same, of which the mask follows. */
interface WrittenKey {
  readonly mandatory: boolean;
  readonly distinct: number;
  readonly only: string | null;
  readonly mask: ValueMask | null;
}

interface WrittenStrand {
  /** Places in the lists of what strands have in common. */
  readonly flow: number;
  readonly order: number;
  readonly keys: readonly number[];
  /** What the id has behind that of the flow. */
  readonly local: string;
  readonly packets: number;
  readonly method: string | null;
  readonly cut: boolean;
  readonly evidence: number;
  readonly compactNames: boolean;
  /** Places of patterns, each with the literal bytes that are told of it; -1: it does not match. */
  readonly told: readonly number[];
}

/** Told of a pattern that does not match. */
const NO_MATCH = -1;

/** Strands together. `names` and `outlined` are of one length: a key and what is known of it. */
interface WrittenOutlines {
  readonly flows: readonly string[];
  readonly sources: readonly IpAddress[];
  readonly orders: readonly (readonly string[] | null)[];
  /** As `patternOfKey` names them. */
  readonly patterns: readonly string[];
  readonly names: readonly string[];
  readonly outlined: readonly KeyOutline[];
  readonly strands: readonly WrittenStrand[];
}

/** The same as bytes, with the shapes they are read with. */
export interface OutlineBytes {
  readonly shapes: Uint8Array;
  readonly strands: Uint8Array;
}

/** Values that were met so far, each once. */
class Met<Value> {
  readonly values: Value[] = [];
  private readonly places = new Map<string, number>();

  /** The place of a value, by a text that only it has. */
  placeOf(text: string, value: () => Value): number {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    const place = this.values.push(value()) - 1;
    this.places.set(text, place);
    return place;
  }
}

/** Puts outlines together. */
export class OutlineWriter {
  private readonly flows = new Met<{ readonly id: string; readonly source: IpAddress }>();
  private readonly orders = new Met<readonly string[] | null>();
  private readonly keys = new Met<{ readonly name: string; readonly key: WrittenKey }>();
  private readonly patterns = new Met<string>();
  private readonly strands: WrittenStrand[] = [];

  /** Whether there are enough of them. */
  get isFull(): boolean {
    return this.strands.length >= OUTLINES_TOGETHER;
  }

  get isEmpty(): boolean {
    return this.strands.length === 0;
  }

  /** Adds a strand. `localId`: what its id has behind that of the flow; `told`: what its messages told so far. */
  add(source: IpAddress, flow: string, localId: string, state: StrandState, told: ToldPatterns): void {
    const { method, cut, evidence, compactNames, headerOrder } = viewStrand(state);
    this.strands.push({
      flow: this.flows.placeOf(flow, () => ({ id: flow, source })),
      order: this.orders.placeOf(JSON.stringify(headerOrder), () => headerOrder),
      keys: this.placesOfKeys(state),
      local: localId,
      packets: state.packets,
      method,
      cut,
      evidence,
      compactNames,
      told: Array.from(told, ([pattern, literalBytes]) => [
        this.patterns.placeOf(pattern, () => pattern),
        literalBytes ?? NO_MATCH,
      ]).flat(),
    });
  }

  /** All strands that were added. */
  bytes(): OutlineBytes {
    const flows = this.flows.values;
    const keys = this.keys.values;
    const written = {
      flows: flows.map(({ id }) => id),
      sources: flows.map(({ source }) => source),
      orders: this.orders.values,
      patterns: this.patterns.values,
      names: keys.map(({ name }) => name),
      outlined: keys.map(({ key }) => key),
      strands: this.strands,
    };
    const writer = new ValueWriter();
    const strands = deflated(writer.write(written));
    return { shapes: writer.shapes(), strands };
  }

  private placesOfKeys(state: StrandState): number[] {
    return Array.from(state.keys, ([name, { packets, tokenised }]) => {
      const mandatory = packets === state.packets;
      const told = `${name.length}${mandatory ? "m" : "o"}${name}${textOf(tokenised)}`;
      return this.keys.placeOf(told, () => ({ name, key: { mandatory, ...writtenValues(tokenised) } }));
    });
  }
}

/** A text that only these values have: to write one takes a fraction of what their mask takes. */
function textOf(values: ValueState): string {
  if (Array.isArray(values)) return `v${values.map((value) => `${value.length},${value}`).join("")}`;
  const { longest, classes, columns } = values;
  return `m${longest},${classes},${String.fromCharCode.apply(null, columns as unknown as number[])}`;
}

function writtenValues(values: ValueState): Omit<WrittenKey, "mandatory"> {
  const distinct = Array.isArray(values) ? values.length : MANY;
  const only = onlyValue(values);
  return { distinct, only, mask: only === null ? valueMaskOf(values) : null };
}

/** All outlines of a case, some whole sources at a time. */
export async function* outlinesOf(connection: DuckDBConnection): AsyncGenerator<OutlineBytes> {
  for (let number = 0; ; number += 1) {
    const found = await connection.runAndReadAll("SELECT shapes, strands FROM outline WHERE number = ?", [number]);
    const [row] = found.getRows();
    if (row === undefined) return;
    yield { shapes: bytesOf(row[0]), strands: bytesOf(row[1]) };
  }
}

/** The strands of these bytes. What is known of a key is read once it is asked for. Throws `DamagedValue` for other bytes. */
export function readOutlines({ shapes, strands }: OutlineBytes): StoredOutline[] {
  const reader = new ValueReader(shapes, OUTLINED_LATER);
  const value = reader.read(inflated(strands));
  if (value === null || typeof value !== "object" || !("outlined" in value)) throw new DamagedValue("no outlines");
  const read = value as unknown as WrittenOutlines;
  return read.strands.map((strand) => {
    const flow = at(read.flows, strand.flow);
    return {
      source: at(read.sources, strand.flow),
      flow,
      strand: `${flow}/${strand.local}`,
      packets: strand.packets,
      outline: new OutlineAsStored(strand, read),
    };
  });
}

/** A strand as it was written, with what it has in common with others. */
class OutlineAsStored implements StrandOutline {
  readonly method: string | null;
  readonly cut: boolean;
  readonly evidence: number;
  readonly headerOrder: readonly string[] | null;
  readonly compactNames: boolean;
  readonly keys: ReadonlyMap<string, KeyOutline>;
  readonly told: ToldPatterns;

  constructor({ method, cut, evidence, compactNames, order, keys, told }: WrittenStrand, common: WrittenOutlines) {
    this.method = method;
    this.cut = cut;
    this.evidence = evidence;
    this.compactNames = compactNames;
    this.headerOrder = at(common.orders, order);
    const outlined = new Map<string, KeyOutline>();
    for (const place of keys) outlined.set(at(common.names, place), at(common.outlined, place));
    this.keys = outlined;
    this.told = told.length === 0 ? NOTHING_TOLD : readTold(told, common.patterns);
  }
}

function readTold(written: readonly number[], patterns: readonly string[]): ToldPatterns {
  const told = new Map<string, number | null>();
  for (let index = 0; index < written.length; index += 2) {
    const literalBytes = at(written, index + 1);
    told.set(at(patterns, at(written, index)), literalBytes === NO_MATCH ? null : literalBytes);
  }
  return told;
}

/** What is known of a key, read once something of it is asked for: of most keys nothing is. */
class StoredKey implements KeyOutline {
  private readonly later: Later;
  private read: WrittenKey | null = null;
  private mask: Mask | null = null;

  constructor(later: Later) {
    this.later = later;
  }

  get mandatory(): boolean {
    return this.whole().mandatory;
  }

  get distinctValues(): number {
    const { distinct } = this.whole();
    return distinct === MANY ? Number.POSITIVE_INFINITY : distinct;
  }

  get onlyValue(): string | null {
    return this.whole().only;
  }

  get tokenised(): Mask {
    this.mask ??= this.maskNow();
    return this.mask;
  }

  private maskNow(): Mask {
    const { only, mask } = this.whole();
    if (only !== null) return maskOf([only]);
    if (mask === null || !(mask.columns instanceof Uint16Array)) throw new DamagedValue("a key without a mask");
    return new MaskWithClasses(mask);
  }

  private whole(): WrittenKey {
    this.read ??= this.later() as unknown as WrittenKey;
    return this.read;
  }
}

const OUTLINED_LATER: Aside = {
  instead: new Map(),
  itemsLater: new Map([["outlined", (later: Later) => new StoredKey(later)]]),
};

function at<Item>(items: readonly Item[], place: number): Item {
  if (place < 0 || place >= items.length) throw new DamagedValue("a strand has what is not there");
  return items[place] as Item;
}
