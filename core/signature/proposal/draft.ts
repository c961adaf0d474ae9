import { headerOrderOf } from "../../fingerprint/fingerprint.ts";
import { byCodeUnits, distinctValues } from "../../fingerprint/value-state.ts";
import { viewStrand } from "../../fingerprint/view-strand.ts";
import { type CompiledSignature, compileLibrary, SIGNATURE_KEY, type SignatureDefinition } from "../signature.ts";
import { patternAcrossRuns } from "./across-runs.ts";
import { type ChosenView, keyOfAll } from "./chosen-view.ts";
import type { ChosenStrand, SignatureName } from "./proposal-strand.ts";

/** What is known of one key of the chosen strands. */
export interface KeyFacts {
  /** Messages that have it and are no retransmissions. */
  readonly pieces: number;
  /** Exact up to 8, Infinity for "many". */
  readonly distinctValues: number;
  /** Flows in which it was seen. */
  readonly runs: number;
  /** Whether what each run shows could have been told by the others; null: there is one run only. */
  readonly foretold: boolean | null;
}

/** Everything a new signature could ask for: nothing is required yet, nothing ruled out. */
export interface Draft {
  readonly signature: CompiledSignature;
  /** Of each key of its fields. */
  readonly facts: ReadonlyMap<string, KeyFacts>;
  /** Of the messages altogether. */
  readonly whole: KeyFacts;
  /** Every key that some message has. */
  readonly keys: ReadonlySet<string>;
}

/** Most header orders a signature lists. */
const MOST_ORDERS = 16;
/** From here on a key that varies shows two values (spec section 5). */
const PIECES_TO_VARY = 5;

/** The chosen strands that a signature can claim, ascending by id; of cut ones nothing more than what is compatible is said. */
export function wholeStrands(chosen: readonly ChosenStrand[]): ChosenView[] {
  return chosen
    .filter(({ state }) => state.cutPackets === 0)
    .sort((a, b) => byCodeUnits(a.id, b.id))
    .map((strand) => ({ ...strand, view: viewStrand(strand.state) }));
}

/** What the chosen strands have in common, a key a step; at least one strand. Null where no field has a pattern. */
export function* draftOf(
  chosen: readonly ChosenView[],
  name: SignatureName,
  lineage: SignatureLineage,
): Generator<void, Draft | null> {
  const fields: Record<string, string | null> = {};
  const facts = new Map<string, KeyFacts>();
  const keys = new Set(chosen.flatMap(({ state }) => [...state.keys.keys()]));
  for (const key of [...keys].sort(byCodeUnits)) {
    if (!SIGNATURE_KEY.test(key)) continue;
    const holders = chosen.filter(({ state }) => state.keys.get(key)?.packets === state.packets);
    // In some messages of each strand: it is there at times, and nothing is said of its value.
    if (holders.length === 0) continue;
    const { text, foretold } = patternAcrossRuns(key, holders);
    fields[key] = text;
    facts.set(key, {
      pieces: holders.reduce((sum, { view }) => sum + view.evidence, 0),
      distinctValues: distinctValues(keyOfAll(key, holders).tokenised),
      runs: new Set(holders.map(({ run }) => run)).size,
      foretold,
    });
    yield;
  }
  const definition: SignatureDefinition = {
    id: name.id,
    tool: name.tool,
    family: name.family ?? lineage.family ?? name.tool.name,
    variant: name.variant,
    methodVariants: {},
    parent: lineage.parent,
    certainty: "medium",
    references: name.references,
    notes: "",
    methods: methodsOf(chosen),
    fields,
    required: Object.keys(fields).slice(0, 1),
    absent: [],
    varies: [...facts.keys()].filter((key) => variesInAll(key, chosen)),
    headerOrders: ordersOf(chosen),
    orderRequired: false,
    compactNames: chosen.every(({ view }) => view.compactNames),
    hints: { strategy: null, sourcePort: null },
    examples: { positive: [], negative: [] },
  };
  const compiled = compileLibrary([definition]);
  if (!compiled.ok) return null;
  const [signature] = compiled.library.signatures;
  const whole = {
    pieces: chosen.reduce((sum, { view }) => sum + view.evidence, 0),
    distinctValues: 1,
    runs: new Set(chosen.map(({ run }) => run)).size,
    foretold: null,
  };
  return { signature: signature as CompiledSignature, facts, whole, keys };
}

/** Where a new signature comes from. */
export interface SignatureLineage {
  /** Signature it is derived from. */
  readonly parent: string | null;
  /** Family of the nearest known signature, where that is certain. */
  readonly family: string | null;
}

/** Null where the messages of a strand have several. */
function methodsOf(chosen: readonly ChosenView[]): string[] | null {
  const methods = chosen.map(({ state }) => state.method);
  const known = methods.filter((method) => method !== null);
  return known.length < methods.length ? null : [...new Set(known)].sort(byCodeUnits);
}

function ordersOf(chosen: readonly ChosenView[]): SignatureDefinition["headerOrders"] {
  const orders = new Map<string, readonly string[]>();
  for (const { state } of chosen) {
    const order = headerOrderOf(state);
    if (order === null || order.length === 0 || !order.every((key) => SIGNATURE_KEY.test(key))) continue;
    orders.set(order.join(","), order);
  }
  return [...orders]
    .sort(([a], [b]) => byCodeUnits(a, b))
    .slice(0, MOST_ORDERS)
    .map(([, keys], index) => ({ name: `seen-${index + 1}`, keys }));
}

/** Every chosen strand that could show two values does, and one could. */
function variesInAll(key: string, chosen: readonly ChosenView[]): boolean {
  const telling = chosen.filter(({ view }) => view.evidence >= PIECES_TO_VARY);
  return telling.length > 0 && telling.every(({ view }) => (view.keys.get(key)?.distinctValues ?? 0) > 1);
}
