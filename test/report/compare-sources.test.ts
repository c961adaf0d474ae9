import { expect, test } from "vitest";
import { compareSourcesOf } from "../../core/report/compare-sources.ts";
import type { Report } from "../../core/report/report.ts";

function sources(...all: readonly (readonly [string, number, ...string[]])[]): Report["sources"] {
  return all.map(([address, packets, ...tools]) => ({
    address,
    packets,
    flows: 1,
    destinations: 1,
    firstPacketAt: null,
    lastPacketAt: null,
    activeDays: [],
    tools: tools.map((tool) => ({ tool, packets: 1 })),
    campaign: null,
    country: null,
    countryTable: null,
    asn: null,
    asOrganisation: null,
    asnTable: null,
  }));
}

const BEFORE = sources(["192.0.2.1", 5, "paper/1"], ["192.0.2.2", 9], ["192.0.2.3", 1, "paper/1", "paper/5"]);
const AFTER = sources(
  ["192.0.2.1", 7, "paper/2"],
  ["192.0.2.3", 8, "paper/5", "paper/1"],
  ["192.0.2.4", 2],
  ["192.0.2.5", 2],
);

test("sources gained, lost, and with other tools; other numbers alone are no change", () => {
  const { gained, lost, changed } = compareSourcesOf(BEFORE, AFTER);
  expect(gained.map(({ id }) => id)).toEqual(["192.0.2.4", "192.0.2.5"]);
  expect(lost).toEqual([{ id: "192.0.2.2", before: { packets: 9, flows: 1, tools: [] }, after: null }]);
  expect(changed).toEqual([
    {
      id: "192.0.2.1",
      before: { packets: 5, flows: 1, tools: ["paper/1"] },
      after: { packets: 7, flows: 1, tools: ["paper/2"] },
    },
  ]);
});

test("the other way round what was gained is lost", () => {
  const there = compareSourcesOf(BEFORE, AFTER);
  const back = compareSourcesOf(AFTER, BEFORE);
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  expect([ids(back.gained), ids(back.lost), ids(back.changed)]).toEqual([
    ids(there.lost),
    ids(there.gained),
    ids(there.changed),
  ]);
});

test("a case beside itself has nothing that differs", () => {
  expect(compareSourcesOf(AFTER, AFTER)).toEqual({ gained: [], lost: [], changed: [] });
});
