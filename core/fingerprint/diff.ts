import { type Marks, markDifferences, markUnfit } from "./align-values.ts";
import { type DiffSide, type DiffValue, diffValue, type Unvalued, unitsOfText } from "./diff-side.ts";
import { diffOrders, type OrderDiff } from "./order-diff.ts";
import { byCodeUnits } from "./value-state.ts";

/** Stands for whether header names have one letter. */
export const SPELLING_KEY = ":compact";

/**
 * How far sides agree in a key. `equal`: in all of it. `gaps`: but for the lengths and classes of gaps. `presence`: but
 * that some have it in every message, others in some. `value`: in constants, tokens or where the gaps are. `missing`:
 * some have it, others do not.
 */
export type RowKind = "equal" | "gaps" | "presence" | "value" | "missing";

/** What a side has for the key of a row. */
export type DiffCell =
  | { readonly kind: "value"; readonly value: DiffValue; readonly marks: Marks }
  /** It has no such key. */
  | { readonly kind: "none" }
  /** Behind the cut of messages that the snap length cut. */
  | { readonly kind: "unknown" }
  /** A signature that does not speak of the key. */
  | { readonly kind: "unsaid" }
  /** A signature that knows the key with any value, or none whatever the value. */
  | { readonly kind: Unvalued };

/** One key of all sides. */
export interface DiffRow {
  readonly key: string;
  readonly kind: RowKind;
  /** One for each side, in their order. */
  readonly cells: readonly DiffCell[];
}

/** Sides laid side by side. */
export interface Diff {
  /** Method and request URI first, then in the order of the header fields, then by key. */
  readonly rows: readonly DiffRow[];
  readonly order: OrderDiff;
  /** Rows that are not equal, and one where the header order differs. */
  readonly differences: number;
}

/** Kinds of rows, the weightiest last. */
const KINDS: readonly RowKind[] = ["equal", "gaps", "presence", "value", "missing"];

/** What leaves more open stands higher: it is asked whether the other one fits. */
const OPENNESS = { packet: 0, fingerprint: 1, signature: 2 } as const;

/**
 * Compares two sides or more, each with each. A row differs, and a unit of a value is marked, where it does in one pair.
 * Sides of one kind have to be equal; of different kinds, the one has to fit what the other leaves open: a packet a
 * fingerprint, and both a signature. The order of the sides changes nothing but that of the cells.
 */
export function diffSides(sides: readonly DiffSide[]): Diff {
  const order = diffOrders(sides);
  const spelled = withSpelling(sides);
  const keys = new Set(spelled.flatMap(({ keys: own }) => [...own.keys()]));
  const rows = [...keys]
    .filter((key) => spelled.some(({ keys: own }) => own.has(key) && own.get(key) !== "forbidden"))
    .map((key) => diffKey(key, spelled));
  const differing = rows.filter(({ kind }) => kind !== "equal").length;
  return { rows: inReadingOrder(rows, order), order, differences: differing + (order.differs ? 1 : 0) };
}

/** Where one side writes or asks for header names of one letter, that is a row of its own. */
function withSpelling(sides: readonly DiffSide[]): readonly DiffSide[] {
  if (sides.every(({ compactNames }) => compactNames !== true)) return sides;
  return sides.map((side) => {
    if (side.compactNames === null) return side;
    const words = side.compactNames ? "one-letter header names" : "header names in full";
    return { ...side, keys: new Map([...side.keys, [SPELLING_KEY, diffValue(unitsOfText(words), true)]]) };
  });
}

function diffKey(key: string, sides: readonly DiffSide[]): DiffRow {
  let kind: RowKind = "equal";
  const marks = sides.map(({ keys }) => {
    const own = keys.get(key);
    return new Uint8Array(typeof own === "object" ? own.units.length : 0);
  });
  for (const [i, a] of sides.entries()) {
    for (const [j, b] of sides.entries()) {
      if (i >= j) continue;
      const pair = diffPair(key, a, b);
      if (KINDS.indexOf(pair.kind) > KINDS.indexOf(kind)) kind = pair.kind;
      addMarks(marks[i] as Marks, pair.ofA);
      addMarks(marks[j] as Marks, pair.ofB);
    }
  }
  return { key, kind, cells: sides.map((side, index) => cellOf(key, side, marks[index] as Marks)) };
}

function cellOf(key: string, side: DiffSide, marks: Marks): DiffCell {
  const own = side.keys.get(key);
  if (typeof own === "object") return { kind: "value", value: own, marks };
  if (own !== undefined) return { kind: own };
  if (side.kind === "signature") return { kind: "unsaid" };
  return { kind: side.cut ? "unknown" : "none" };
}

/** What two sides differ in for one key. */
interface PairDiff {
  readonly kind: RowKind;
  /** Null: nothing is marked. */
  readonly ofA: Marks | null;
  readonly ofB: Marks | null;
}

function unmarked(kind: RowKind): PairDiff {
  return { kind, ofA: null, ofB: null };
}

function diffPair(key: string, a: DiffSide, b: DiffSide): PairDiff {
  if (OPENNESS[a.kind] < OPENNESS[b.kind]) {
    const { kind, ofA, ofB } = diffPair(key, b, a);
    return { kind, ofA: ofB, ofB: ofA };
  }
  const own = a.keys.get(key);
  const other = b.keys.get(key);
  if (a.kind === b.kind) return diffAlike(own, other, a, b);
  return diffFit(key, own, other, a, b);
}

/** Of two sides of one kind. */
function diffAlike(
  own: DiffValue | Unvalued | undefined,
  other: DiffValue | Unvalued | undefined,
  a: DiffSide,
  b: DiffSide,
): PairDiff {
  if (typeof own !== "object" || typeof other !== "object") {
    const isUnknown = (own === undefined && a.cut) || (other === undefined && b.cut);
    return unmarked(own === other || isUnknown ? "equal" : "missing");
  }
  if (own.text === other.text) {
    return unmarked(own.always === other.always && own.mustVary === other.mustVary ? "equal" : "presence");
  }
  const [ofA, ofB] = markDifferences(own.units, own.text, other.units, other.text);
  return { kind: haveSameConstants(own, other) ? "gaps" : "value", ofA, ofB };
}

/** Whether `b`, a packet or the messages of a fingerprint, fits `a`, which leaves more open. */
function diffFit(
  key: string,
  own: DiffValue | Unvalued | undefined,
  other: DiffValue | Unvalued | undefined,
  a: DiffSide,
  b: DiffSide,
): PairDiff {
  if (other === undefined) {
    if (b.cut || own === undefined || own === "forbidden") return unmarked("equal");
    const mayLack = a.kind === "fingerprint" && typeof own === "object" && !own.always;
    return unmarked(mayLack ? "equal" : "missing");
  }
  if (own === undefined) {
    // A signature need not speak of method, URI and spelling; what lies behind a cut is not known.
    return unmarked(a.cut || (key.startsWith(":") && a.kind === "signature") ? "equal" : "missing");
  }
  if (own === "any") return unmarked(typeof other === "object" && !other.always ? "missing" : "equal");
  if (own === "forbidden" || typeof other !== "object") return unmarked("missing");
  const isAccepted = key === SPELLING_KEY || b.view === null ? undefined : a.accepts?.(key, b.view);
  if (isAccepted === true || own.text === other.text) return unmarked("equal");
  const [ofA, ofB] = markUnfit(own.units, other.units);
  const isMarked = ofA.includes(1) || ofB.includes(1);
  if (isAccepted === undefined && !isMarked) return unmarked("equal");
  if (isMarked) return { kind: "value", ofA, ofB };
  // The words fit, so it is the whole that does not: the key should vary, or is missing in some messages.
  return { kind: other.always ? "value" : "missing", ofA: ofA.fill(1), ofB: ofB.fill(1) };
}

/** Equal but for the lengths and classes of gaps. */
function haveSameConstants(a: DiffValue, b: DiffValue): boolean {
  if (a.units.length !== b.units.length) return false;
  return a.units.every((unit, index) => {
    const other = b.units[index];
    return typeof unit === "object" ? typeof other === "object" : unit === other;
  });
}

function addMarks(marks: Marks, more: Marks | null): void {
  for (const [index, mark] of (more ?? []).entries()) if (mark === 1) marks[index] = 1;
}

/** By the mean of the places a key has where its side has an order. */
function inReadingOrder(rows: readonly DiffRow[], { orders }: OrderDiff): DiffRow[] {
  const known = orders.flatMap((order) => (order === null ? [] : [new Map(order.map((name, at) => [name, at]))]));
  const placeOf = (key: string): number => {
    if (key.startsWith(":")) return key === ":method" ? -3 : key === ":uri" ? -2 : -1;
    const places = known.flatMap((order) => order.get(key) ?? []);
    if (places.length === 0) return Number.POSITIVE_INFINITY;
    return places.sort((a, b) => a - b).reduce((sum, place) => sum + place, 0) / places.length;
  };
  const places = new Map(rows.map(({ key }) => [key, placeOf(key)]));
  const compare = (a: string, b: string) => {
    const ofA = places.get(a) as number;
    const ofB = places.get(b) as number;
    return ofA === ofB ? byCodeUnits(a, b) : ofA - ofB;
  };
  return [...rows].sort((a, b) => compare(a.key, b.key));
}
