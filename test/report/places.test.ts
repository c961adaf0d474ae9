import { expect, test } from "vitest";
import { addToSource, emptySource } from "../../core/flow/source-state.ts";
import type { GeoTable } from "../../core/geography/geo-table.ts";
import { type JudgedFlow, judgeFlow } from "../../core/report/flow-report.ts";
import { countPlaces, placesOf } from "../../core/report/places.ts";
import { builtinLibrary } from "../builders/library.ts";
import { addressOf, observedRequest } from "../builders/observed-request.ts";

const TABLE: GeoTable = {
  facts: { name: "t.csv", sha256: "", bytes: 0, format: "csv", date: "2026-01-02", description: null, licence: "CC0" },
  find: (address) => {
    const country = { 1: "DE", 2: "DE", 3: "SE" }[Number(address) & 0xff] ?? null;
    return country === null ? null : { country, asn: null, organisation: null };
  },
};

/** Flows of a source, an hour apart, each with so many requests under these user agents. */
function flowsOf(address: string, flows: readonly (readonly string[])[]): JudgedFlow[] {
  const source = emptySource();
  let number = 0;
  for (const [hour, agents] of flows.entries()) {
    for (const agent of agents) {
      number += 1;
      const text = `OPTIONS sip:1@192.0.2.9 SIP/2.0\r\nCall-ID: ${number}\r\nUser-Agent: ${agent}\r\n\r\n`;
      const endpoints = { source: address, destination: "192.0.2.9", sourcePort: 5060, destinationPort: 5060 };
      const time = BigInt(hour) * 3_600_000_000_000n + BigInt(number);
      addToSource(source, observedRequest({ text, ...endpoints }, number, time), 1_200_000_000_000n);
    }
  }
  return source.flows.map((flow) => judgeFlow(addressOf(address), flow, [], builtinLibrary, "default"));
}

test("sources count once in their country, those of no country apart, and packets add up", () => {
  const flows = [
    ...flowsOf("198.51.100.1", [["x", "x"], ["x"]]),
    ...flowsOf("198.51.100.2", [["x"]]),
    ...flowsOf("198.51.100.3", [["x", "x", "x", "x", "x"]]),
    ...flowsOf("198.51.100.4", [["x"]]),
    ...flowsOf("198.51.100.5", [["x"]]),
    ...flowsOf("198.51.100.6", [["x"]]),
  ];
  const unnamed = (sources: number, packets: number, count: number) => ({ tool: null, sources, packets, flows: count });
  expect(placesOf(countPlaces(flows, [TABLE]), [TABLE])).toEqual({
    all: { sources: 6, packets: 12, flows: 7 },
    countries: [
      { country: "DE", sources: 2, packets: 4, flows: 3, tools: [unnamed(2, 4, 3)] },
      { country: "SE", sources: 1, packets: 5, flows: 1, tools: [unnamed(1, 5, 1)] },
      { country: null, sources: 3, packets: 3, flows: 3, tools: [unnamed(3, 3, 3)] },
    ],
    tools: [unnamed(6, 12, 7)],
    geoTables: [{ name: "t.csv", date: "2026-01-02", description: null, licence: "CC0" }],
  });
  const nowhere = placesOf(countPlaces(flows, []), []);
  expect(nowhere.countries).toMatchObject([{ country: null, sources: 6, packets: 12 }]);
  expect(nowhere.geoTables).toEqual([]);
});
