import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { analyseInto, caseIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { ROOT, runProgram, temporaryFolder } from "../builders/program.ts";

test("an export measured on a case is not written over a capture of the case", async () => {
  const folder = temporaryFolder();
  const capture = path.join(folder, "sample.pcapng");
  fs.copyFileSync(path.join(ROOT, "resources/samples/telescope-sample.pcapng"), capture);
  const file = caseIn(folder);
  await analyseInto(file, [capture], { make: true, index: false });
  const before = fileHash(capture);
  const { status } = runProgram([
    ...["pack", "export", "builtin", "--target", "csv", "--case", file, "--out", capture],
    ...["--allow-telescope", "a test"],
  ]);
  expect([status, fileHash(capture)]).toEqual([2, before]);
});
