import { bySoftware, type CampaignSource } from "./campaign-source.ts";
import { incompleteBeta } from "./incomplete-beta.ts";

/** Sources that must have started within an hour of each other. */
const BURST_SOURCES = 5;
const HOUR_NS = 3_600_000_000_000n;
const HOURS_A_DAY = 24;

/** Whether these are sources of one day: most of them. */
export function areOneDaySources(members: readonly CampaignSource[]): boolean {
  return members.filter(({ days }) => days.length === 1).length > members.length / 2;
}

/**
 * The bursts among sources: those of the same software of which at least five started within one hour. Bursts that no
 * hour joins are apart, for nothing but the date says that they belong together.
 */
export function burstsOf(sources: readonly CampaignSource[]): CampaignSource[][] {
  return bySoftware(sources).flatMap(burstsOfSoftware);
}

function burstsOfSoftware(sources: readonly CampaignSource[]): CampaignSource[][] {
  const ordered = [...sources].sort((a, b) => (a.startNs < b.startNs ? -1 : Number(a.startNs > b.startNs)));
  const bursts: CampaignSource[][] = [];
  let end = -1;
  for (let first = 0; first + BURST_SOURCES <= ordered.length; first++) {
    const { startNs } = ordered[first] as CampaignSource;
    let last = first;
    while (last + 1 < ordered.length && (ordered[last + 1] as CampaignSource).startNs - startNs <= HOUR_NS) last++;
    if (last - first + 1 < BURST_SOURCES) continue;
    const burst = first <= end ? bursts.at(-1) : undefined;
    if (burst === undefined) bursts.push(ordered.slice(first, last + 1));
    else burst.push(...ordered.slice(end + 1, last + 1));
    end = last;
  }
  return bursts;
}

/**
 * How many days chance alone gives five one-day sources or more, were each active on any covered day: so many chance
 * clusters are expected of clustering by days. The sources of a day are distributed binomially.
 */
export function expectedFullDays(oneDaySources: number, coveredDays: number): number {
  if (oneDaySources < BURST_SOURCES || coveredDays === 0) return 0;
  const tail = incompleteBeta(1 / coveredDays, BURST_SOURCES, oneDaySources - BURST_SOURCES + 1);
  return coveredDays * tail;
}

/**
 * The most chance clusters to expect behind the guard, were each source of the same software active at any time covered:
 * as many as there are sets of five that start within one hour of one day, and never more than full days.
 */
export function mostExpectedBursts(oneDaySources: number, coveredDays: number): number {
  if (oneDaySources < BURST_SOURCES || coveredDays === 0) return 0;
  const hour = 1 / HOURS_A_DAY;
  // Five times in a unit of time span no more than h with chance 5 h^4 - 4 h^5.
  const withinAnHour = BURST_SOURCES * hour ** (BURST_SOURCES - 1) - (BURST_SOURCES - 1) * hour ** BURST_SOURCES;
  let sets = 1;
  for (let taken = 0; taken < BURST_SOURCES; taken++) sets *= (oneDaySources - taken) / (taken + 1);
  const bursts = (sets * withinAnHour) / coveredDays ** (BURST_SOURCES - 1);
  return Math.min(bursts, expectedFullDays(oneDaySources, coveredDays));
}
