import fc from "fast-check";
import { expect, test } from "vitest";
import { formatAddress, type IpAddress } from "../../core/net/address.ts";
import {
  coveredDaysOf,
  daysOfPeriod,
  formatPeriod,
  periodOfDay,
  usualUnit,
} from "../../core/report/calendar-period.ts";
import type { CountedFlow } from "../../core/report/counted-flow.ts";
import { countEvolution, evolutionOf, seenSources } from "../../core/report/evolution.ts";
import { formatDay } from "../../core/report/time-text.ts";
import { builtinLibrary } from "../builders/library.ts";
import { addressOf } from "../builders/observed-request.ts";

const [FIRST, SECOND] = builtinLibrary.signatures
  .map(({ definition }) => definition)
  .filter(({ tool }, index, all) => all.findIndex((other) => other.tool.id === tool.id) === index)
  .sort((a, b) => (a.tool.id < b.tool.id ? -1 : 1));
if (FIRST === undefined || SECOND === undefined) throw new Error("the pack holds two tools");
const [A, B] = [FIRST.tool.id, SECOND.tool.id];

/** What was sent by which tool; null: by one that no signature names. */
type Sent = readonly (readonly [tool: typeof FIRST | null, packets: number])[];

function flow(source: IpAddress, time: string | null, sent: Sent): CountedFlow {
  const firstNs = time === null ? null : BigInt(Date.parse(time)) * 1_000_000n;
  const packets = sent.reduce((sum, [, count]) => sum + count, 0);
  return {
    source,
    report: {
      source: formatAddress(source),
      strategy: { class: "undetermined", evidence: {} as CountedFlow["report"]["strategy"]["evidence"] },
      ttl: { min: 64, max: 64 },
    } as CountedFlow["report"],
    state: {
      packets,
      firstNs,
      lastNs: firstNs,
      methods: new Map(),
      firstVisits: new Map(),
      ipHeaders: { earliest: [] },
    },
    strands: sent.map(([signature, count]) => ({
      strand: { state: { packets: count } },
      fingerprint: { id: "" },
      named: signature === null ? null : { signature, variant: signature.variant },
    })),
  };
}

const [ONE, TWO, THREE] = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(addressOf) as [IpAddress, IpAddress, IpAddress];
const day = (text: string) => Date.parse(text) / 86_400_000;

test("a source counts once a month under its commonest named tool, and goes to the next month it was seen in", () => {
  const flows = [
    flow(ONE, "2020-01-03T00:00:00Z", [[FIRST, 5]]),
    flow(ONE, "2020-01-31T23:59:59Z", [
      [SECOND, 3],
      [null, 99],
    ]),
    flow(ONE, "2020-04-01T00:00:00Z", [[SECOND, 1]]),
    flow(TWO, "2020-01-05T00:00:00Z", [[null, 2]]),
    flow(TWO, "2020-02-05T00:00:00Z", [[null, 2]]),
    flow(TWO, "2020-04-05T00:00:00Z", [
      [SECOND, 4],
      [FIRST, 4],
    ]),
    // Seen in one month, and without a time.
    flow(THREE, "2020-02-01T00:00:00Z", [[FIRST, 1]]),
    flow(THREE, null, [[FIRST, 1]]),
  ];
  const covered = [
    { first: day("2020-01-02"), last: day("2020-02-29") },
    { first: day("2020-04-01"), last: day("2020-04-10") },
  ];
  expect(evolutionOf(countEvolution(flows, "month"), covered, "month")).toEqual({
    unit: "month",
    periods: [
      { period: "2020-01", days: 31, coveredDays: 30, sources: 2, recurring: 2 },
      { period: "2020-02", days: 29, coveredDays: 29, sources: 2, recurring: 1 },
      { period: "2020-04", days: 30, coveredDays: 10, sources: 2, recurring: 2 },
    ],
    nodes: [
      { period: "2020-01", tool: A, sources: 1, severalTools: 1 },
      { period: "2020-01", tool: null, sources: 1, severalTools: 0 },
      { period: "2020-02", tool: null, sources: 1, severalTools: 0 },
      { period: "2020-04", tool: A, sources: 1, severalTools: 1 },
      { period: "2020-04", tool: B, sources: 1, severalTools: 0 },
    ],
    links: [
      { from: 0, to: 4, sources: 1 },
      { from: 1, to: 2, sources: 1 },
      { from: 2, to: 3, sources: 1 },
    ],
    sources: 3,
    recurring: 2,
    undatedFlows: 1,
  });
  const years = evolutionOf(countEvolution(flows, "year"), covered, "year");
  expect(years).toMatchObject({ nodes: [], links: [], sources: 3, recurring: 0 });
  expect(years.periods).toEqual([{ period: "2020", days: 366, coveredDays: 69, sources: 3, recurring: 0 }]);
});

test("links add up: each source leaves a node once, but where it was seen last; no order changes anything", () => {
  const sent: fc.Arbitrary<Sent> = fc.array(
    fc.tuple(fc.constantFrom(FIRST, SECOND, null), fc.integer({ min: 1, max: 5 })),
    { minLength: 1, maxLength: 3 },
  );
  const time = fc.option(fc.integer({ min: day("2018-12-01"), max: day("2021-02-01") }).map(formatDay));
  const flows = fc.array(
    fc.tuple(fc.constantFrom(ONE, TWO, THREE), time, sent).map(([source, at, what]) => flow(source, at, what)),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(flows, fc.constantFrom("month" as const, "year" as const), (all, unit) => {
      const evolution = evolutionOf(countEvolution(all, unit), [], unit);
      expect(evolutionOf(countEvolution(all.toReversed(), unit), [], unit)).toEqual(evolution);
      const seen = [...seenSources(all, unit).values()];
      expect(evolution.sources).toBe(seen.length);
      expect(evolution.recurring).toBe(seen.filter(({ length }) => length > 1).length);
      const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
      for (const [place, { sources, severalTools, period }] of evolution.nodes.entries()) {
        expect(severalTools).toBeLessThanOrEqual(sources);
        const out = sum(evolution.links.filter(({ from }) => from === place).map((link) => link.sources));
        const into = sum(evolution.links.filter(({ to }) => to === place).map((link) => link.sources));
        // Every source of a node was seen before it or behind it.
        expect(Math.max(out, into)).toBeLessThanOrEqual(sources);
        expect(out + into).toBeGreaterThanOrEqual(sources);
        expect(evolution.periods.some((one) => one.period === period)).toBe(true);
      }
      for (const { period, recurring, sources } of evolution.periods) {
        const ofPeriod = evolution.nodes.filter((node) => node.period === period);
        expect(sum(ofPeriod.map((node) => node.sources))).toBe(recurring);
        expect(recurring).toBeLessThanOrEqual(sources);
      }
      expect(sum(evolution.links.map((link) => link.sources))).toBe(
        sum(evolution.nodes.map((node) => node.sources)) - evolution.recurring,
      );
      for (const { from, to } of evolution.links) {
        const [before, after] = [evolution.nodes[from]?.period ?? "", evolution.nodes[to]?.period ?? ""];
        expect(before < after).toBe(true);
      }
    }),
  );
});

test("periods follow the calendar: every day lies in the days of its month and of its year", () => {
  fc.assert(
    fc.property(fc.integer({ min: day("1690-01-01"), max: day("2262-01-01") }), (at) => {
      for (const unit of ["month", "year"] as const) {
        const period = periodOfDay(at, unit);
        const { first, last } = daysOfPeriod(period, unit);
        expect(first <= at && at <= last).toBe(true);
        expect(formatDay(at).startsWith(formatPeriod(period, unit))).toBe(true);
        expect(periodOfDay(last + 1, unit)).toBe(period + 1);
        expect(coveredDaysOf({ first, last }, [{ first: at, last: at + 999 }])).toBe(Math.min(last, at + 999) - at + 1);
      }
    }),
  );
});

test("months are told apart up to twelve of them, else years", () => {
  const from = day("2020-03-31");
  expect(usualUnit([])).toBe("month");
  expect(usualUnit([{ first: from, last: day("2021-02-28") }])).toBe("month");
  const two = { first: day("2021-02-28"), last: day("2021-03-01") };
  expect(usualUnit([{ first: from, last: from }, two])).toBe("year");
});
