import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { CaptureOutcome, ReadCapture, Refusal } from "../../core/contract/ingest.ts";
import { CancelFlag } from "../../core/engine/cancel-flag.ts";
import { type ReadListener, readCapture } from "../../core/engine/read-capture.ts";
import { ascii, concat, octets } from "../builders/bytes.ts";
import { openBytes } from "../builders/open-file.ts";
import { pcapFile } from "../builders/pcap.ts";
import { capturePath, temporaryFolder } from "../builders/program.ts";
import { compressedBlock, rawBlock, repeatedByteBlock, skippableFrame, zstdFrame } from "../builders/zstd.ts";

const SILENT: ReadListener = { onProgress: () => undefined, onChunk: () => undefined, onRequest: () => undefined };

function read(
  filePath: string,
  given: { chunkBytes?: number; flag?: CancelFlag; listener?: Partial<ReadListener> } = {},
): Promise<CaptureOutcome> {
  const request = {
    id: 1,
    path: filePath,
    rules: { ports: new Set([5060]), flowTimeoutNs: 1_200_000_000_000n, tunnels: true },
    chunkBytes: given.chunkBytes ?? 1 << 20,
    cancelFlag: (given.flag ?? new CancelFlag()).shared,
    store: null,
  };
  return readCapture(request, { ...SILENT, ...given.listener });
}

function write(bytes: Uint8Array): string {
  const file = path.join(temporaryFolder(), "file");
  fs.writeFileSync(file, bytes);
  return file;
}

function captureOf(outcome: CaptureOutcome): ReadCapture {
  if (outcome.kind !== "read") throw new Error(`the file was not read but ${outcome.kind}`);
  return outcome.capture;
}

function refusalOf(outcome: CaptureOutcome): Refusal {
  if (outcome.kind !== "refused") throw new Error(`the file was not refused but ${outcome.kind}`);
  return outcome.refusal;
}

/** `packets complete? unread, problems`, the words that a table of damage needs. */
function summarise({ facts, unreadBytes, furtherProblems }: ReadCapture): string {
  const problems = [...facts.problems, ...furtherProblems].map(({ code }) => code);
  return [facts.packets, facts.complete ? "whole" : "stopped", unreadBytes ?? "unknown", ...problems].join(" ");
}

const SCAN = new Uint8Array(fs.readFileSync(capturePath("formats/svmap64-le-us.pcap")));
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const HALF = SCAN.subarray(0, 15_000);
const REST = SCAN.subarray(15_000);
const cut = (bytes: Uint8Array, count: number) => bytes.subarray(0, bytes.length - count);
const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 0xff : byte));
const scanAsZstd = zstdFrame([rawBlock(HALF), rawBlock(REST)]);

test.each<[string, Uint8Array, string]>([
  ["a pcap", SCAN, "64 whole 0"],
  ["a pcap cut in its last packet", cut(SCAN, 100), "63 stopped 368 cut-short"],
  ["a pcap with junk behind it", concat(SCAN, new Uint8Array(20).fill(255)), "64 stopped 20 record-too-large"],
  ["gzip", gzip(SCAN), "64 whole 0"],
  ["gzip of several members", concat(gzip(HALF), gzip(octets()), gzip(REST)), "64 whole 0"],
  ["gzip, then zeros", concat(gzip(SCAN), new Uint8Array(512)), "64 whole 512 trailing-bytes"],
  ["gzip, then text", concat(gzip(SCAN), ascii("end of file")), "64 whole 11 trailing-bytes"],
  ["gzip with a wrong check sum", flip(gzip(SCAN), gzip(SCAN).length - 8), "64 whole 5 gzip-damaged"],
  [
    "gzip with a wrong check sum in its first member",
    concat(flip(gzip(HALF), gzip(HALF).length - 8), gzip(REST)),
    `32 stopped ${gzip(REST).length + 5} cut-short gzip-damaged`,
  ],
  ["gzip with a wrong length", flip(gzip(SCAN), gzip(SCAN).length - 1), "64 whole 1 gzip-damaged"],
  ["gzip cut in its check sum", cut(gzip(SCAN), 5), "64 whole 0 gzip-damaged"],
  ["a capture cut inside gzip", gzip(cut(SCAN, 100)), "63 stopped unknown cut-short"],
  ["zstd", scanAsZstd, "64 whole 0"],
  [
    "zstd of several frames",
    concat(skippableFrame(ascii("x")), zstdFrame([rawBlock(HALF)]), zstdFrame([rawBlock(REST)])),
    "64 whole 0",
  ],
  ["zstd, then text", concat(scanAsZstd, ascii("end of file")), "64 whole 11 trailing-bytes"],
  ["zstd cut in its second block", cut(scanAsZstd, 10), `32 stopped ${REST.length - 7} cut-short zstd-damaged`],
])("%s", async (_name, bytes, expected) => {
  const file = write(bytes);
  const outcome = await read(file);
  expect(summarise(captureOf(outcome))).toBe(expected);
  for (const chunkBytes of [1, 333]) expect(await read(file, { chunkBytes })).toEqual(outcome);
});

test.each<[string, Uint8Array, string, string]>([
  ["gzip in gzip", gzip(gzip(SCAN)), "unsupported-format", "compressed with gzip once more"],
  ["zstd in gzip", gzip(scanAsZstd), "unsupported-format", "unpack it once, with zstd -d"],
  [
    "tar in gzip",
    gzip(ascii(`a.pcap${"\0".repeat(251)}ustar${"\0".repeat(250)}`)),
    "unsupported-format",
    "tar -xf FILE",
  ],
  ["tar", ascii(`a.pcap${"\0".repeat(251)}ustar${"\0".repeat(250)}`), "unsupported-compression", "tar -xf FILE"],
  ["snoop", ascii("snoop\0\0\0\0\0\0\x02"), "unsupported-format", "editcap -F pcap FILE OUT"],
  ["text in gzip", gzip(ascii("no capture")), "not-a-capture", "neither pcap nor pcapng"],
  ["gzip of nothing", gzip(octets()), "not-a-capture", "The file is empty"],
  ["gzip that is nothing but its header", octets(0x1f, 0x8b, 8, 0), "not-a-capture", "cannot be read beyond byte 4"],
  ["a window of 256 MiB", zstdFrame([rawBlock(SCAN)], { window: 0x90 }), "not-a-capture", "zstd -d --long=31"],
  ["a pcap header cut inside gzip", gzip(SCAN.subarray(0, 20)), "damaged-header", "ends inside its header"],
])("refused: %s", async (_name, bytes, code, words) => {
  const refusal = refusalOf(await read(write(bytes)));
  expect(refusal.code).toBe(code);
  expect(refusal.message).toContain(words);
});

test("damaged gzip keeps all that precedes the damaged byte, however it is read", async () => {
  const packed = gzip(SCAN);
  const packetsBefore = (at: number) =>
    // What the gzip program makes of the bytes before the damage, as an independent witness.
    spawnSync("gzip", ["-dc"], { input: packed.subarray(0, at) }).stdout.length;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 20, max: packed.length - 9 }), async (at) => {
      const file = write(concat(packed.subarray(0, at), new Uint8Array(64).fill(0xff)));
      const outcome = await read(file);
      expect(await read(file, { chunkBytes: 7 })).toEqual(outcome);
      const readBytes = outcome.kind === "read" ? outcome.capture.facts.readBytes : 0;
      // A record that was begun is not kept, and a byte before the damage may still have waited for the next.
      expect(readBytes).toBeGreaterThanOrEqual(packetsBefore(at) - 466 - 258);
    }),
    { numRuns: 25 },
  );
});

const record = pcapFile({ records: [{ bytes: new Uint8Array(1000) }] }).subarray(24);

/** Reads a file of 40 records of 1016 bytes and changes it while it is read. */
async function readWhile(change: (file: string) => void): Promise<string> {
  const file = write(concat(pcapFile(), ...new Array<Uint8Array>(40).fill(record)));
  // A time of its own, so that a change within the clock's next tick shows.
  fs.utimesSync(file, 1, 1);
  let changed = false;
  const outcome = await read(file, {
    chunkBytes: 1016,
    listener: {
      onChunk: () => {
        if (!changed) change(file);
        changed = true;
      },
    },
  });
  return summarise(captureOf(outcome));
}

test.each<[string, (file: string) => void, string]>([
  ["nothing", () => undefined, "40 whole 0"],
  ["it grows: what it had at first is read", (file) => fs.appendFileSync(file, record), "40 whole 0 grew-while-read"],
  [
    "it shrinks: what is left is read",
    (file) => fs.truncateSync(file, 24 + 1016 * 3 + 5),
    `3 stopped ${1016 * 37} cut-short shrank-while-read`,
  ],
  ["it is emptied", (file) => fs.truncateSync(file, 0), `0 stopped ${24 + 1016 * 40 - 24} cut-short shrank-while-read`],
  ["it is written over", (file) => fs.writeFileSync(file, new Uint8Array(24 + 1016 * 40), { flag: "r+" }), ""],
  ["it vanishes: its bytes stay until it is closed", (file) => fs.unlinkSync(file), "40 whole 0"],
  [
    "another takes its place",
    (file) => {
      fs.writeFileSync(`${file}.new`, "another");
      fs.renameSync(`${file}.new`, file);
    },
    "40 whole 0",
  ],
])("a file that changes while it is read: %s", async (_name, change, expected) => {
  const found = await readWhile(change);
  if (expected === "") expect(found).toContain("changed-while-read");
  else expect(found).toBe(expected);
});

// No file system here fails in mid-file on demand, so reading itself is made to fail: where nothing was read yet, while
// the file is hashed, and while its packets are read.
test.each([
  [0, "refused: The file could not be read on (EIO); what precedes the error was read."],
  [1100, "1 stopped 1016 cut-short read-error"],
])("an error of reading beyond byte %i ends the file there, and is told", async (failsFrom, expected) => {
  const file = write(concat(pcapFile(), record, record));
  const { readSync } = fs;
  fs.readSync = ((descriptor: number, buffer: Uint8Array, start: number, length: number, position: number) => {
    if (position >= failsFrom) throw Object.assign(new Error("i/o error"), { code: "EIO" });
    return readSync(descriptor, buffer, start, Math.min(length, failsFrom - position), position);
  }) as typeof readSync;
  try {
    const outcome = await read(file, { chunkBytes: 1100 });
    expect(outcome.kind === "read" ? summarise(captureOf(outcome)) : `refused: ${refusalOf(outcome).message}`).toBe(
      expected,
    );
  } finally {
    fs.readSync = readSync;
  }
});

function makePipe(folder: string): string {
  spawnSync("mkfifo", [`${folder}/pipe`]);
  return `${folder}/pipe`;
}

function makeCircle(folder: string): string {
  fs.symlinkSync("loop", `${folder}/loop`);
  return `${folder}/loop`;
}

test.each<[string, (folder: string) => string, string, string]>([
  ["a pipe", makePipe, "not-a-file", "pipes and devices"],
  ["a device", () => "/dev/zero", "not-a-file", "pipes and devices"],
  ["a folder", (folder) => folder, "not-a-file", "no regular file"],
  ["nothing", (folder) => `${folder}/nothing`, "missing", "no such file"],
  ["a file taken for a folder", (folder) => `${write(octets(1))}/x${folder.length}`, "missing", "no such file"],
  ["a name that is no UTF-8", (folder) => `${folder}/\ufffd.pcap`, "not-readable", "Rename it"],
  ["a circle of links", makeCircle, "not-readable", "in a circle"],
])("refused without being read: %s", async (_name, make, code, words) => {
  const refusal = refusalOf(await read(make(temporaryFolder())));
  expect(refusal.code).toBe(code);
  expect(refusal.message).toContain(words);
});

/** Compressed streams that unpack without end, or seem to work without end, out of little. */
const BOMBS: readonly (readonly [string, () => Uint8Array])[] = [
  ["10 GB of zeros in gzip", () => bigGzip(pcapFile({ snapLength: 0 }))],
  [
    "13 GB of zeros in zstd",
    () => {
      const frame = zstdFrame(new Array(10_000).fill(repeatedByteBlock(0, 131_072)));
      return concat(zstdFrame([rawBlock(pcapFile({ snapLength: 0 }))]), ...new Array<Uint8Array>(10).fill(frame));
    },
  ],
  [
    "13 GB of zeros in compressed zstd blocks of five bytes",
    () => {
      // Literals: 131,072 times the same byte; no sequences.
      const frame = zstdFrame(new Array(10_000).fill(compressedBlock(octets(0x0d, 0x00, 0x20, 0, 0))));
      return concat(zstdFrame([rawBlock(pcapFile({ snapLength: 0 }))]), repeat(frame, 10));
    },
  ],
  ["three million empty zstd blocks", () => concat(zstdFrame([rawBlock(pcapFile())]), manyEmptyBlocks(3_000_000))],
];

/** A gzip member whose content is the header and then zeros: sixteen-byte records of no bytes. */
function bigGzip(header: Uint8Array): Uint8Array {
  const zeros = gzip(new Uint8Array(256 << 20));
  return concat(gzip(header), repeat(zeros, 40));
}

function repeat(bytes: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(bytes.length * times);
  for (let i = 0; i < times; i += 1) all.set(bytes, i * bytes.length);
  return all;
}

function manyEmptyBlocks(count: number): Uint8Array {
  const frame = zstdFrame([rawBlock(octets()), rawBlock(octets())]);
  return concat(frame.subarray(0, 6), new Uint8Array(3 * count), octets(1, 0, 0));
}

/** Raises the flag from another thread after some milliseconds, whatever this one is doing; says when it was raised. */
function raiseLater(flag: CancelFlag, milliseconds: number): () => number {
  const raisedAt = new Float64Array(new SharedArrayBuffer(8));
  const script = `
    const { flag, raisedAt, milliseconds } = require("node:worker_threads").workerData;
    setTimeout(() => {
      raisedAt[0] = Date.now();
      Atomics.store(new Int32Array(flag), 0, 1);
    }, milliseconds);`;
  const thread = new Worker(script, { eval: true, workerData: { flag: flag.shared, raisedAt, milliseconds } });
  onTestFinished(async () => void (await thread.terminate()));
  return () => raisedAt[0] as number;
}

test.each(BOMBS)("cancelled within a second, with memory flat: %s", async (_name, make) => {
  const file = write(make());
  const flag = new CancelFlag();
  const before = process.memoryUsage().rss;
  const raisedAt = raiseLater(flag, 400);
  const { furtherProblems } = captureOf(await read(file, { flag }));
  const endedAt = Date.now();
  expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  expect(furtherProblems.map(({ code }) => code)).toEqual(["cancelled"]);
  expect(endedAt - raisedAt()).toBeLessThan(1000);
});

test("a hundred thousand empty members, and as many frames, are read to their end", async () => {
  const members = concat(gzip(SCAN), repeat(gzip(octets()), 100_000));
  const frames = concat(scanAsZstd, repeat(zstdFrame([rawBlock(octets())]), 100_000));
  for (const bytes of [members, frames]) expect(summarise(captureOf(await read(write(bytes))))).toBe("64 whole 0");
});

test("a compressed file whose content is no capture is refused after its first bytes", async () => {
  for (const bytes of [
    bigGzip(ascii("this is no capture")),
    zstdFrame(new Array(50_000).fill(repeatedByteBlock(65, 131_072))),
  ]) {
    const file = write(bytes);
    let most = 0;
    const listener = { onProgress: (bytesRead: number) => (most = Math.max(most, bytesRead)) };
    const start = performance.now();
    expect(refusalOf(await read(file, { listener })).code).toBe("not-a-capture");
    expect(performance.now() - start).toBeLessThan(1000);
    expect(most).toBeLessThan(100_000);
  }
});

test("a file is read up to the size it was opened with", () => {
  const file = openBytes(ascii("abcdef"));
  fs.appendFileSync(file.path, "ghi");
  expect(file.read(new Uint8Array(100), 0)).toBe(6);
  expect(file.read(new Uint8Array(100), 6)).toBe(0);
  expect(file.change()).toBe("grew");
});
