import { byCodeUnits } from "../../fingerprint/value-state.ts";
import { evidenceOfStrand } from "../evidence.ts";
import { SIGNATURE_KEY, type SignatureField } from "../signature.ts";
import type { ChosenView } from "./chosen-view.ts";
import type { Draft, KeyFacts } from "./draft.ts";
import { type MayChange, mayChange } from "./may-change.ts";
import type { Rival } from "./proposal-strand.ts";
import { costOf, type FieldKind, type Separator, SeparatorTest, strengthOf } from "./separators.ts";

/**
 * Those of the first tier are required first, others only where no earlier tier tells strands apart: values that each run
 * shows alike; that a key varies; which headers there are, and in what order; values that may change between runs; and the
 * method, which who runs a tool chooses.
 */
const TIERS = ["steady-field", "variation", "shape", "field", "method"] as const;
type Tier = (typeof TIERS)[number];

/** Something that may be required, with what it costs. */
export interface Option {
  readonly separator: Separator;
  readonly kind: FieldKind | Exclude<Separator["kind"], "field">;
  readonly tier: Tier;
  /** How little it is wanted among those of its tier. */
  readonly cost: number;
  readonly literalBytes: number;
  readonly mayChange: MayChange | null;
  /** Chosen strands that would be lost if it were required. */
  readonly loses: number;
}

/** Keys that only rivals have, which may be ruled out: those that most of them have. */
const MOST_ABSENT = 64;

/** Separators that are no fields: they say little of what the tool writes. */
const OTHERS: Readonly<Record<Exclude<Separator["kind"], "field">, { readonly tier: Tier; readonly cost: number }>> = {
  varies: { tier: "variation", cost: 7 },
  spelling: { tier: "shape", cost: 8 },
  order: { tier: "shape", cost: 9 },
  absent: { tier: "shape", cost: 10 },
  method: { tier: "method", cost: 11 },
};

/** All that could be required, the most wanted first; a chosen strand a step. */
export function* optionsOf(
  draft: Draft,
  chosen: readonly ChosenView[],
  rivals: readonly Rival[],
): Generator<void, Option[]> {
  const separators = separatorsOf(draft, rivals);
  const test = new SeparatorTest(draft.signature, separators);
  const lost = separators.map(() => 0);
  for (const { view } of chosen) {
    const evidence = evidenceOfStrand(view);
    for (const [place, separator] of separators.entries()) {
      if (!test.accepts(separator, evidence)) lost[place] = (lost[place] as number) + 1;
    }
    yield;
  }
  return separators
    .map((separator, place): Option => ({ separator, loses: lost[place] as number, ...wantedness(separator, draft) }))
    .sort(
      (a, b) =>
        compareTiers(a, b) ||
        a.cost - b.cost ||
        b.literalBytes - a.literalBytes ||
        byCodeUnits(nameOf(a.separator), nameOf(b.separator)),
    );
}

/** Below 0 where one is required before the other, whatever else they say. */
export function compareTiers(a: Option, b: Option): number {
  return TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier);
}

/** The tiers up to each, the first alone first. */
export function tiersInTurn(): (readonly Tier[])[] {
  return TIERS.map((_, index) => TIERS.slice(0, index + 1));
}

function wantedness(separator: Separator, { signature, facts }: Draft): Omit<Option, "separator" | "loses"> {
  if (separator.kind !== "field") {
    return { kind: separator.kind, ...OTHERS[separator.kind], literalBytes: 0, mayChange: null };
  }
  const field = signature.fields.find(({ key }) => key === separator.key) as SignatureField;
  const strength = strengthOf(field);
  const change = mayChange(field, facts.get(separator.key) as KeyFacts);
  return {
    kind: strength.kind,
    tier: change === null ? "steady-field" : "field",
    cost: costOf(separator.key, strength),
    literalBytes: strength.literalBytes,
    mayChange: change,
  };
}

function separatorsOf({ signature, keys }: Draft, rivals: readonly Rival[]): Separator[] {
  const { definition, fields } = signature;
  const foreign = new Map<string, number>();
  for (const { state } of rivals) {
    for (const key of state.keys.keys()) {
      if (!keys.has(key) && SIGNATURE_KEY.test(key)) foreign.set(key, (foreign.get(key) ?? 0) + 1);
    }
  }
  return [
    ...fields.map(({ key }) => ({ kind: "field", key }) as const),
    ...(definition.methods === null ? [] : [{ kind: "method" } as const]),
    ...(definition.compactNames ? [{ kind: "spelling" } as const] : []),
    ...(definition.headerOrders.length === 0 ? [] : [{ kind: "order" } as const]),
    ...definition.varies.map((key) => ({ kind: "varies", key }) as const),
    ...[...foreign]
      .sort(([a, x], [b, y]) => y - x || byCodeUnits(a, b))
      .slice(0, MOST_ABSENT)
      .map(([key]) => ({ kind: "absent", key }) as const),
  ];
}

/** The key a separator is about, or `:method`, `:compact` and `:order`. */
export function nameOf(separator: Separator): string {
  switch (separator.kind) {
    case "method":
      return ":method";
    case "spelling":
      return ":compact";
    case "order":
      return ":order";
    case "field":
    case "varies":
    case "absent":
      return separator.key;
  }
}
