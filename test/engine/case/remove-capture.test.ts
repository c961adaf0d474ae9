import fc from "fast-check";
import { expect, test } from "vitest";
import { removeCapture } from "../../../core/engine/case/remove-capture.ts";
import { formatJson } from "../../../core/report/report-json.ts";
import { analyseOpened, brokenRows, caseIn, openedCase, rowsOf } from "../../builders/case.ts";
import { fileHash } from "../../builders/file-hash.ts";
import { analyseFiles, capturePath, temporaryFolder } from "../../builders/program.ts";
import { splitPcap } from "../../builders/split-pcap.ts";

const BY = { author: "a", atMs: 1 };
const SPLIT = [
  "tools/svmap-0.3.3-options-sequential.pcap",
  "tools/svwar-0.3.3-register-with-responses.pcap",
  "formats/svmap64-le-us.pcap",
];

test("a case from which captures were removed gives the report of one that never had them, byte for byte", async () => {
  const folder = temporaryFolder();
  const captures = [
    ...SPLIT.flatMap((name) => splitPcap(capturePath(name), 3, folder)),
    capturePath("compressed/svmap256-level1.pcap.zst"),
  ];
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(captures, { minLength: 1 }), async (removed) => {
      round += 1;
      const file = caseIn(folder, `${round}.ringcase`);
      const opened = await openedCase(file, true);
      await analyseOpened(opened, captures);
      for (const capture of removed) expect(await removeCapture(opened, fileHash(capture), BY)).toBe(true);
      const { report } = await analyseOpened(opened, []);
      const rest = captures.filter((capture) => !removed.includes(capture));
      expect(formatJson(report)).toBe(formatJson((await analyseFiles(rest)).report));
      // And what was removed may come back.
      const whole = await analyseOpened(opened, removed.slice(0, 1));
      const back = [...rest, ...removed.slice(0, 1)];
      expect(formatJson(whole.report)).toBe(formatJson((await analyseFiles(back)).report));
      await opened.close();
      expect(await brokenRows(file)).toEqual([]);
    }),
    { numRuns: 8, seed: 3 },
  );
});

test("what is not in the case cannot be removed, and nothing is left of what was", async () => {
  const file = caseIn();
  const opened = await openedCase(file, true);
  const capture = capturePath(SPLIT[0] as string);
  await analyseOpened(opened, [capture]);
  expect(await removeCapture(opened, "0".repeat(64), BY)).toBe(false);
  expect(await removeCapture(opened, fileHash(capture), BY)).toBe(true);
  expect(await removeCapture(opened, fileHash(capture), BY)).toBe(false);
  await opened.close();
  for (const table of ["capture", "packet", "payload", "state_part", "source_state", "waiting", "refused"]) {
    expect([table, await rowsOf(file, `SELECT * FROM ${table}`)]).toEqual([table, []]);
  }
});
