import { countDistinct, mergeSketches } from "../fingerprint/distinct-sketch.ts";
import { gradeOf } from "../fingerprint/fingerprint.ts";
import { type FingerprintGroup, groupFingerprints } from "../fingerprint/fingerprint-groups.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { dayOf } from "../flow/source-state.ts";
import type { Verdict } from "../signature/verdict.ts";
import type { CountedFlow, CountedStrand } from "./counted-flow.ts";
import { type FingerprintUnit, unitKey } from "./fingerprint-units.ts";
import type { ReportGroup } from "./report.ts";
import { sixDigits } from "./time-text.ts";

/** The groups of all fingerprints, and the group of each strand. */
export interface ReportedGroups {
  /** Ascending by id. */
  readonly groups: readonly ReportGroup[];
  groupOf(strand: CountedStrand): string;
}

/** A group with what is reported of it, and how much its size counts beside its novelty. */
export interface RankedGroup {
  readonly group: FingerprintGroup<FingerprintUnit>;
  readonly report: ReportGroup;
  readonly extent: number;
}

/** Groups fingerprints for the report; see `rankGroups`. */
export function reportGroups(
  units: readonly FingerprintUnit[],
  likeness: ReadonlyMap<string, Verdict>,
): ReportedGroups {
  const ranked = rankGroups(units, likeness);
  return { groups: ranked.map(({ report }) => report), groupOf: groupFinder(ranked) };
}

/** Tells the id of the group that a strand's fingerprint is in. */
export function groupFinder(ranked: readonly RankedGroup[]): (strand: CountedStrand) => string {
  const idByUnit = new Map<string, string>();
  for (const { group, report } of ranked) {
    for (const { first } of group.members) idByUnit.set(unitKey(first), report.id);
  }
  return (strand) => {
    const id = idByUnit.get(unitKey(strand));
    if (id === undefined) throw new Error("every strand is in a group");
    return id;
  };
}

/**
 * Groups fingerprints and ranks the groups without a tool: what is least like anything known, from many packets, to
 * and from many places and on many days, comes first. Ascending by id.
 *
 * @param likeness what unnamed fingerprints are like, by id; one that is not in it was not compared
 */
export function rankGroups(
  units: readonly FingerprintUnit[],
  likeness: ReadonlyMap<string, Verdict>,
): readonly RankedGroup[] {
  const sized = groupFingerprints(units).map((group) => {
    const { head } = group;
    return sizeGroup(group, head.tool === null ? noveltyOf(verdictOf(head, likeness)) : null);
  });
  const unknown = sized.filter(({ report }) => report.tool === null).sort(byRank);
  const ranks = new Map(unknown.map(({ report }, index) => [report.id, index + 1]));
  return sized
    .map((one) => ({ ...one, report: { ...one.report, rank: ranks.get(one.report.id) ?? null } }))
    .sort((a, b) => byCodeUnits(a.report.id, b.report.id));
}

/** What is said of a fingerprint without a tool; null: it was not compared. */
export function verdictOf({ first, id }: FingerprintUnit, likeness: ReadonlyMap<string, Verdict>): Verdict | null {
  return first.identified ?? likeness.get(id) ?? null;
}

/** How far from everything known, 0 to 1; null where that was not computed or, of cut messages, cannot be. */
function noveltyOf(verdict: Verdict | null): number | null {
  switch (verdict?.kind) {
    case "near":
      return sixDigits(1 - (verdict.near[0]?.score ?? 0));
    case "unknown":
      return 1;
    // Known tools fit, only not one alone.
    case "tie":
    case "several":
      return 0;
    default:
      return null;
  }
}

function sizeGroup(group: FingerprintGroup<FingerprintUnit>, novelty: number | null): RankedGroup {
  const { head, members } = group;
  const sources = new Set(members.flatMap((member) => [...member.sources]));
  const flows = new Set(members.flatMap((member) => [...member.flows]));
  const days = new Set([...flows].flatMap(({ state }) => daysOf(state)));
  const sketch = [...head.state.destinations];
  for (const { state } of members) mergeSketches(sketch, state.destinations);
  const destinations = countDistinct(sketch);
  const packets = members.reduce((sum, { state }) => sum + state.packets, 0);
  const volume = Math.log2(1 + packets);
  const spread = Math.log2(1 + sources.size) + Math.log2(1 + destinations) + Math.log2(1 + days.size);
  const extent = volume * spread;
  return {
    group,
    extent,
    report: {
      id: head.tool === null ? head.id : `${head.tool}/${head.id}`,
      tool: head.tool,
      fingerprint: head.id,
      grade: gradeOf(head.state),
      members: members.map((member) => ({
        fingerprint: member.id,
        packets: member.state.packets,
        provisional: member !== head,
      })),
      packets,
      flows: flows.size,
      sources: sources.size,
      destinations,
      days: days.size,
      novelty,
      score: novelty === null ? null : sixDigits(novelty * extent),
      rank: null,
    },
  };
}

/** Those that were not compared come behind all that were. */
function byRank(a: RankedGroup, b: RankedGroup): number {
  const known = Number(b.report.score !== null) - Number(a.report.score !== null);
  const score = (b.report.score ?? 0) - (a.report.score ?? 0);
  return known || score || b.extent - a.extent || byCodeUnits(a.report.id, b.report.id);
}

/** UTC days of a flow. It pauses for less than a day, so it sent on each; with longer timeouts only the ends are sure. */
function daysOf({ firstNs, lastNs, packets }: CountedFlow["state"]): number[] {
  if (firstNs === null || lastNs === null) return [];
  const first = dayOf(firstNs);
  const last = dayOf(lastNs);
  if (last - first >= packets) return [first, last];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
