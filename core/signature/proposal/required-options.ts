import { byCodeUnits } from "../../fingerprint/value-state.ts";
import type { SignatureDefinition } from "../signature.ts";
import { saysTooLittle } from "../soundness.ts";
import { compareTiers, type Option, tiersInTurn } from "./options.ts";
import type { Rival } from "./proposal-strand.ts";
import { countRivals, keepsOut, type RivalGroup } from "./rival-rows.ts";
import { type ChoiceSet, setOf, smallestCover } from "./smallest-cover.ts";

/** A field that all chosen strands have. */
export function isRequirableField({ separator, loses }: Option): boolean {
  return separator.kind === "field" && loses === 0;
}

/**
 * Places of the options to require, ascending: what keeps out every rival that would be claimed, by the steadiest that
 * does, a rival a step. A rival of which another signature says more keeps that name, and nothing is asked for because of it.
 *
 * @param definition what the signature says when nothing is required
 * @param claimedBy tells of rivals whether they are named when some options are required
 */
export function* requiredOptions(
  options: readonly Option[],
  groups: readonly RivalGroup[],
  definition: SignatureDefinition,
  claimedBy: (places: readonly number[]) => (rival: Rival) => boolean,
): Generator<void, number[]> {
  const tiers = tiersInTurn().map((tiers) =>
    setOf(options.flatMap(({ tier, loses }, place) => (loses === 0 && tiers.includes(tier) ? [place] : []))),
  );
  const steadiest = (row: ChoiceSet) => tiers.map((tier) => row & tier).find((choices) => choices !== 0n) ?? 0n;
  const joining = joiningFields(options, groups);
  const claimed = new Set<RivalGroup>();
  for (;;) {
    const rows = [...claimed].flatMap((group) => group.rows.map(steadiest));
    const places = saidEnough(smallestCover(rows, options), joining, options, definition);
    const isClaimed = claimedBy(places);
    const open = groups.filter((group) => !claimed.has(group) && !keepsOut(group, setOf(places)));
    const before = claimed.size;
    for (const group of open) if (yield* someIsClaimed(group, isClaimed)) claimed.add(group);
    if (claimed.size === before) return places;
  }
}

/** A rival a step. */
function* someIsClaimed({ rivals }: RivalGroup, isClaimed: (rival: Rival) => boolean): Generator<void, boolean> {
  for (const rival of rivals) {
    if (isClaimed(rival)) return true;
    yield;
  }
  return false;
}

/** Places of the fields that may be required, the steadiest first, of those the ones that keep out most rivals. */
function joiningFields(options: readonly Option[], groups: readonly RivalGroup[]): readonly number[] {
  return options
    .flatMap((option, place) => {
      if (!isRequirableField(option)) return [];
      return [{ option, place, excludes: countRivals(groups.filter((group) => keepsOut(group, setOf([place])))) }];
    })
    .sort((a, b) => compareTiers(a.option, b.option) || b.excludes - a.excludes || a.place - b.place)
    .map(({ place }) => place);
}

/** With the first of the joining fields, where what is chosen is too little to name a tool by. */
function saidEnough(
  chosen: readonly number[],
  joining: readonly number[],
  options: readonly Option[],
  definition: SignatureDefinition,
): number[] {
  const places = new Set(chosen);
  for (const place of joining) {
    const asked = withRequired(
      definition,
      [...places].map((chosen) => options[chosen] as Option),
    );
    if (asked.required.length > 0 && !saysTooLittle(asked)) break;
    places.add(place);
  }
  return [...places].sort((a, b) => a - b);
}

/** The signature with these of its fields required. */
export function withRequired(definition: SignatureDefinition, options: readonly Option[]): SignatureDefinition {
  return { ...definition, required: keysAsked(options, "field") };
}

/** Keys about which options of one kind are, ascending. */
export function keysAsked(options: readonly Option[], kind: "field" | "varies" | "absent"): string[] {
  return options.flatMap(({ separator }) => (separator.kind === kind ? [separator.key] : [])).sort(byCodeUnits);
}
