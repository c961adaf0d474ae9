import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CampaignSource } from "../../core/campaign/campaign-source.ts";
import { type FoundCampaign, findCampaigns, presetRules } from "../../core/campaign/find-campaigns.ts";
import { finish } from "../../core/campaign/steps.ts";
import { plainClusters } from "./plain-clusters.ts";
import { type PlantedCase, plantCampaigns } from "./planted.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

/** How well planted campaigns were found. */
interface Findings {
  planted: number;
  /** Found with exactly their members. */
  whole: number;
  /** Found with a Jaccard index of 0.8 at least. */
  nearly: number;
  /** Campaigns with hosts of two planted ones. */
  mixed: number;
  /** Campaigns without a host of a planted one, that are not marked as chance. */
  invented: number;
  /** Those that are. */
  marked: number;
}

function judge({ campaigns }: PlantedCase, found: readonly FoundCampaign[], findings: Findings): void {
  const sets = found.map(({ members }) => new Set(members.map(({ address }) => address as number)));
  for (const planted of campaigns) {
    const best = Math.max(0, ...sets.map((set) => jaccard(planted, set)));
    findings.planted += 1;
    findings.whole += Number(best === 1);
    findings.nearly += Number(best >= 0.8);
  }
  for (const [index, set] of sets.entries()) {
    const touched = campaigns.filter((planted) => [...planted].some((host) => set.has(host))).length;
    findings.mixed += Number(touched > 1);
    const isMarked = (found[index] as FoundCampaign).byChance;
    findings.invented += Number(touched === 0 && !isMarked);
    findings.marked += Number(touched === 0 && isMarked);
  }
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const shared = [...a].filter((one) => b.has(one)).length;
  return shared / (a.size + b.size - shared);
}

function findPlanted(missed: number, preset: "default" | "paper"): Findings {
  const findings: Findings = { planted: 0, whole: 0, nearly: 0, mixed: 0, invented: 0, marked: 0 };
  for (const seed of SEEDS) {
    const planted = plantCampaigns(seed, missed);
    judge(planted, finish(findCampaigns(planted.sources, planted.covered, presetRules(preset))).campaigns, findings);
  }
  return findings;
}

describe("planted campaigns, 20 cases of 60 to 500 days", () => {
  test("without missed days", () => {
    const { planted, whole, mixed, invented } = findPlanted(0, "default");
    expect(planted).toBeGreaterThan(200);
    expect(whole / planted).toBeGreaterThanOrEqual(0.99);
    expect({ mixed, invented }).toEqual({ mixed: 0, invented: 0 });
  });

  test("with 5 % of their days missed", () => {
    const { planted, whole, nearly, mixed, invented } = findPlanted(0.05, "default");
    expect(whole / planted).toBeGreaterThanOrEqual(0.85);
    expect(nearly / planted).toBeGreaterThanOrEqual(0.92);
    expect({ mixed, invented }).toEqual({ mixed: 0, invented: 0 });
  });

  test("under the paper preset chance clusters are there and marked", () => {
    const { whole, planted, invented, marked } = findPlanted(0, "paper");
    expect(whole / planted).toBeGreaterThan(0.9);
    expect(invented).toBe(0);
    expect(marked).toBeGreaterThan(60);
  });
});

test.each([
  [1, true],
  [2, true],
  [3, false],
])(
  "the paper preset is HDBSCAN by its definition over all sources, case %i, counting itself: %s",
  (seed, countsItself) => {
    const { sources, covered } = plantCampaigns(seed, 0.05);
    const few = sources.slice(0, 250);
    const neighbours = countsItself ? 5 : 6;
    const rules = { neighbours, minClusterSize: 5, allowSingle: false };
    const clusters = plainClusters(
      few.map(({ days }) => days),
      rules,
    );
    const isAlways = (cluster: readonly number[]) => {
      const active = cluster.map((index) => (few[index] as CampaignSource).days.length).sort((a, b) => a - b);
      const middle = active.slice(Math.ceil(active.length / 2) - 1, Math.floor(active.length / 2) + 1);
      return middle.reduce((sum, days) => sum + days, 0) / middle.length >= 0.9 * covered.count;
    };
    const expected = clusters
      .filter((cluster) => !isAlways(cluster))
      .map((cluster) => cluster.map((index) => (few[index] as CampaignSource).address as number).sort((a, b) => a - b))
      .sort((a, b) => (a[0] as number) - (b[0] as number));
    const found = finish(findCampaigns(few, covered, presetRules("paper", countsItself)));
    expect(found.campaigns.map(({ members }) => members.map(({ address }) => address))).toEqual(expected);
    expect(found.alwaysActive).toBe(clusters.filter(isAlways).flat().length);
  },
);

test.each(["default", "paper"] as const)("the order of the sources changes nothing, preset %s", (preset) => {
  const { sources, covered } = plantCampaigns(7, 0.05);
  const rules = presetRules(preset);
  const found = finish(findCampaigns(sources, covered, rules));
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...sources], { minLength: sources.length, maxLength: sources.length }),
      (moved) => {
        expect(finish(findCampaigns(moved, covered, rules))).toEqual(found);
      },
    ),
    { numRuns: 10 },
  );
});
