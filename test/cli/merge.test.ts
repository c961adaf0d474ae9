import fs from "node:fs";
import { expect, test } from "vitest";
import type { Installation } from "../../core/cli/installation.ts";
import { runMerge } from "../../core/cli/run-merge.ts";
import { analyseInto, caseIn } from "../builders/case.ts";
import { capturePath, temporaryFolder } from "../builders/program.ts";

test("an interrupted merge ends with exit code 130 and leaves no case", async () => {
  const folder = temporaryFolder();
  const caseFiles = [caseIn(folder, "one.ringcase"), caseIn(folder, "two.ringcase")];
  for (const file of caseFiles) {
    await analyseInto(file, [capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap")], { make: true });
  }
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const terminal = { out: say, error: say, input: () => process.stdin, interactive: false };
  const given = { caseFiles, out: caseIn(folder, "merged.ringcase") };
  const code = await runMerge(given, { version: "0.0.0" } as Installation, terminal, (interrupt) => {
    setTimeout(interrupt, 1);
    return () => undefined;
  });
  expect([code, said]).toEqual([130, []]);
  expect(fs.readdirSync(folder)).toEqual(["one.ringcase", "two.ringcase"]);
});
