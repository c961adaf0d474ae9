import type { Preset } from "../flow/preset.ts";
import { compareAddresses } from "../net/address-value.ts";
import { bySoftware, type CampaignSource } from "./campaign-source.ts";
import { areOneDaySources, burstsOf, expectedFullDays, mostExpectedBursts } from "./chance.ts";
import { chooseClusters } from "./condensed-tree.ts";
import type { CoveredDays } from "./covered-days.ts";
import { vectorsOfDays } from "./day-vectors.ts";
import { mergeTree } from "./merge-tree.ts";
import { nearCore } from "./near-core.ts";
import { spanningTree } from "./spanning-tree.ts";
import type { Steps } from "./steps.ts";

/** How campaigns are found (spec section 7). */
export interface CampaignRules {
  /** `paper`: one clustering of all sources. `default`: one within each software, and what chance explains is left out. */
  readonly preset: Preset;
  /** Fewer sources are no campaign. */
  readonly minClusterSize: number;
  /** Sources within a core distance. */
  readonly minSamples: number;
  /** Whether a source is one of these itself, as in scikit-learn and R; the older hdbscan library did not count it. */
  readonly countsItself: boolean;
  /** Whether a cluster of one-day sources keeps only those of the same software that started together; else it is marked. */
  readonly chanceGuard: boolean;
}

/** The rules of a preset. `countsItself`: see `CampaignRules`. */
export function presetRules(preset: Preset, countsItself = true): CampaignRules {
  return { preset, minClusterSize: 5, minSamples: 5, countsItself, chanceGuard: preset === "default" };
}

/** Sources that act together. */
export interface FoundCampaign {
  /** Ascending by address. */
  readonly members: readonly CampaignSource[];
  /** Sources of one day, of which no five with the same software started within one hour: chance gives such clusters. */
  readonly byChance: boolean;
}

/** What was found. */
export interface FoundCampaigns {
  /** Ascending by their lowest address. */
  readonly campaigns: readonly FoundCampaign[];
  /** Sources of clusters that are always active, which are no campaigns. */
  readonly alwaysActive: number;
  /** Chance clusters to expect: under the paper preset as many, under the default preset, behind the guard, at most. */
  readonly expectedByChance: number;
}

/** From this share of the covered days on a source is always active. */
const ALWAYS = 0.9;

/** Finds the campaigns. Neither the order of the sources nor that of their days changes anything. */
export function* findCampaigns(
  sources: readonly CampaignSource[],
  covered: CoveredDays,
  rules: CampaignRules,
): Steps<FoundCampaigns> {
  const groups = rules.preset === "paper" ? [sources] : bySoftware(sources);
  const clusters: CampaignSource[][] = [];
  for (const group of groups) clusters.push(...(yield* clustersOf(group, rules)));
  const isAlways = (cluster: readonly CampaignSource[]) => isAlwaysActive(cluster, covered.count);
  const kept = clusters.filter((cluster) => !isAlways(cluster));
  const { chanceGuard, minClusterSize } = rules;
  const campaigns = chanceGuard
    ? kept.flatMap(guardAgainstChance).filter(({ members }) => members.length >= minClusterSize)
    : kept.map(markChance);
  const expected = chanceGuard ? mostExpectedBursts : expectedFullDays;
  const oneDaySources = (group: readonly CampaignSource[]) => group.filter(({ days }) => days.length === 1).length;
  const ascending = [...campaigns]
    .map(({ members, byChance }) => ({
      members: [...members].sort((a, b) => compareAddresses(a.address, b.address)),
      byChance,
    }))
    .sort((a, b) => compareAddresses(lowest(a), lowest(b)));
  return {
    campaigns: ascending,
    alwaysActive: clusters.filter(isAlways).reduce((sum, { length }) => sum + length, 0),
    expectedByChance: sum(groups.map((group) => expected(oneDaySources(group), covered.count))),
  };
}

/** Clusters of sources that are clustered together. */
function* clustersOf(
  group: readonly CampaignSource[],
  { preset, minClusterSize, minSamples, countsItself }: CampaignRules,
): Steps<CampaignSource[][]> {
  const vectors = vectorsOfDays(group.map(({ days }) => days));
  const tree = yield* spanningTree(vectors, countsItself ? minSamples : minSamples + 1);
  const root = mergeTree(vectors, tree);
  if (root === undefined) return [];
  const chosen = chooseClusters(root, { minClusterSize, allowSingle: preset === "default" });
  const near = preset === "paper" ? chosen : chosen.map((cluster) => nearCore(vectors, tree.cores, cluster));
  return near
    .map((cluster) => cluster.flatMap((vector) => vectors.sources[vector] as readonly number[]))
    .filter(({ length }) => length >= minClusterSize)
    .map((cluster) => cluster.map((index) => group[index] as CampaignSource));
}

function isAlwaysActive(cluster: readonly CampaignSource[], coveredDays: number): boolean {
  const active = cluster.map(({ days }) => days.length).sort((a, b) => a - b);
  const low = active[(active.length - 1) >>> 1] as number;
  const high = active[active.length >>> 1] as number;
  return (low + high) / 2 >= ALWAYS * coveredDays;
}

function markChance(members: readonly CampaignSource[]): FoundCampaign {
  return { members, byChance: areOneDaySources(members) && burstsOf(members).length === 0 };
}

function guardAgainstChance(members: readonly CampaignSource[]): FoundCampaign[] {
  const kept = areOneDaySources(members) ? burstsOf(members) : [members];
  return kept.map((burst) => ({ members: burst, byChance: false }));
}

function lowest({ members }: FoundCampaign): CampaignSource["address"] {
  return (members[0] as CampaignSource).address;
}

/** Ascending, so that the order of the groups does not matter. */
function sum(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b).reduce((total, value) => total + value, 0);
}
