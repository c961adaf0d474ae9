import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { loadPaperFacts } from "../../core/engine/load-paper-facts.ts";
import type { Report } from "../../core/report/report.ts";
import { ROOT, runProgram, temporaryFolder } from "../builders/program.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const RESOURCES = path.join(ROOT, "resources");

test("campaigns of captures and of their case are the same, as text and as JSON", () => {
  const caseFile = path.join(temporaryFolder(), "sample.ringcase");
  expect(runProgram(["analyse", SAMPLE, "--case", caseFile]).status).toBe(0);
  const report = JSON.parse(runProgram(["analyse", SAMPLE, "--format", "json"]).stdout) as Report;
  for (const further of [[], ["--preset", "paper"], ["--preset", "paper", "--older-count"]]) {
    const table = runProgram(["campaigns", SAMPLE, ...further]);
    expect([table.status, table.stderr]).toEqual([0, ""]);
    expect(runProgram(["campaigns", caseFile, ...further])).toMatchObject({ status: 0, stdout: table.stdout });
  }
  const json = runProgram(["campaigns", caseFile, "--format", "json"]).stdout;
  const { campaigns, campaignStatistics, parameters } = report;
  expect(JSON.parse(json)).toEqual({
    parameters: { preset: "default", campaigns: parameters.campaigns },
    campaigns,
    campaignStatistics,
  });
});

test("under the paper preset the campaigns are the paper's, and those that chance gives are marked", () => {
  const { stdout, status } = runProgram(["campaigns", SAMPLE, "--preset", "paper"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Campaigns, preset paper: HDBSCAN over all sources, 5 sources at least/);
  expect(stdout).toMatch(/^ +1 +paper\/10 +7 .* periodic, every 7 days$/m);
  expect(stdout).toMatch(/^ +3 .* by chance$/m);
  expect(stdout).toMatch(/^Size and packets per source +R -0\.\d{3}, p = 0\.\d{4}, n 3 +R -0\.134, p < 0\.05$/m);
});

test("a case is judged by rules of its own", () => {
  const caseFile = path.join(temporaryFolder(), "sample.ringcase");
  expect(runProgram(["analyse", SAMPLE, "--case", caseFile]).status).toBe(0);
  const refused = runProgram(["campaigns", caseFile, "--ports", "any"]);
  expect(refused).toMatchObject({ status: 2, stdout: "" });
  expect(refused.stderr).toContain("only --preset and --telescope can be given");
  expect(runProgram(["campaigns", path.join(temporaryFolder(), "none.pcap")])).toMatchObject({ status: 2, stdout: "" });
});

test("the paper's numbers fit their schema, each is there once, and none is called equal that is a bound", () => {
  const read = (name: string): unknown => JSON.parse(fs.readFileSync(path.join(RESOURCES, name), "utf8"));
  const fits = new Ajv2020({ strict: true, allErrors: true }).compile(
    read("schemas/paper-facts.schema.json") as object,
  );
  expect(fits(read("paper-facts.json")), JSON.stringify(fits.errors)).toBe(true);
  const { facts, tableOne } = loadPaperFacts(RESOURCES);
  expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  const values = Object.fromEntries(facts.map(({ id, value }) => [id, value]));
  expect(values).toMatchObject({ sources: 5691, campaigns: 250, "campaign-sources": 2787, "largest-campaign": 283 });
  expect(facts.filter(({ relation }) => relation === "below").map(({ id }) => id)).toEqual(["size-packets-p"]);
  // The rows of Table I are those that the tools were made of for the tests.
  const { tools } = read("../test/generator/table1-tools.json") as { tools: Record<string, unknown>[] };
  expect(tableOne).toEqual(
    tools.map(({ id, firstSeen, packets, packetsRounded, strategy }) => ({
      tool: `paper/${id}`,
      firstSeen,
      packets,
      rounded: packetsRounded,
      strategy,
    })),
  );
  // What the paper divides it divides rightly.
  expect(Math.round(((values["campaign-sources"] as number) / (values.sources as number)) * 100)).toBe(
    values["campaign-share"],
  );
  expect((values["sip-packets"] as number) / (values.sources as number)).toBeCloseTo(
    values["packets-per-source"] as number,
    -2,
  );
});
