import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatJson } from "../../../core/report/report-json.ts";
import { analyseInto, caseIn, rowsOf } from "../../builders/case.ts";
import { analyseFiles, capturePath, capturesIn, ROOT, temporaryFolder } from "../../builders/program.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const CAPTURES = [...capturesIn("tools"), ...capturesIn("formats"), ...capturesIn("public"), SAMPLE];

async function reportOf(paths: readonly string[]): Promise<string> {
  return formatJson((await analyseFiles(paths)).report);
}

test("a case gives the report of its captures, and gives it again without them", async () => {
  const file = caseIn();
  const expected = await reportOf(CAPTURES);
  const first = await analyseInto(file, CAPTURES, { make: true });
  expect(formatJson(first.report)).toBe(expected);
  expect(first.ending).toBe((await analyseFiles(CAPTURES)).ending);
  const again = await analyseInto(file, []);
  expect(formatJson(again.report)).toBe(expected);
  expect(again.ending).toBe(first.ending);
});

test("captures added in any order and in any portions give the same report, byte for byte", async () => {
  const captures = [...capturesIn("tools"), ...capturesIn("formats")];
  const folder = temporaryFolder();
  const expected = await reportOf(captures);
  const portions = fc.shuffledSubarray(captures, { minLength: captures.length }).chain((order) =>
    fc.tuple(
      fc.constant(order),
      fc
        .uniqueArray(fc.integer({ min: 1, max: order.length - 1 }), { maxLength: 3 })
        .map((cuts) => cuts.sort((a, b) => a - b)),
    ),
  );
  await fc.assert(
    fc.asyncProperty(portions, async ([order, cuts]) => {
      const file = caseIn(fs.mkdtempSync(path.join(folder, "case-")));
      const bounds = [0, ...cuts, order.length];
      let report = "";
      for (const [index, start] of bounds.slice(0, -1).entries()) {
        const result = await analyseInto(file, order.slice(start, bounds[index + 1]), {
          make: index === 0,
          threads: 2,
        });
        report = formatJson(result.report);
      }
      expect(report).toBe(expected);
    }),
    { numRuns: 4, seed: 5 },
  );
});

test("the same bytes are recognised: they are neither read nor counted twice, and their least name counts", async () => {
  const folder = temporaryFolder();
  const original = capturePath("formats/svmap64-le-us.pcap");
  const copy = path.join(folder, "a-copy.pcap");
  fs.copyFileSync(original, copy);
  const file = caseIn(folder);
  await analyseInto(file, [original], { make: true });
  const { report } = await analyseInto(file, [copy, original]);
  expect(formatJson(report)).toBe(await reportOf([copy, original]));
  expect(await rowsOf(file, "SELECT count(*)::INTEGER FROM packet")).toEqual([[report.totals.classes.sipRequest]]);
});

test("what was not read is in the case as it is in the report", async () => {
  const folder = temporaryFolder();
  const foreign = path.join(folder, "notes.txt");
  fs.writeFileSync(foreign, "no capture");
  const paths = [capturePath("formats/svmap64-le-us.pcap"), foreign, path.join(folder, "missing.pcap")];
  const file = caseIn(folder);
  const { report, ending } = await analyseInto(file, paths, { make: true });
  expect(formatJson(report)).toBe(await reportOf(paths));
  expect(ending).toBe("incomplete");
  expect(formatJson((await analyseInto(file, [])).report)).toBe(formatJson(report));
});

test("files that end while others are saved share a transaction, and come out as if each had ended alone", async () => {
  const folder = path.join(temporaryFolder(), "captures");
  fs.mkdirSync(folder);
  const bytes = fs.readFileSync(capturePath("formats/svmap64-le-us.pcap"));
  for (let index = 0; index < 40; index += 1) {
    // Records of 40 captures that differ in the time of the first packet, three files of each.
    bytes.writeUInt32LE(bytes.readUInt32LE(24) + 1, 24);
    for (const copy of ["x", "a", "m"]) fs.writeFileSync(path.join(folder, `${copy}-${index}.pcap`), bytes);
    fs.writeFileSync(path.join(folder, `${index}.txt`), "no capture");
  }
  const large = path.join(folder, "large.pcapng");
  fs.copyFileSync(SAMPLE, large);
  const file = caseIn(path.dirname(folder));
  const { report } = await analyseInto(file, [folder], { make: true, threads: 2 });
  expect(formatJson(report)).toBe(await reportOf([folder]));
  expect(report.captures.map(({ name }) => name).filter((name) => !name.startsWith("a-"))).toEqual(["large.pcapng"]);
  const shown = "SELECT count(*)::INTEGER, count(DISTINCT sha256)::INTEGER FROM capture";
  expect(await rowsOf(file, shown)).toEqual([[41, 41]]);
  expect(await rowsOf(file, "SELECT count(*)::INTEGER FROM waiting")).toEqual([[0]]);
  expect(await rowsOf(file, "SELECT count(*)::INTEGER FROM refused WHERE harmless")).toEqual([[40]]);
  expect(await rowsOf(file, "SELECT count(*)::INTEGER FROM packet")).toEqual([[report.totals.classes.sipRequest]]);
});
