import { expect, test } from "vitest";
import type { CaseComparison } from "../../core/report/compare-reports.ts";
import { caseIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturePath, runProgram, temporaryFolder } from "../builders/program.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");
const SVMAP64 = capturePath("formats/svmap64-le-us.pcap");

function run(...words: string[]): string {
  const { status, stdout, stderr } = runProgram(words);
  expect(status, stderr).toBe(0);
  return stdout;
}

test("what a later case gained, lost and changed beside an earlier one; neither is written", () => {
  const folder = temporaryFolder();
  const [earlier, later] = [caseIn(folder, "june.ringcase"), caseIn(folder, "july.ringcase")];
  run("analyse", "--case", earlier, SVMAP, NMAP);
  run("analyse", "--case", later, SVMAP, SVMAP64, "--flow-timeout", "10m");
  const hashes = [fileHash(earlier), fileHash(later)];
  const comparison = JSON.parse(run("compare", earlier, later, "--format", "json")) as CaseComparison;
  const { tools, fingerprints, sources, otherRules } = comparison;
  expect(otherRules).toEqual(["flowTimeoutSeconds"]);
  expect(tools.lost).toMatchObject([{ id: "paper/5", after: null, before: { packets: 64 } }]);
  expect(tools.gained).toEqual([]);
  expect(tools.changed).toMatchObject([{ id: "paper/1", before: { packets: 256 }, after: { packets: 320 } }]);
  expect(fingerprints.lost.map(({ before }) => before?.packets)).toEqual([64]);
  expect(sources).toEqual({ gained: 0, lost: 1, kept: 1 });
  const text = run("compare", earlier, later);
  expect(text).toContain("july.ringcase beside june.ringcase");
  expect(text).toContain("They were read under other flow timeouts: what differs may come from that.");
  expect(text).toMatch(/^1 tool lost$/m);
  expect([fileHash(earlier), fileHash(later)]).toEqual(hashes);
});

test("one case, three, or what is no case is wrong usage and told", () => {
  const { status, stderr } = runProgram(["compare", "one.ringcase"]);
  expect([status, stderr]).toEqual([2, expect.stringContaining("compare needs two cases, the earlier one first.")]);
  const missing = runProgram(["compare", "one.ringcase", "two.ringcase"]);
  expect([missing.status, missing.stdout]).toEqual([2, ""]);
  expect(missing.stderr).toContain("one.ringcase");
});
