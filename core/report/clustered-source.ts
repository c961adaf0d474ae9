import type { CampaignSource } from "../campaign/campaign-source.ts";
import type { RatedFlow } from "../campaign/joint-rate.ts";
import type { CountedFlow, CountedStrand } from "./counted-flow.ts";
import type { JudgedSource } from "./judged-source.ts";
import { type Software, softwareOf } from "./source-software.ts";
import { formatTime } from "./time-text.ts";

/** Whether a source had one software in all periods it was seen in, and the family of what it had first. */
export interface KeptSoftware {
  readonly family: string | null;
  readonly kept: boolean;
}

/** A flow as far as campaigns go. */
export interface ClusteredFlow extends RatedFlow {
  /** Its scan strategy. */
  readonly strategy: string;
}

/** A source that takes part in the clustering, with what is said of campaigns: all but its destinations. */
export interface ClusteredSource extends CampaignSource {
  readonly runs: Software;
  readonly packets: number;
  /** Code of its country, where a table knows it. */
  readonly country: string | null;
  /** Flows that were looked into. */
  readonly flows: readonly ClusteredFlow[];
  /** Null where it was seen in one year, or month, only. */
  readonly overYears: KeptSoftware | null;
  readonly overMonths: KeptSoftware | null;
}

/** Characters of a time that tell the year, and the month. */
const YEAR_LENGTH = 4;
const MONTH_LENGTH = 7;

/** Null for a source of packets without a time, which has no days. `groupOf`: the group a strand's fingerprint is in. */
export function clusteredSource(
  { address, startNs, days, flows, located, packets }: JudgedSource,
  groupOf: (strand: CountedStrand) => string,
): ClusteredSource | null {
  const runs = softwareOf(flows, groupOf);
  if (startNs === null || runs === null) return null;
  return {
    address,
    startNs,
    days,
    software: runs.id,
    runs,
    packets,
    country: located.country?.code ?? null,
    flows: flows.map(({ state, report }) => ({
      firstNs: state.firstNs,
      lastNs: state.lastNs,
      packets: state.packets,
      strategy: report.strategy.class,
    })),
    overYears: keptSoftware(flows, YEAR_LENGTH, groupOf),
    overMonths: keptSoftware(flows, MONTH_LENGTH, groupOf),
  };
}

function keptSoftware(
  flows: readonly CountedFlow[],
  length: number,
  groupOf: (strand: CountedStrand) => string,
): KeptSoftware | null {
  const byPeriod = new Map<string, CountedFlow[]>();
  for (const flow of flows) {
    const period = formatTime(flow.state.firstNs)?.slice(0, length);
    if (period === undefined) continue;
    const same = byPeriod.get(period);
    if (same === undefined) byPeriod.set(period, [flow]);
    else same.push(flow);
  }
  if (byPeriod.size < 2) return null;
  const seen = [...byPeriod.keys()].sort().map((period) => softwareOf(byPeriod.get(period) as CountedFlow[], groupOf));
  const [first] = seen;
  return { family: first?.family ?? null, kept: seen.every((software) => software?.id === first?.id) };
}
