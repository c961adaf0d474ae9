import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { Report, ReportSource } from "./report.ts";

/** What a source did in one case. */
export interface SourceSide {
  readonly packets: number;
  readonly flows: number;
  /** Ids of its tools, ascending. */
  readonly tools: readonly string[];
}

/** A source that only one of two cases has, or that has other tools in each. */
export interface ComparedSource {
  readonly id: string;
  /** Null: it is not in the earlier case. */
  readonly before: SourceSide | null;
  /** Null: it is not in the later case. */
  readonly after: SourceSide | null;
}

/** Sources gained, lost, and in both with other tools; those with most packets first. */
export interface SourceComparison {
  readonly gained: readonly ComparedSource[];
  readonly lost: readonly ComparedSource[];
  readonly changed: readonly ComparedSource[];
}

/** Compares the sources of an earlier report with those of a later one. */
export function compareSourcesOf(before: Report["sources"], after: Report["sources"]): SourceComparison {
  const earlier = new Map(before.map((source) => [source.address, source]));
  const later = new Map(after.map((source) => [source.address, source]));
  const pairs = [...new Set([...earlier.keys(), ...later.keys()])].map(
    (id): ComparedSource => ({ id, before: sideOf(earlier.get(id)), after: sideOf(later.get(id)) }),
  );
  const sorted = pairs.sort((a, b) => packetsOf(b) - packetsOf(a) || byCodeUnits(a.id, b.id));
  return {
    gained: sorted.filter((source) => source.before === null),
    lost: sorted.filter((source) => source.after === null),
    changed: sorted.filter((source) => source.before !== null && source.after !== null && hasOtherTools(source)),
  };
}

function sideOf(source: ReportSource | undefined): SourceSide | null {
  if (source === undefined) return null;
  const { packets, flows, tools } = source;
  return { packets, flows, tools: tools.map(({ tool }) => tool).sort(byCodeUnits) };
}

function packetsOf({ before, after }: ComparedSource): number {
  return (after ?? before)?.packets ?? 0;
}

function hasOtherTools({ before, after }: ComparedSource): boolean {
  return before?.tools.join(" ") !== after?.tools.join(" ");
}
