import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Report } from "../../core/report/report.ts";
import { analyseFiles, ROOT } from "../builders/program.ts";

interface SampleFacts {
  readonly campaigns: readonly {
    readonly tool: string;
    readonly sources: readonly string[];
    readonly activeDays: readonly string[];
  }[];
  readonly packets: number;
  readonly classes: Readonly<Record<string, number>>;
  readonly sources: readonly {
    readonly address: string;
    readonly tool: string;
    readonly packets: number;
    readonly strategy: string;
    readonly activeDays: readonly string[];
  }[];
}

/** What the generator of the sample meant: it knows nothing of the signatures. */
const facts = JSON.parse(fs.readFileSync(path.join(ROOT, "test/generator/sample-facts.json"), "utf8")) as SampleFacts;

let report: Report;
beforeAll(async () => {
  report = (await analyseFiles([path.join(ROOT, "resources/samples/telescope-sample.pcapng")])).report;
});

test("every packet has the class it was made for", () => {
  expect(report.totals.packets).toBe(facts.packets);
  expect(report.totals.classes).toEqual(facts.classes);
});

test("every source has its requests and active days", () => {
  const days = (list: readonly { address: string; activeDays: readonly string[] }[]) =>
    Object.fromEntries(list.map(({ address, activeDays }) => [address, activeDays]));
  expect(days(report.sources)).toEqual(days(facts.sources));
  const requests = (list: readonly { address: string; packets: number }[]) =>
    Object.fromEntries(list.map(({ address, packets }) => [address, packets]));
  expect(requests(report.sources)).toEqual(requests(facts.sources));
});

test("every source is named as it was made, and edited tools are not named but told by their base", () => {
  for (const { address, tool } of facts.sources) {
    const strands = report.strands.filter((strand) => strand.id.startsWith(`${address}@`));
    const named = [...new Set(strands.map((strand) => strand.tool?.id ?? `unknown:${strand.near[0]?.signature}`))];
    expect([address, named]).toEqual([address, [tool]]);
  }
});

test("every flow shows the scan strategy it was made with", () => {
  for (const { address, strategy } of facts.sources) {
    const seen = new Set(report.flows.filter((flow) => flow.source === address).map((flow) => flow.strategy.class));
    expect([address, [...seen]]).toEqual([address, [strategy]]);
  }
});

test("the campaigns are those that were planted", () => {
  expect(report.campaigns).toMatchObject(
    facts.campaigns.map(({ tool, sources, activeDays }, index) => ({
      id: index + 1,
      members: sources,
      activeDays,
      commonDays: activeDays,
      tools: [{ tool, share: 1 }],
      unnamed: [],
      purity: 1,
      byChance: false,
      recurring: true,
    })),
  );
  const [ring, sweep] = report.campaigns;
  expect(ring).toMatchObject({ periodic: true, meanGapDays: 7, gapVariation: 0, runs: 6, packetsPerSource: 660 });
  // The members of the sweep divide the telescope among themselves.
  expect(sweep).toMatchObject({ periodic: false, overlap: 0, strategies: { sequential: 36 } });
  const campaignOf = new Map(report.sources.map(({ address, campaign }) => [address, campaign]));
  for (const { address } of facts.sources) {
    const planted = facts.campaigns.findIndex(({ sources }) => sources.includes(address));
    expect([address, campaignOf.get(address)]).toEqual([address, planted === -1 ? null : planted + 1]);
  }
});
