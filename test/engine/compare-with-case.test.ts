import { expect, test } from "vitest";
import { comparisonSchema } from "../../core/contract/comparison.ts";
import type { Engine } from "../../core/engine/engine.ts";
import { caseIn } from "../builders/case.ts";
import { startEngine } from "../builders/engine.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturePath, runProgram, temporaryFolder } from "../builders/program.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");

async function engineOn(captures: readonly string[]): Promise<Engine> {
  const { engine, open } = startEngine();
  await open(captures);
  return engine;
}

function caseOf(capture: string): string {
  const file = caseIn(temporaryFolder(), "june.ringcase");
  expect(runProgram(["analyse", "--case", file, capture]).status).toBe(0);
  return file;
}

test("what the open case gained, lost and changed; the other one is only read", { timeout: 120_000 }, async () => {
  const other = caseOf(SVMAP);
  const hash = fileHash(other);
  const engine = await engineOn([NMAP]);
  const comparison = comparisonSchema.parse(await engine.compareWith(other));
  if (comparison.kind !== "compared") throw new Error(comparison.kind);
  const shown = comparison.rows.map(({ what, change, id }) => `${change} ${what} ${what === "fingerprint" ? "" : id}`);
  expect(shown).toEqual(expect.arrayContaining(["gained tool paper/5", "lost tool paper/1", "lost fingerprint "]));
  expect(comparison.counts).toContainEqual({ what: "tool", change: "lost", count: 1 });
  expect(comparison.text).toMatch(/ beside june\.ringcase\n/);
  expect(fileHash(other)).toBe(hash);
  expect(await engine.compareWith(NMAP)).toMatchObject({ kind: "refused" });
});

test("asked again while it compares, it compares again", { timeout: 120_000 }, async () => {
  const other = caseOf(SVMAP);
  const engine = await engineOn([NMAP]);
  const compared = await Promise.all([engine.compareWith(other), engine.compareWith(other)]);
  expect(compared.map(({ kind }) => kind)).toEqual(["compared", "compared"]);
});

test("that the case is closed meanwhile is no fault", { timeout: 120_000 }, async () => {
  const other = caseOf(SVMAP);
  const engine = await engineOn([NMAP]);
  const compared = engine.compareWith(other);
  await engine.close();
  expect(["reading", "compared"]).toContain((await compared).kind);
});
