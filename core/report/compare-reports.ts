import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { Report, ReportFingerprint, ReportTool } from "./report.ts";

/** How much of something there is. */
export interface Amount {
  readonly packets: number;
  readonly flows: number;
  readonly sources: number;
}

/** A tool in two cases. */
export interface ComparedTool {
  readonly id: string;
  readonly name: string;
  /** Null: it is not in the earlier case. */
  readonly before: Amount | null;
  /** Null: it is not in the later case. */
  readonly after: Amount | null;
  /** Fingerprints of it that only the later case has. */
  readonly fingerprintsGained: number;
  /** Fingerprints of it that only the earlier case has. */
  readonly fingerprintsLost: number;
}

/** A fingerprint that only one of two cases has, or that has another tool in each. */
export interface ComparedFingerprint {
  readonly id: string;
  /** With the tool that signatures name, if any; null: it is not in the earlier case. */
  readonly before: (Amount & { readonly tool: string | null }) | null;
  /** Null: it is not in the later case. */
  readonly after: (Amount & { readonly tool: string | null }) | null;
}

/** What one case has that another has not. Lists begin with most packets in the case that has them. */
export interface CaseComparison {
  /** Rules of reading that are not the same in both: what differs may come from that. */
  readonly otherRules: readonly ComparedRule[];
  readonly tools: {
    readonly gained: readonly ComparedTool[];
    readonly lost: readonly ComparedTool[];
    /** In both, with other amounts or fingerprints. */
    readonly changed: readonly ComparedTool[];
    /** In both, with the same amounts and fingerprints. */
    readonly same: number;
  };
  readonly fingerprints: {
    readonly gained: readonly ComparedFingerprint[];
    readonly lost: readonly ComparedFingerprint[];
    /** In both, where signatures name another tool in each. */
    readonly renamed: readonly ComparedFingerprint[];
    /** In both, with the same tool. */
    readonly kept: number;
  };
  /** Addresses. */
  readonly sources: { readonly gained: number; readonly lost: number; readonly kept: number };
}

/** Rules that decide which packets and flows there are. */
const RULES = ["ports", "flowTimeoutSeconds", "tunnels", "preset"] as const;
export type ComparedRule = (typeof RULES)[number];

/** What is compared of a report. */
export type Compared = Pick<Report, "parameters" | "tools" | "fingerprints" | "sources">;

/** Compares an earlier report with a later one, both made with the same packs. */
export function compareReports(before: Compared, after: Compared): CaseComparison {
  const fingerprints = pairsOf(before.fingerprints, after.fingerprints, (fingerprint) => fingerprint.id);
  const compared = fingerprints.map(compareFingerprint);
  const gained = compared.filter((fingerprint) => fingerprint.before === null);
  const lost = compared.filter((fingerprint) => fingerprint.after === null);
  const both = compared.filter((fingerprint) => fingerprint.before !== null && fingerprint.after !== null);
  const renamed = both.filter((fingerprint) => fingerprint.before?.tool !== fingerprint.after?.tool);
  return {
    otherRules: RULES.filter((rule) => !isSame(before.parameters[rule], after.parameters[rule])),
    tools: compareTools(before.tools, after.tools, countByTool(gained), countByTool(lost)),
    fingerprints: {
      gained: gained.sort(mostPackets),
      lost: lost.sort(mostPackets),
      renamed: renamed.sort(mostPackets),
      kept: both.length - renamed.length,
    },
    sources: compareSources(before.sources, after.sources),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function compareTools(
  before: readonly ReportTool[],
  after: readonly ReportTool[],
  gained: ReadonlyMap<string, number>,
  lost: ReadonlyMap<string, number>,
): CaseComparison["tools"] {
  const compared = pairsOf(before, after, (tool) => tool.id).map(
    ({ id, before: one, after: other }): ComparedTool => ({
      id,
      name: (other ?? one)?.name ?? id,
      before: one && amountOf(one),
      after: other && amountOf(other),
      fingerprintsGained: gained.get(id) ?? 0,
      fingerprintsLost: lost.get(id) ?? 0,
    }),
  );
  const both = compared.filter((tool) => tool.before !== null && tool.after !== null);
  const changed = both.filter(hasChanged);
  return {
    gained: compared.filter((tool) => tool.before === null).sort(mostPackets),
    lost: compared.filter((tool) => tool.after === null).sort(mostPackets),
    changed: changed.sort(mostPackets),
    same: both.length - changed.length,
  };
}

function hasChanged({ before, after, fingerprintsGained, fingerprintsLost }: ComparedTool): boolean {
  const sameAmount =
    before?.packets === after?.packets && before?.flows === after?.flows && before?.sources === after?.sources;
  return !sameAmount || fingerprintsGained + fingerprintsLost > 0;
}

function compareFingerprint({ id, before, after }: Pair<ReportFingerprint>): ComparedFingerprint {
  const there = (one: ReportFingerprint | null) => one && { ...amountOf(one), tool: one.tool };
  return { id, before: there(before), after: there(after) };
}

function compareSources(before: Report["sources"], after: Report["sources"]): CaseComparison["sources"] {
  const earlier = new Set(before.map(({ address }) => address));
  const kept = after.filter(({ address }) => earlier.has(address)).length;
  return { gained: after.length - kept, lost: before.length - kept, kept };
}

/** Something of which each case may have one. */
interface Pair<Thing> {
  readonly id: string;
  readonly before: Thing | null;
  readonly after: Thing | null;
}

function pairsOf<Thing>(
  before: readonly Thing[],
  after: readonly Thing[],
  idOf: (thing: Thing) => string,
): Pair<Thing>[] {
  const [earlier, later] = [before, after].map((things) => new Map(things.map((thing) => [idOf(thing), thing])));
  const ids = [...new Set([...(earlier?.keys() ?? []), ...(later?.keys() ?? [])])].sort(byCodeUnits);
  return ids.map((id) => ({ id, before: earlier?.get(id) ?? null, after: later?.get(id) ?? null }));
}

function amountOf({ packets, flows, sources }: Amount): Amount {
  return { packets, flows, sources };
}

/** Number of fingerprints by their tool, unknown ones not counted. */
function countByTool(fingerprints: readonly ComparedFingerprint[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { before, after } of fingerprints) {
    const tool = (after ?? before)?.tool ?? null;
    if (tool !== null) counts.set(tool, (counts.get(tool) ?? 0) + 1);
  }
  return counts;
}

type Sides = { readonly id: string; readonly before: Amount | null; readonly after: Amount | null };

function mostPackets(one: Sides, other: Sides): number {
  const packets = ({ before, after }: Sides) => (after ?? before)?.packets ?? 0;
  return packets(other) - packets(one) || byCodeUnits(one.id, other.id);
}
