import fs from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { StreamEnding } from "../../core/engine/compressed-stream.ts";
import { FileBytes } from "../../core/engine/file-bytes.ts";
import type { RegularFile } from "../../core/engine/regular-file.ts";
import { unzstd } from "../../core/engine/zstd/zstd-frames.ts";
import { loadZstd } from "../../core/engine/zstd/zstd-library.ts";
import { ascii, concat, octets, u32 } from "../builders/bytes.ts";
import { openBytes, openPath } from "../builders/open-file.ts";
import { capturePath } from "../builders/program.ts";
import { compressedBlock, rawBlock, repeatedByteBlock, skippableFrame, zstdFrame } from "../builders/zstd.ts";

const library = await loadZstd();

function unpack(file: RegularFile): { bytes: Uint8Array; ending: StreamEnding } {
  const blocks = unzstd(new FileBytes(file), library);
  const parts: Uint8Array[] = [];
  for (;;) {
    const step = blocks.next();
    if (step.done) return { bytes: concat(...parts), ending: step.value };
    parts.push(step.value.bytes.slice());
  }
}

const unpackBytes = (bytes: Uint8Array) => unpack(openBytes(bytes));
const PLAIN = new Uint8Array(fs.readFileSync(capturePath("tools/svmap-0.3.3-options-sequential.pcap")));
const WHOLE: StreamEnding = { damage: null, trailingBytes: 0 };

/** Bytes compared as one value: byte by byte takes long to compare and longer to print. */
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

test.each(["fast5", "level1", "level3-unchecked", "level19", "ultra22-window128m", "two-frames"])(
  "what the zstd program compressed comes out again: %s",
  (name) => {
    const { bytes, ending } = unpack(openPath(capturePath(`compressed/svmap256-${name}.pcap.zst`)));
    expect(ending).toEqual(WHOLE);
    expect(text(bytes) === text(PLAIN)).toBe(true);
  },
);

test("raw blocks, repeated bytes, skippable and empty frames", () => {
  const stream = concat(
    skippableFrame(ascii("not the content")),
    zstdFrame([rawBlock(ascii("abc")), repeatedByteBlock(0x64, 3), rawBlock(octets())]),
    zstdFrame([rawBlock(octets())]),
    skippableFrame(octets()),
    zstdFrame([repeatedByteBlock(0x65, 2)]),
  );
  expect(unpackBytes(stream)).toEqual({ bytes: ascii("abcdddee"), ending: WHOLE });
});

/** A compressed block without literals whose three codes are one symbol each. */
const oneSymbolEach = (count: readonly number[], literal: number, offset: number, match: number, bits: number[]) =>
  compressedBlock(octets(0x00, ...count, 0x54, literal, offset, match, ...bits));

test.each<[string, Uint8Array, number, string]>([
  ["a reserved block", zstdFrame([{ kind: 3, size: 0, body: octets() }]), 6, "impossible header"],
  ["a block larger than its window", zstdFrame([repeatedByteBlock(0, 1025)], { window: 0 }), 6, "impossible header"],
  ["an empty compressed block", zstdFrame([compressedBlock(octets())]), 6, "contradicts itself"],
  ["literals longer than the block", zstdFrame([compressedBlock(octets(0xf8))]), 6, "contradicts itself"],
  ["literals by a table that never came", zstdFrame([compressedBlock(octets(3, 0, 0, 0))]), 6, "contradicts itself"],
  ["a copy from before the beginning", zstdFrame([oneSymbolEach([1], 0, 3, 0, [0x08])]), 6, "contradicts itself"],
  ["a repeated distance that was never there", zstdFrame([oneSymbolEach([1], 0, 0, 0, [1])]), 6, "contradicts itself"],
  ["a million copies in twenty bytes", zstdFrame([oneSymbolEach([255, 255, 255], 0, 0, 52, [1])]), 6, "contradicts"],
  ["sequences without their bits", zstdFrame([compressedBlock(octets(0, 1, 0x00, 0))]), 6, "contradicts itself"],
  ["reserved modes", zstdFrame([compressedBlock(octets(0, 1, 0x01, 1))]), 6, "contradicts itself"],
  ["a reserved bit of the header", zstdFrame([rawBlock(octets())], { descriptor: 8 }), 0, "no meaning yet"],
  ["a window above 128 MiB", zstdFrame([rawBlock(octets())], { window: 0x89 }), 0, "zstd -d --long=31"],
  ["more than it states", zstdFrame([rawBlock(new Uint8Array(300))], { descriptor: 0x40, tail: octets() }), 8, "more"],
])("%s is damage", (_name, stream, offset, found) => {
  // The frame with a stated size has its field of two bytes, 0 for 256, in front of the first block.
  const bytes = found === "more" ? concat(stream.subarray(0, 6), octets(0, 0), stream.subarray(6)) : stream;
  const before = zstdFrame([rawBlock(ascii("before"))]);
  const { bytes: kept, ending } = unpackBytes(concat(before, bytes));
  expect(text(kept)).toBe("before");
  expect(ending.damage?.offset).toBe(before.length + offset);
  expect(ending.damage?.found).toContain(found);
});

test("eighteen bytes that claim 98,000 copies of 64 KiB are damage at once", () => {
  const bomb = zstdFrame([oneSymbolEach([255, 255, 255], 0, 0, 52, [1])]);
  const start = performance.now();
  expect([bomb.length, unpackBytes(bomb).bytes.length]).toEqual([18, 0]);
  expect(performance.now() - start).toBeLessThan(1000);
});

test("windows of 128 MiB, sound and damaged, one after the other, take the memory of one", () => {
  const before = process.memoryUsage().rss;
  const block = repeatedByteBlock(0, 131_072);
  const sound = zstdFrame(new Array(1100).fill(block), { window: 0x88 });
  const damaged = zstdFrame([...new Array(1100).fill(block), compressedBlock(octets(0xf8))], { window: 0x88 });
  for (const [frame, found] of [
    [sound, undefined],
    [damaged, "a block contradicts itself"],
    [sound, undefined],
    [damaged, "a block contradicts itself"],
  ] as const) {
    const blocks = unzstd(new FileBytes(openBytes(frame)), library);
    let step = blocks.next();
    for (; !step.done; step = blocks.next()) expect(step.value.bytes.length).toBe(131_072);
    expect(step.value.damage?.found).toBe(found);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
});

test("Huffman weights that would never end are damage", () => {
  // One symbol takes all of the weights' table, so that its states take no bits and the stream of weights never ends.
  const weights = octets(0x04, 0xf0, 0x03, 0x00, 0x80);
  const literals = concat(octets(0x02 | (8 << 4), (weights.length << 6) & 0xff, weights.length >> 2), weights);
  expect(unpackBytes(zstdFrame([compressedBlock(concat(literals, octets(0)))])).ending.damage).not.toBeNull();
});

test("a wrong check sum is told, and costs no byte", () => {
  const packed = fs.readFileSync(capturePath("compressed/svmap256-level1.pcap.zst"));
  packed[packed.length - 1] = (packed.at(-1) as number) ^ 1;
  const { bytes, ending } = unpackBytes(packed);
  expect(text(bytes) === text(PLAIN)).toBe(true);
  expect(ending.damage).toEqual({ offset: packed.length - 4, found: "the check sum of a frame is wrong" });
});

test.each([
  ["zeros", new Uint8Array(3)],
  ["text", ascii("what is this?")],
])("%s behind the last frame are counted", (_name, tail) => {
  const { bytes, ending } = unpackBytes(concat(zstdFrame([rawBlock(ascii("a"))]), tail));
  expect([text(bytes), ending]).toEqual(["a", { damage: null, trailingBytes: tail.length }]);
});

test("cut anywhere, the blocks before the cut are kept, and the cut is told", () => {
  const packed = fs.readFileSync(capturePath("compressed/svmap256-two-frames.pcap.zst"));
  const kept = Array.from({ length: packed.length }, (_, length) => length)
    .filter((length) => length > 0 && length % 97 === 0)
    .map((length) => {
      const { bytes, ending } = unpackBytes(packed.subarray(0, length));
      expect(text(PLAIN).startsWith(text(bytes))).toBe(true);
      expect(ending.damage?.offset ?? 0).toBeLessThanOrEqual(length);
      expect(ending).not.toEqual(WHOLE);
      return bytes.length;
    });
  // Each frame is one block: the first is whole behind some cut, the second behind none.
  expect(kept).toEqual([...kept].sort((a, b) => a - b));
  expect(new Set(kept)).toEqual(new Set([0, 50_000]));
});

test("damaged streams never throw and never give more than they could; the same bytes give the same", () => {
  const packed = fs.readFileSync(capturePath("compressed/svmap256-level19.pcap.zst"));
  const edits = fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(edits, (changes) => {
      const damaged = new Uint8Array(packed);
      for (const [at, value] of changes) damaged[at] = value;
      const { bytes, ending } = unpackBytes(damaged);
      expect(ending.damage?.offset ?? 0).toBeLessThanOrEqual(damaged.length);
      expect(bytes.length).toBeLessThan(64 * PLAIN.length);
      if (ending.damage === null && ending.trailingBytes === 0 && bytes.length === PLAIN.length) {
        expect(text(bytes) === text(PLAIN)).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

// github.com/Cyan4973/xxHash, its own values for the seed 0.
test.each([
  ["", 0x51d8e999],
  ["a", 0xa98c6e5b],
  ["abc", 0xad770999],
])("the stated check sum of %j is compared with its XXH64", (content, hash) => {
  const frame = (sum: number) => zstdFrame([rawBlock(ascii(content))], { descriptor: 4, tail: u32(sum, true) });
  expect(unpackBytes(frame(hash))).toEqual({ bytes: ascii(content), ending: WHOLE });
  expect(unpackBytes(frame(hash ^ 1)).ending.damage?.found).toContain("check sum");
});
