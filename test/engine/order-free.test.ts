import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AnalysisOptions } from "../../core/engine/analyse.ts";
import { formatJson } from "../../core/report/report-json.ts";
import { analyseFiles, capturePath, capturesIn, ROOT, temporaryFolder } from "../builders/program.ts";
import { withoutPlaces } from "../builders/without-places.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const CAPTURES = [...capturesIn("tools"), ...capturesIn("formats"), ...capturesIn("public"), SAMPLE];

async function reportBytes(paths: readonly string[], options: Partial<AnalysisOptions> = {}): Promise<string> {
  return formatJson((await analyseFiles(paths, options)).report);
}

test("any order and any number of threads give the same report, byte for byte", async () => {
  const expected = await reportBytes(CAPTURES);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(CAPTURES, { minLength: CAPTURES.length }),
      fc.integer({ min: 1, max: 2 }),
      async (order, threads) => {
        expect(await reportBytes(order, { threads })).toBe(expected);
      },
    ),
    { numRuns: 2, seed: 1 },
  );
});

test.each([1, 2, 61, 4096, 16 << 20])("chunks of %i bytes give the same report, byte for byte", async (chunkBytes) => {
  const captures = [...capturesIn("tools"), ...capturesIn("formats"), ...capturesIn("damaged")];
  expect(await reportBytes(captures, { chunkBytes })).toBe(await reportBytes(captures));
});

test("the sample, read byte by byte, gives the same report", async () => {
  expect(await reportBytes([SAMPLE], { chunkBytes: 1 })).toBe(await reportBytes([SAMPLE]));
});

test("the same bytes count once, under their least name", async () => {
  const folder = temporaryFolder();
  const original = capturePath("formats/svmap64-le-us.pcap");
  const copy = path.join(folder, "a-copy.pcap");
  fs.copyFileSync(original, copy);
  const twice = (await analyseFiles([original, copy])).report;
  const once = (await analyseFiles([original])).report;
  expect(twice.captures.map((capture) => capture.name)).toEqual(["a-copy.pcap"]);
  expect(twice.totals).toEqual(once.totals);
});

test("a capture split in two gives the flows and fingerprints of the whole", async () => {
  const folder = temporaryFolder();
  const whole = fs.readFileSync(capturePath("formats/svmap64-le-us.pcap"));
  // Behind the file header of 24 bytes, each record has a header of 16 with the stored length in its third word.
  let middle = 24;
  for (let record = 0; record < 20; record += 1) middle += 16 + whole.readUInt32LE(middle + 8);
  const halves = [whole.subarray(0, middle), Buffer.concat([whole.subarray(0, 24), whole.subarray(middle)])];
  const paths = halves.map((half, index) => {
    const file = path.join(folder, `half-${index}.pcap`);
    fs.writeFileSync(file, half);
    return file;
  });
  const expected = (await analyseFiles([capturePath("formats/svmap64-le-us.pcap")])).report;
  const { report } = await analyseFiles(paths.reverse(), { threads: 2 });
  const { captures: _captures, strands, ...rest } = report;
  const { captures: _expected, strands: expectedStrands, ...expectedRest } = expected;
  expect(rest).toEqual(expectedRest);
  expect(withoutPlaces(strands)).toEqual(withoutPlaces(expectedStrands));
});

test("packets equal the sum of their classes, for every capture", async () => {
  const { report } = await analyseFiles([...CAPTURES, ...capturesIn("damaged"), ...capturesIn("tcpdump-tests")]);
  expect(report.captures.length).toBeGreaterThan(800);
  for (const capture of report.captures) {
    const sum = Object.values(capture.classes).reduce((total, count) => total + count, 0);
    expect([capture.name, sum]).toEqual([capture.name, capture.packets]);
  }
  const requests = report.sources.reduce((sum, source) => sum + source.packets, 0);
  expect(requests).toBe(report.totals.classes.sipRequest);
  expect(report.flows.reduce((sum, flow) => sum + flow.packets, 0)).toBe(requests);
  expect(report.strands.reduce((sum, strand) => sum + strand.packets, 0)).toBe(requests);
  expect(report.fingerprints.reduce((sum, fingerprint) => sum + fingerprint.packets, 0)).toBe(requests);
});
