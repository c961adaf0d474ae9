import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadPaperFacts } from "../../../core/engine/load-paper-facts.ts";
import { besidePaper, NOT_APPLICABLE } from "../../../core/report/html/beside-paper.ts";
import type { Report } from "../../../core/report/report.ts";
import { analyseFiles, capturePath, ROOT } from "../../builders/program.ts";

const FACTS = loadPaperFacts(path.join(ROOT, "resources"));
const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");

/** What the sample was made of, as its generator tells. */
const made = JSON.parse(fs.readFileSync(path.join(ROOT, "test/generator/sample-facts.json"), "utf8")) as {
  readonly classes: Readonly<Record<string, number>>;
  readonly campaigns: readonly { readonly sources: readonly string[] }[];
};

let sample: Report;
let nothing: Report;

beforeAll(async () => {
  ({ report: sample } = await analyseFiles([SAMPLE]));
  // A capture without SIP.
  ({ report: nothing } = await analyseFiles([capturePath("tcpdump-tests/syslog_udp.pcap")]));
});

/** Numbers of the sample, from what its generator says of it or counted by hand from its report as JSON; null: not applicable. */
function expected(): Readonly<Record<string, number | null>> {
  const { sipRequest, notSip, keepAlive, empty } = made.classes as Record<string, number>;
  const members = made.campaigns.map(({ sources }) => sources.length);
  const sipvicious = sample.flows.filter(({ tool }) =>
    [
      "paper/1",
      "paper/2",
      "paper/3",
      "paper/4",
      "extra/sipvicious-svwar",
      "extra/sipvicious-compact",
      "extra/sality-sipscan",
    ].includes(tool ?? ""),
  );
  const fromPort = (port: number) =>
    (100 * sipvicious.filter(({ sourcePort }) => sourcePort.first === port).length) / sipvicious.length;
  return {
    "sip-packets": sipRequest as number,
    "dropped-packets": (notSip as number) + (keepAlive as number) + (empty as number),
    sources: sample.sources.length,
    "packets-per-source": (sipRequest as number) / sample.sources.length,
    flows: sample.flows.length,
    "packets-per-flow": (sipRequest as number) / sample.flows.length,
    days: 42,
    "source-port-5060": fromPort(5060),
    "source-port-5061": fromPort(5061),
    "five-countries": null,
    germany: null,
    "dialled-numbers": sample.dialledNumbers.filter(({ called }) => called > 0).length,
    "number-packets": sample.totals.dialled.packets,
    "seen-once": (100 * sample.sources.filter(({ flows }) => flows === 1).length) / sample.sources.length,
    "recurring-lower": 21,
    "recurring-higher": 39,
    "periodic-custom": 100,
    "periodic-sipvicious": 0,
    campaigns: made.campaigns.length,
    "campaign-sources": members.reduce((sum, count) => sum + count, 0),
    "campaign-share": (100 * members.reduce((sum, count) => sum + count, 0)) / sample.sources.length,
    "largest-campaign": Math.max(...members),
    "sipvicious-rate": sample.campaigns[1]?.ratePps ?? null,
    // Two campaigns are too few.
    "size-packets-r": null,
    "size-packets-p": null,
    "size-rate-r": null,
    "size-rate-p": null,
    "year-packets-r": null,
  };
}

describe("every number of the paper stands beside one of the case", () => {
  test.each(FACTS.facts)("$id", ({ id, value, relation }) => {
    const row = besidePaper(sample, FACTS).find(({ fact }) => fact.id === id);
    const wanted = expected()[id];
    expect(wanted, `the sample's ${id} is known`).not.toBeUndefined();
    if (wanted === null || wanted === undefined) expect(row?.here).toBe(NOT_APPLICABLE);
    // Whole, or with three digits.
    else
      expect(Math.abs(numberOf(row?.here ?? "") - wanted)).toBeLessThanOrEqual(Math.max(0.0005, Math.min(0.5, wanted)));
    expect(row?.about).not.toBe("");
    expect(numberOf(row?.paper ?? "")).toBeCloseTo(value, 2);
    expect(row?.paper.startsWith("below")).toBe(relation === "below");
  });

  test.each(FACTS.facts)("$id of a case without SIP", ({ id, unit }) => {
    const row = besidePaper(nothing, FACTS).find(({ fact }) => fact.id === id);
    if (row?.here !== NOT_APPLICABLE) expect(numberOf(row?.here ?? "")).toBe(id === "days" ? 1 : 0);
    // What is divided by nothing is not 0.
    if (["%", "R", "p"].includes(unit)) expect(row?.here).toBe(NOT_APPLICABLE);
  });
});

test("countries are counted where a table tells them", () => {
  const located = {
    ...sample,
    parameters: { ...sample.parameters, geoTables: [TABLE] },
    sources: sample.sources.map(inCountry),
  };
  const rows = new Map(besidePaper(located, FACTS).map(({ fact, here }) => [fact.id, here]));
  expect(rows.get("germany")).toBe("51\u00a0%");
  expect(rows.get("five-countries")).toBe("100\u00a0%");
  const nowhere = { ...sample, parameters: { ...sample.parameters, geoTables: [TABLE] } };
  expect(besidePaper(nowhere, FACTS).find(({ fact }) => fact.id === "germany")?.here).toBe(NOT_APPLICABLE);
});

const TABLE = {
  name: "t.csv",
  sha256: "0",
  bytes: 1,
  format: "csv",
  date: null,
  description: null,
  licence: null,
  unreadable: 0,
} as const;

function inCountry(source: Report["sources"][number], index: number): Report["sources"][number] {
  return { ...source, country: ["DE", "NL", null][index % 3] as string | null };
}

test("a fact that nothing here knows is a fault of the program", () => {
  const further = { id: "new-fact", what: "new", value: 1, relation: "equal", unit: "x" } as const;
  expect(() => besidePaper(sample, { ...FACTS, facts: [further] })).toThrow("new-fact");
  expect(() => besidePaper(sample, { ...FACTS, facts: [{ ...further, id: "constructor" }] })).toThrow("constructor");
});

/** The first number of a text. */
function numberOf(text: string): number {
  return Number(/-?\d[\d,]*(?:\.\d+)?/.exec(text)?.[0].replaceAll(",", ""));
}
