import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { type CrossCheck, type CrossCheckRequest, crossCheckSchema } from "../../core/contract/cross-check.ts";
import { checkCapture } from "../../core/engine/check-capture.ts";
import { CrossChecker } from "../../core/engine/cross-check.ts";
import { readIndependently } from "../../core/engine/independent-reader.ts";
import { ingest } from "../../core/engine/ingest.ts";
import { castsDoubt, compareExtents, describeCrossCheck, extentOf } from "../../core/report/cross-check.ts";
import { formatSummary } from "../../core/report/format-summary.ts";
import { PCAP_MODIFIED, PCAP_NANOSECONDS, pcapFile } from "../builders/pcap.ts";
import {
  analyseFiles,
  CROSS_CHECK_WORKER_URL,
  capturePath,
  capturesIn,
  temporaryFolder,
  WORKER_URL,
} from "../builders/program.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const FOLDERS = ["tools", "formats", "damaged", "public", "tcpdump-tests", "field"];

/** A file in a folder of its own. */
function written(name: string, bytes: Uint8Array): string {
  const file = path.join(temporaryFolder(), name);
  fs.writeFileSync(file, bytes);
  return file;
}

/** One capture as our reader read it. */
async function readOne(file: string) {
  const rules = { ports: new Set([5060]), flowTimeoutNs: 1_200_000_000_000n, tunnels: true };
  const options = { rules, threads: 1, chunkBytes: 1 << 20, mostHeld: 1, workerUrl: WORKER_URL };
  const [capture] = (await ingest([file], options, () => {}).result).captures;
  if (capture === undefined) throw new Error(`${file} was not read`);
  return capture;
}

async function requestFor(file: string): Promise<CrossCheckRequest> {
  const capture = await readOne(file);
  return { path: file, sha256: capture.sha256, ours: extentOf(capture) };
}

async function checkOf(file: string): Promise<CrossCheck | null | undefined> {
  const { report } = await analyseFiles([file], { crossCheckWorkerUrl: CROSS_CHECK_WORKER_URL });
  return report.captures[0]?.crossCheck;
}

const inShort = (check: CrossCheck | null | undefined) =>
  check?.kind === "not-comparable" ? check.code : (check?.kind ?? "nothing");

test("both readers agree on every capture here that can be compared", async () => {
  const paths = FOLDERS.flatMap(capturesIn);
  const { report } = await analyseFiles(paths, { threads: 2, crossCheckWorkerUrl: CROSS_CHECK_WORKER_URL });
  const kinds = new Map<string, number>();
  for (const { name, container, compression, complete, packets, crossCheck: check } of report.captures) {
    crossCheckSchema.parse(check);
    const kind = inShort(check);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (check?.kind === "agrees") expect(check.extent.packets, name).toBe(packets);
    const expected =
      container === "pcapng" ? "pcapng" : compression !== null ? "compressed" : !complete ? "damaged" : null;
    if (expected !== null) expect(kind, name).toBe(expected);
    else expect(["agrees", "resolution"], `${name}: ${JSON.stringify(check)}`).toContain(kind);
  }
  expect(kinds.get("agrees")).toBeGreaterThan(300);
  expect([...kinds.keys()].sort()).toEqual(["agrees", "compressed", "damaged", "pcapng", "resolution"]);
});

test.each([
  ["no packets", {}, "agrees"],
  ["big-endian", { littleEndian: false, records: [{ bytes: new Uint8Array(60) }] }, "agrees"],
  ["times up to 2106", { records: [{ seconds: 0xffffffff, fraction: 999_999 }, { seconds: 1 }] }, "agrees"],
  [
    "a fraction above one second",
    { records: [{ seconds: 5, fraction: 3_000_001, bytes: new Uint8Array(1) }] },
    "agrees",
  ],
  ["the largest record", { records: [{ bytes: new Uint8Array(262_144) }] }, "agrees"],
  ["nanoseconds", { magic: PCAP_NANOSECONDS, records: [{}] }, "resolution"],
  ["modified records", { magic: PCAP_MODIFIED, records: [{}] }, "resolution"],
  ["a record that ends too early", { records: [{}, { capturedLength: 9 }] }, "damaged"],
] as const)("%s", async (_name, fields, expected) => {
  expect(inShort(await checkOf(written("one.pcap", pcapFile(fields))))).toBe(expected);
});

test("times are compared to the microsecond, and the earliest and latest are meant", async () => {
  const records = [{ seconds: 9, fraction: 7 }, { seconds: 2, fraction: 123_456 }, { seconds: 4 }];
  expect(await checkOf(written("back.pcap", pcapFile({ records })))).toEqual({
    kind: "agrees",
    extent: {
      packets: 3,
      storedBytes: 0,
      firstPacketAt: "1970-01-01T00:00:02.123456000Z",
      lastPacketAt: "1970-01-01T00:00:09.000007000Z",
    },
  });
});

test.each([
  ["packets", { packets: 257 }],
  ["bytes", { storedBytes: 1 }],
  ["the first time", { firstPacketAt: "2026-11-21T00:00:00.000000000Z" }],
  ["the last time", { lastPacketAt: null }],
])("a reader that tells other %s differs, and both are told", async (_name, lie) => {
  const request = await requestFor(SVMAP);
  const check = await checkCapture({ ...request, ours: { ...request.ours, ...lie } });
  expect(check).toEqual({ kind: "differs", ours: { ...request.ours, ...lie }, theirs: request.ours });
  expect(castsDoubt(check)).toBe(true);
  expect(describeCrossCheck(check)).toContain("Two readers disagree.");
});

test("a second reading that is fed other bytes differs", async () => {
  const { ours } = await requestFor(SVMAP);
  const bytes = fs.readFileSync(SVMAP);
  const reading = await readIndependently(Readable.from([bytes, bytes.subarray(24)]));
  if (reading.kind === "refused") throw new Error(reading.message);
  expect(compareExtents(ours, reading.extent)).toMatchObject({ kind: "differs", theirs: { packets: 512 } });
});

test("however the second reader is fed, it says the same", async () => {
  const { ours } = await requestFor(SVMAP);
  const bytes = fs.readFileSync(SVMAP);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 61) }, (_, i) => bytes.subarray(i * 61, i * 61 + 61));
  expect(await readIndependently(Readable.from(pieces))).toEqual({ kind: "read", extent: ours });
});

test("a file that has changed since, or is gone, is compared with nothing", async () => {
  const file = written("moving.pcap", fs.readFileSync(SVMAP));
  const request = await requestFor(file);
  expect(inShort(await checkCapture(request))).toBe("agrees");
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);
  const changed = await checkCapture(request);
  expect(inShort(changed)).toBe("file-changed");
  expect(castsDoubt(changed)).toBe(true);
  fs.rmSync(file);
  expect(inShort(await checkCapture(request))).toBe("file-gone");
});

test("the second reader has limits of time and memory and can be cancelled; each is a reason, none an exception", async () => {
  const many = written("many.pcap", pcapFile({ records: Array.from({ length: 20_000 }, () => ({})) }));
  const capture = await readOne(many);
  const run = (limits: { memoryMb?: number; patienceMs?: number }) =>
    new CrossChecker(CROSS_CHECK_WORKER_URL, limits).check(capture, many);
  expect(inShort(await run({ patienceMs: 1 }).result)).toBe("out-of-time");
  expect(inShort(await run({ memoryMb: 1 }).result)).toBe("reader-failed");
  const job = run({});
  job.cancel();
  expect(inShort(await job.result)).toBe("cancelled");
  expect(inShort(await run({}).result)).toBe("agrees");
});

test("a cross-check that fails or is cancelled takes none of the others with it", async () => {
  const many = written("many.pcap", pcapFile({ records: Array.from({ length: 20_000 }, () => ({})) }));
  const [large, small] = [await readOne(many), await readOne(SVMAP)];
  const checker = new CrossChecker(CROSS_CHECK_WORKER_URL);
  const jobs = [
    checker.check(large, many),
    checker.check(small, SVMAP),
    checker.check(small, many),
    checker.check(small, SVMAP),
  ];
  jobs[0]?.cancel();
  jobs[1]?.cancel();
  const results = await Promise.all(jobs.map(({ result }) => result));
  expect(results.map(inShort)).toEqual(["cancelled", "cancelled", "file-changed", "agrees"]);
  // After a pause in which its worker has gone, it works as before.
  expect(inShort(await checker.check(small, SVMAP).result)).toBe("agrees");
});

test.each([
  ["differs", `{ kind: "differs", ours: data.ours, theirs: { ...data.ours, packets: 255 } }`, "incomplete"],
  ["file-changed", `{ kind: "not-comparable", code: "file-changed", reason: "Changed." }`, "incomplete"],
  ["refused", `{ kind: "not-comparable", code: "refused", reason: "Refused." }`, "complete"],
])("an analysis whose second reader says %s tells so in report, summary and ending", async (kind, answer, ending) => {
  const worker = `import { parentPort } from "node:worker_threads";
parentPort.on("message", (data) => parentPort.postMessage(${answer}));`;
  const crossCheckWorkerUrl = pathToFileURL(written("worker.mjs", Buffer.from(worker)));
  const result = await analyseFiles([SVMAP], { crossCheckWorkerUrl });
  const [capture] = result.report.captures;
  expect([inShort(capture?.crossCheck), result.ending]).toEqual([kind, ending]);
  const { crossCheck: check } = capture ?? {};
  if (check === null || check === undefined) throw new Error("nothing was compared");
  expect(formatSummary(result.report)).toContain(
    `Cross-check by a second, independent reader\nsvmap-0.3.3-options-sequential.pcap: ${describeCrossCheck(check)}\n`,
  );
});

test("without being asked for, nothing is compared", async () => {
  const { report } = await analyseFiles([SVMAP]);
  expect(report.captures[0]?.crossCheck).toBeNull();
});
