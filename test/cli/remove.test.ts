import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { caseIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturePath, runProgram, temporaryFolder } from "../builders/program.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const ZMAP = capturePath("tools/zmap-2.1.1-sip-options-template.pcap");
const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");

const reportOf = (...args: string[]) => runProgram(["analyse", ...args, "--report", "-"]).stdout;

test("captures are removed by name or by SHA-256, and the report is that of a case that never had them", () => {
  const folder = temporaryFolder();
  const file = caseIn(folder);
  expect(runProgram(["analyse", SVMAP, ZMAP, NMAP, "--case", file]).status).toBe(0);
  const { status, stdout } = runProgram(["remove", file, path.basename(ZMAP), fileHash(NMAP).toUpperCase()]);
  const removed = [ZMAP, NMAP].map(
    (capture) => `${path.basename(capture)} was removed. The file itself stays, and can be added again.`,
  );
  expect([status, stdout]).toEqual([0, `${removed.join("\n")}\n`]);
  expect(fs.existsSync(ZMAP)).toBe(true);
  expect(reportOf("--case", file)).toBe(reportOf(SVMAP));
  // And one of them comes back.
  expect(reportOf(ZMAP, "--case", file)).toBe(reportOf(SVMAP, ZMAP));
});

test("what is not there, or is there more than once, is said, and nothing is removed", () => {
  const folder = temporaryFolder();
  for (const [name, capture] of [
    ["a", SVMAP],
    ["b", ZMAP],
  ] as const) {
    fs.mkdirSync(path.join(folder, name));
    fs.copyFileSync(capture, path.join(folder, name, "week.pcap"));
  }
  const file = caseIn(folder);
  runProgram(["analyse", path.join(folder, "a"), path.join(folder, "b"), "--case", file]);
  const before = fileHash(file);
  const both = runProgram(["remove", file, "week.pcap"]);
  expect([both.status, both.stdout]).toEqual([2, ""]);
  expect(both.stderr).toContain("holds 2 captures week.pcap. Nothing was removed. Give the SHA-256 of one: ");
  const unknown = runProgram(["remove", file, fileHash(SVMAP), "no.pcap"]);
  expect([unknown.status, unknown.stdout]).toEqual([2, ""]);
  expect(unknown.stderr).toContain("holds no capture no.pcap. Nothing was removed.");
  expect(runProgram(["remove", file]).status).toBe(2);
  expect(runProgram(["remove", path.join(folder, "no.ringcase"), "week.pcap"]).status).toBe(2);
  expect(fileHash(file)).toBe(before);
});
