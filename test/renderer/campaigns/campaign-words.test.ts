import { describe, expect, test } from "vitest";
import type { CampaignRow } from "../../../core/contract/campaigns.ts";
import { usualRules } from "../../../core/engine/case/campaign-settings.ts";
import { parseFilter } from "../../../core/query/parse-filter.ts";
import { FLOWS } from "../../../core/query/tables.ts";
import { bubbleSize, logTicks } from "../../../renderer/features/campaigns/bubble-drawing.ts";
import { sortCampaigns } from "../../../renderer/features/campaigns/campaign-order.ts";
import {
  countriesWords,
  dateOf,
  dayOf,
  findingWords,
  goneWords,
  membersFilter,
  newsWords,
  rhythmWords,
  traitsWords,
} from "../../../renderer/features/campaigns/campaign-words.ts";

const ROW: CampaignRow = {
  id: "c00000001",
  number: 1,
  name: null,
  pinned: false,
  changed: false,
  news: null,
  said: [],
  matching: null,
  countries: [],
  tool: "paper/1",
  group: null,
  purity: 1,
  sources: 7,
  packets: 4620,
  packetsPerSource: 660,
  ratePps: 0.3,
  destinations: 640,
  coverage: 0.8,
  overlap: 0.6,
  strategies: [["random", 42]],
  days: [[18267, 7]],
  runs: 1,
  recurring: false,
  periodic: false,
  meanGapDays: null,
  gapVariation: null,
  byChance: false,
};

test.each([
  ["one run", {}, "1 run"],
  ["recurring", { runs: 1200, recurring: true }, "recurring, 1\u202f200 runs"],
  ["periodic", { runs: 6, recurring: true, periodic: true, meanGapDays: 7 }, "every 7 days"],
  ["by chance", { byChance: true }, "by chance"],
] as const)("rhythm: %s", (_name, part, words) => {
  expect(rhythmWords({ ...ROW, ...part })).toBe(words);
});

test("what was found, with numbers that add up", () => {
  const rules = usualRules("default");
  const found = {
    kind: "found",
    rules,
    presetRules: rules,
    sources: 55,
    alwaysActive: 0,
    expectedByChance: 0.00123,
  } as const;
  const around = { covered: [], extent: null, telescopeAddresses: 0, located: false, inAll: 2, gone: [] };
  const list = { ...found, ...around, campaigns: [ROW, { ...ROW, id: "c00000002", number: 2, sources: 6 }] };
  expect(findingWords(list)).toBe(
    "13 of 55 sources in 2 campaigns. At most 0.0012 of the campaigns are expected by chance.",
  );
  expect(findingWords({ ...list, rules: usualRules("paper"), alwaysActive: 1 })).toMatch(
    /on 0\.0012 days; .* 1 source always active, in none\.$/,
  );
});

test("the filter over members is one of the language, and none where it is too long", () => {
  const filter = membersFilter(["192.0.2.1", "2001:db8::1"]);
  expect(filter).toBe("src in {192.0.2.1, 2001:db8::1}");
  expect(parseFilter(filter as string, FLOWS).ok).toBe(true);
  expect(membersFilter(Array.from({ length: 400 }, (_, index) => `10.20.${index >> 8}.${index & 255}`))).toBeNull();
});

describe("order", () => {
  const rows = [ROW, { ...ROW, number: 2, ratePps: null }, { ...ROW, number: 3, ratePps: 5 }, { ...ROW, number: 4 }];
  test.each([
    [false, [1, 4, 3, 2]],
    [true, [3, 1, 4, 2]],
  ])("by rate, descending %s: what is unknown comes last", (descending, ids) => {
    expect(sortCampaigns(rows, { sort: "rate", descending }).map(({ number }) => number)).toEqual(ids);
  });
});

test("dates, sizes and ticks", () => {
  expect(dateOf(18267)).toBe("2020-01-06");
  expect(bubbleSize(40, 40, 2)).toBe(46);
  expect(bubbleSize(10, 40, 2)).toBe(23);
  expect(bubbleSize(40, 40, 160)).toBe(23);
  expect(bubbleSize(1, 1000, 300)).toBe(8);
  expect(logTicks([0.3, 0.6])).toEqual([0.2, 0.5, 1]);
  expect(logTicks([1, 1e6])).toEqual([0.1, 1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7]);
  expect(logTicks([])).toEqual([]);
});

test("traits of all members and of some, countries, news, and what is gone", () => {
  expect(traitsWords([], 3)).toBe("none");
  expect(
    traitsWords(
      [
        ["no-branch", 3],
        ["odd-tag", 1],
      ],
      3,
    ),
  ).toBe("no-branch (all), odd-tag (1)");
  expect(countriesWords([["DE", 4]], 7)).toBe("DE 4, unknown 3");
  expect(newsWords({ news: { kind: "split", from: "c1" } })).toBe("split from c1");
  expect(goneWords([])).toBeNull();
  expect(
    goneWords([
      { id: "c1", name: "Night", into: "c2" },
      { id: "c3", name: null, into: null },
    ]),
  ).toBe("Not found any more since captures came or went last: Night (now part of c2), c3.");
  expect([dayOf("2020-01-06"), dayOf("")]).toEqual([18267, null]);
});
