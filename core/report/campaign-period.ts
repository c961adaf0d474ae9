import { CoveredDays } from "../campaign/covered-days.ts";
import type { ClusteredSource } from "./clustered-source.ts";
import { earliest } from "./time-range.ts";

const DAY_NS = 86_400_000_000_000n;

/** First and last UTC day that count. */
export type CampaignPeriod = readonly [first: number, last: number];

/** The covered days of a period. */
export function coveredWithin(covered: CoveredDays, [first, last]: CampaignPeriod): CoveredDays {
  const spans = covered.spans.map(([from, to]) => [Math.max(from, first), Math.min(to, last)] as const);
  return new CoveredDays(spans.filter(([from, to]) => from <= to));
}

/** Whether something that lasted from one time to another lasts into a period; nothing without a time does. */
export function lastsInto(
  { firstNs, lastNs }: { readonly firstNs: bigint | null; readonly lastNs: bigint | null },
  [first, last]: CampaignPeriod,
): boolean {
  return firstNs !== null && lastNs !== null && lastNs >= BigInt(first) * DAY_NS && firstNs < BigInt(last + 1) * DAY_NS;
}

/**
 * The sources that sent within a period, with what they sent there: their flows that last into it. A source that sent
 * before it starts, for the chance guard, with its first flow in it; where none begins in it, it started before.
 */
export function sourcesWithin(sources: readonly ClusteredSource[], period: CampaignPeriod): ClusteredSource[] {
  const startOfPeriod = BigInt(period[0]) * DAY_NS;
  return sources.flatMap((source) => {
    const days = source.days.filter((day) => day >= period[0] && day <= period[1]);
    if (days.length === 0) return [];
    if (days.length === source.days.length) return [source];
    const flows = source.flows.filter((flow) => lastsInto(flow, period));
    const starts = flows.map(({ firstNs }) => (firstNs !== null && firstNs >= startOfPeriod ? firstNs : null));
    const startNs = earliest(starts) ?? source.startNs;
    return [{ ...source, days, flows, startNs, packets: flows.reduce((sum, { packets }) => sum + packets, 0) }];
  });
}
