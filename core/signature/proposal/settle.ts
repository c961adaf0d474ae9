import { byCodeUnits } from "../../fingerprint/value-state.ts";
import { viewStrand } from "../../fingerprint/view-strand.ts";
import { identifyStrand } from "../match.ts";
import type { SignatureLibrary } from "../signature.ts";
import type { Verdict } from "../verdict.ts";
import type { ChosenView } from "./chosen-view.ts";
import { nameOf, type Option } from "./options.ts";
import type { Ambiguity, NearMiss, Unclaimed } from "./proposal.ts";
import type { ChosenStrand, Rival } from "./proposal-strand.ts";
import { keepsOut, type RivalGroup } from "./rival-rows.ts";
import { placesOf, setOf } from "./smallest-cover.ts";

/** Most ids that are listed of rivals that cannot be told apart. */
const MOST_IDS = 5;

/** Most near misses. */
const MOST_NEAR = 5;

/** The signatures a verdict names, ascending: one, those that tie, or those of several tools. */
export function namedSignatures(verdict: Verdict | null): readonly string[] {
  if (verdict?.kind === "match") return [verdict.match.signature.id];
  if (verdict?.kind !== "tie" && verdict?.kind !== "several") return [];
  return verdict.matches.map(({ signature }) => signature.id).sort(byCodeUnits);
}

/**
 * Rivals that what is required does not keep out: those that the signature claims, by what would keep them out, and the
 * number of those that keep the name another signature gives them. A rival a step.
 */
export function* ambiguities(
  groups: readonly RivalGroup[],
  required: readonly number[],
  options: readonly Option[],
  library: SignatureLibrary,
  id: string,
): Generator<void, { readonly ambiguous: readonly Ambiguity[]; readonly outranked: number }> {
  const found = new Map<string, { ids: string[]; readonly exampleOf: string | null; readonly group: RivalGroup }>();
  let outranked = 0;
  for (const group of groups) {
    if (keepsOut(group, setOf(required))) continue;
    for (const rival of group.rivals) {
      yield;
      if (!isClaimed(rival, library, id)) {
        outranked += 1;
        continue;
      }
      const name = `${group.rows.join(",")} ${rival.exampleOf ?? ""}`;
      const known = found.get(name);
      if (known === undefined) found.set(name, { ids: [rival.id], exampleOf: rival.exampleOf, group });
      else known.ids.push(rival.id);
    }
  }
  const ambiguous = [...found.values()]
    .map(({ ids, exampleOf, group }) => ({
      ids: ids.sort(byCodeUnits).slice(0, MOST_IDS),
      count: ids.length,
      exampleOf,
      wouldTake: options
        .filter((_, place) => keepsOut(group, setOf([place])))
        .map(({ separator, loses }) => ({ key: nameOf(separator), loses }))
        .sort((a, b) => a.loses - b.loses || byCodeUnits(a.key, b.key)),
    }))
    .sort((a, b) => byCodeUnits(a.ids[0] as string, b.ids[0] as string));
  return { ambiguous, outranked };
}

/** Whether a signature names a rival, alone or among others. */
export function isClaimed({ state }: Rival, library: SignatureLibrary, id: string): boolean {
  return namedSignatures(identifyStrand(viewStrand(state), library)).includes(id);
}

/** The rivals that least of what is required keeps out, one for each way to differ. */
export function nearMissesOf(
  groups: readonly RivalGroup[],
  required: readonly number[],
  options: readonly Option[],
): NearMiss[] {
  const wanted = setOf(required);
  const found = groups
    .filter((group) => keepsOut(group, wanted))
    .flatMap((group) => {
      const least = group.rows.map((row) => placesOf(row & wanted)).reduce((a, b) => (b.length < a.length ? b : a));
      const alike = Math.min(...group.rows.map((row) => placesOf(row).length));
      const [first] = [...group.rivals].sort(inOrder);
      const differs = least.map((place) => nameOf((options[place] as Option).separator)).sort(byCodeUnits);
      return [{ rival: first as Rival, differs, alike }];
    });
  return found
    .sort((a, b) => a.differs.length - b.differs.length || a.alike - b.alike || inOrder(a.rival, b.rival))
    .slice(0, MOST_NEAR)
    .map(({ rival, differs }) => ({ rival, differs }));
}

function inOrder(a: Rival, b: Rival): number {
  return byCodeUnits(a.id, b.id);
}

/** The chosen strands that the signature does not name, ascending; a strand a step. */
export function* unclaimedOf(
  all: readonly ChosenStrand[],
  whole: readonly ChosenView[],
  library: SignatureLibrary,
  id: string,
): Generator<void, Unclaimed[]> {
  const unclaimed = all
    .filter(({ state }) => state.cutPackets > 0)
    .map((strand): Unclaimed => ({ id: strand.id, because: "cut", by: [] }));
  for (const strand of whole) {
    yield;
    const verdict = identifyStrand(strand.view, library);
    const named = namedSignatures(verdict);
    if (verdict?.kind === "match" && named.includes(id)) continue;
    const because =
      verdict === null || verdict.kind === "near" || verdict.kind === "unknown" ? "no-match" : verdict.kind;
    unclaimed.push({ id: strand.id, because, by: named.filter((other) => other !== id) });
  }
  return unclaimed.sort((a, b) => byCodeUnits(a.id, b.id));
}
