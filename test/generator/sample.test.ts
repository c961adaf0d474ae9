import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { buildSample } from "./sample.ts";
import { FACTS_FILE, formatFacts, SAMPLE_FILE } from "./write-sample.ts";

const { capture, sampleFacts } = buildSample();

test("the committed sample is what the generator writes, byte for byte", () => {
  const committed = readFileSync(SAMPLE_FILE);
  expect(committed.length).toBe(capture.length);
  expect(committed.equals(capture)).toBe(true);
});

test("the committed facts are those of the sample", () => {
  expect(readFileSync(FACTS_FILE, "utf8")).toBe(formatFacts(sampleFacts));
});

test("the facts add up", () => {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  expect(sum(Object.values(sampleFacts.classes))).toBe(sampleFacts.packets);
  expect(sum(Object.values(sampleFacts.tools))).toBe(sampleFacts.classes.sipRequest);
  expect(sum(sampleFacts.sources.map((source) => source.packets))).toBe(sampleFacts.classes.sipRequest);
  expect(new Set(sampleFacts.sources.map((source) => source.address)).size).toBe(sampleFacts.sources.length);
  for (const campaign of sampleFacts.campaigns) {
    const members = sampleFacts.sources.filter((source) => campaign.sources.includes(source.address));
    expect(members.map((member) => [member.tool, member.activeDays])).toEqual(
      campaign.sources.map(() => [campaign.tool, campaign.activeDays]),
    );
  }
});

test("the sample shows every strategy, every class and most tools, and stays small", () => {
  const strategies = new Set(sampleFacts.sources.map((source) => source.strategy));
  expect([...strategies].sort()).toEqual([
    "mixed",
    "random",
    "random-sequential",
    "reverse-byte",
    "sequential",
    "single-target",
    "undetermined",
  ]);
  expect(Object.values(sampleFacts.classes).every((count) => count > 0)).toBe(true);
  expect(Object.keys(sampleFacts.tools).filter((tool) => tool.startsWith("paper/")).length).toBeGreaterThanOrEqual(14);
  expect(Object.keys(sampleFacts.tools).filter((tool) => tool.startsWith("unknown:")).length).toBeGreaterThanOrEqual(3);
  expect(capture.length).toBeLessThan(18e6);
});
