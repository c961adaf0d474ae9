import { expect, test } from "vitest";
import { describeSourceCountry, describeSourceNetwork, describeTables } from "../../../renderer/ui/geo-words.ts";

test("every country and network names its table", () => {
  const located = {
    country: { code: "SE", table: "a.csv" },
    network: { asn: 64496, organisation: "Example", table: "b.mmdb" },
  };
  expect(describeSourceCountry(located)).toBe("Sweden, by a.csv");
  expect(describeSourceNetwork(located)).toBe("AS64496 Example, by b.mmdb");
  expect(describeSourceNetwork({ ...located, network: { asn: 1, organisation: null, table: "b" } })).toBe("AS1, by b");
  expect(describeSourceCountry({ country: null, network: null })).toBe("in no table");
  expect(describeSourceNetwork({ country: null, network: null })).toBe("in no table");
});

test("tables say what they say of themselves", () => {
  const table = { name: "a.csv", date: null, description: null, licence: null };
  expect(describeTables([table, { ...table, name: "b", date: "2026-11-22", description: "x", licence: "CC0" }])).toBe(
    "a.csv, b (2026-11-22; x; licence: CC0)",
  );
});
