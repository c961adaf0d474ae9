import fs from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listCaseInputs } from "../../../core/engine/case/case-inputs.ts";
import { caseIn, openedCase } from "../../builders/case.ts";
import { temporaryFolder } from "../../builders/program.ts";

test("what is given is read, but for the open case itself, whatever it is called", async () => {
  const folder = temporaryFolder();
  const file = caseIn(folder);
  const opened = await openedCase(file, true);
  onTestFinished(() => opened.close());
  const link = path.join(temporaryFolder(), "link.pcap");
  fs.symlinkSync(file, link);
  fs.mkdirSync(`${file}.tmp`);
  const names = ["a.pcap", "test.ringcase.pcap", "other.ringcase", "test.ringcase.wal", "test.ringcase.tmp/spill"];
  for (const name of names) fs.writeFileSync(path.join(folder, name), "");
  const missing = path.join(folder, "missing.pcap");
  const { files } = listCaseInputs(opened, [folder, file, link, missing]);
  expect(files.map((found) => path.relative(folder, found.path))).toEqual([
    "a.pcap",
    "other.ringcase",
    "test.ringcase.pcap",
    "missing.pcap",
  ]);
});
