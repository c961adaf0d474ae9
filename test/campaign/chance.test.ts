import { expect, test } from "vitest";
import type { CampaignSource } from "../../core/campaign/campaign-source.ts";
import { burstsOf, expectedFullDays, mostExpectedBursts } from "../../core/campaign/chance.ts";
import { CoveredDays } from "../../core/campaign/covered-days.ts";
import { findCampaigns, presetRules } from "../../core/campaign/find-campaigns.ts";
import { finish } from "../../core/campaign/steps.ts";
import { Random } from "../generator/random.ts";

const MINUTE_NS = 60_000_000_000n;

/** Sources of one day that start at these minutes. */
function startingAt(minutes: readonly number[], software = "paper/1"): CampaignSource[] {
  return minutes.map((minute, index) => ({
    address: index + 1,
    days: [0],
    startNs: BigInt(minute) * MINUTE_NS,
    software,
  }));
}

test.each([
  ["five within an hour", [0, 10, 20, 30, 60], [5]],
  ["five in a little more", [0, 10, 20, 30, 61], []],
  ["four", [0, 1, 2, 3], []],
  ["one that is late", [0, 1, 2, 3, 4, 90], [5]],
  ["one that is early", [0, 90, 91, 92, 93, 94], [5]],
  ["a chain of hours", [0, 20, 40, 50, 60, 80, 100], [7]],
  ["two bursts far apart", [0, 1, 2, 3, 4, 600, 601, 602, 603, 604, 605], [5, 6]],
])("%s", (_name, minutes, sizes) => {
  const bursts = burstsOf(startingAt(minutes));
  expect(bursts.map(({ length }) => length)).toEqual(sizes);
  expect(burstsOf(startingAt(minutes).reverse())).toHaveLength(sizes.length);
});

test("software does not add up", () => {
  expect(burstsOf([...startingAt([0, 1, 2]), ...startingAt([3, 4, 5], "paper/4")])).toEqual([]);
});

/** Mean over rounds of what chance gives: one-day sources on any day at any time. */
function simulated(sources: number, days: number, rounds: number, count: (drawn: CampaignSource[]) => number): number {
  const random = new Random("chance");
  let total = 0;
  for (let round = 0; round < rounds; round++) {
    const drawn = Array.from({ length: sources }, (_, address) => {
      const minute = random.int(0, days * 1440 - 1);
      return { address, days: [Math.floor(minute / 1440)], startNs: BigInt(minute) * MINUTE_NS, software: "paper/1" };
    });
    total += count(drawn);
  }
  return total / rounds;
}

test.each([
  [40, 20],
  [100, 30],
  [200, 60],
])("%i one-day sources on %i days give as many full days as expected", (sources, days) => {
  const mean = simulated(sources, days, 1000, (drawn) => {
    const onDay = new Array<number>(days).fill(0);
    for (const { days: sent } of drawn) onDay[sent[0] as number] = (onDay[sent[0] as number] as number) + 1;
    return onDay.filter((count) => count >= 5).length;
  });
  const expected = expectedFullDays(sources, days);
  expect(Math.abs(mean - expected) / expected).toBeLessThan(0.1);
});

test("bursts are no more than expected at most", () => {
  const covered = new CoveredDays([[0, 1]]);
  const mean = simulated(30, 2, 2000, (drawn) => {
    return finish(findCampaigns(drawn, covered, presetRules("default"))).campaigns.length;
  });
  const most = mostExpectedBursts(30, 2);
  expect(mean).toBeGreaterThan(most / 4);
  expect(mean).toBeLessThan(most * 1.1);
});

test.each([
  [4, 10, 0],
  [5, 1, 1],
  [5, 10, 1e-4],
  [100, 0, 0],
])("%i one-day sources on %i days", (sources, days, expected) => {
  expect(expectedFullDays(sources, days)).toBeCloseTo(expected, 12);
});
