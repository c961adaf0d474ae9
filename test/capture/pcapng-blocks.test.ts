import { expect, test } from "vitest";
import { openCapture } from "../../core/capture/open-capture.ts";
import type { PacketRecord } from "../../core/capture/packet-record.ts";
import { ascii, concat, octets, u16, u32 } from "../builders/bytes.ts";
import {
  block,
  comment,
  enhancedPacket,
  IF_TSOFFSET,
  IF_TSRESOL,
  type InterfaceFields,
  interfaceDescription,
  interfaceStatistics,
  obsoletePacket,
  option,
  sectionHeader,
  simplePacket,
} from "../builders/pcapng.ts";
import { readInChunks } from "../builders/read-in-chunks.ts";

/** Packets as `linkType:time:text/originalLength`, then problems as `code:count@first`, then where reading stopped. */
function summarise(...blocks: readonly Uint8Array[]): string {
  const { packets, facts } = readInChunks(concat(...blocks));
  return [
    ...packets.map((packet) => {
      const text = String.fromCharCode(...packet.bytes);
      return `${packet.linkType}:${packet.timeNs}:${text}/${packet.originalLength}`;
    }),
    ...facts.problems.map(({ code, count, firstPacket }) => `${code}:${count}@${firstPacket}`),
    ...(facts.stoppedAt === null ? [] : [`stopped@${facts.stoppedAt}`]),
  ].join(" ");
}

test("enhanced, obsolete and simple packets in both byte orders", () => {
  for (const littleEndian of [true, false]) {
    const packet = { littleEndian, bytes: ascii("abcde"), ticks: 2n ** 33n + 1n, originalLength: 9 };
    expect(
      summarise(
        sectionHeader({ littleEndian }),
        interfaceDescription({ littleEndian, linkType: 101, snapLength: 5 }),
        enhancedPacket(packet),
        obsoletePacket(packet),
        simplePacket(packet),
      ),
    ).toBe("101:8589934593000:abcde/9 101:8589934593000:abcde/9 101:null:abcde/9");
  }
});

test("each packet takes link type and time from its own interface", () => {
  expect(
    summarise(
      sectionHeader(),
      interfaceDescription({ linkType: 1 }),
      interfaceDescription({ linkType: 101, resolution: 9 }),
      enhancedPacket({ interfaceNumber: 1, ticks: 5n }),
      enhancedPacket({ interfaceNumber: 0, ticks: 5n }),
      obsoletePacket({ interfaceNumber: 1, ticks: 6n }),
    ),
  ).toBe("101:5:/0 1:5000:/0 101:6:/0");
});

test("a new section has its own byte order and interfaces", () => {
  const { facts } = readInChunks(
    concat(
      sectionHeader(),
      interfaceDescription({ linkType: 276 }),
      enhancedPacket(),
      sectionHeader({ littleEndian: false }),
      enhancedPacket({ littleEndian: false }),
      interfaceDescription({ littleEndian: false, linkType: 1 }),
      enhancedPacket({ littleEndian: false }),
    ),
  );
  expect(facts).toMatchObject({ container: "pcapng", linkTypes: [1, 276], packets: 2, complete: true });
  expect(facts.problems.map(({ code, count }) => [code, count])).toEqual([["unknown-interface", 1]]);
});

test.each<[string, InterfaceFields, bigint, string]>([
  ["microseconds unless stated", {}, 1n, "1000"],
  ["whole seconds", { resolution: 0 }, 3n, "3000000000"],
  ["nanoseconds", { resolution: 9 }, 3n, "3"],
  ["picoseconds are floored", { resolution: 12 }, 1_999n, "1 time-floored:1@1"],
  ["picoseconds without a loss are not noted", { resolution: 12 }, 2_000n, "2"],
  ["10^-127 s", { resolution: 127 }, 2n ** 64n - 1n, "0 time-floored:1@1"],
  ["2^-9 s come out even", { resolution: 0x80 | 9 }, 1n, "1953125"],
  ["2^-10 s are floored", { resolution: 0x80 | 10 }, 1n, "976562 time-floored:1@1"],
  ["2^-0 s", { resolution: 0x80 }, 2n, "2000000000"],
  ["2^-127 s", { resolution: 0xff }, 2n ** 64n - 1n, "0 time-floored:1@1"],
  ["an offset", { offsetSeconds: 1_700_000_000n }, 1n, "1700000000000001000"],
  ["a negative offset", { offsetSeconds: -2n }, 1n, "-1999999000"],
  ["more than 64 bits of nanoseconds", { resolution: 0 }, 2n ** 63n, "null time-out-of-range:1@1"],
  ["the last time there is", { resolution: 9 }, 2n ** 63n - 1n, "9223372036854775807"],
  ["one more", { resolution: 9 }, 2n ** 63n, "null time-out-of-range:1@1"],
])("time: %s", (_name, fields, ticks, expected) => {
  for (const littleEndian of [true, false]) {
    const description = interfaceDescription({ ...fields, littleEndian });
    const packet = enhancedPacket({ littleEndian, ticks });
    expect(summarise(sectionHeader({ littleEndian }), description, packet).replace(/^1:|:\/0/g, "")).toBe(expected);
  }
});

test.each<[string, readonly Uint8Array[], string]>([
  ["an unknown block is skipped", [block(0x0bad, ascii("whatever"))], "1:0:after/5"],
  ["an empty block is skipped", [block(5, new Uint8Array())], "1:0:after/5"],
  [
    "version 2 is read, and noted",
    [sectionHeader({ majorVersion: 2 }), interfaceDescription()],
    "1:0:after/5 unusual-version:1@null",
  ],
  [
    "a packet of an unknown interface is skipped",
    [enhancedPacket({ interfaceNumber: 1 })],
    "1:0:after/5 unknown-interface:1@null",
  ],
  [
    "a packet longer than its block is skipped",
    [enhancedPacket({ capturedLength: 1 })],
    "1:0:after/5 packet-overruns-block:1@null",
  ],
  [
    "a simple packet longer than its block is skipped",
    [simplePacket({ originalLength: 9 })],
    "1:0:after/5 packet-overruns-block:1@null",
  ],
  [
    "more stored than there was",
    [enhancedPacket({ bytes: ascii("abcd"), originalLength: 3 })],
    "1:0:abcd/3 1:0:after/5 captured-above-original:1@1",
  ],
])("%s", (_name, blocks, expected) => {
  const after = enhancedPacket({ bytes: ascii("after") });
  expect(summarise(sectionHeader(), interfaceDescription(), ...blocks, after)).toBe(expected);
});

test.each<[string, readonly Uint8Array[], string]>([
  ["a section of version 1.2", [sectionHeader({ minorVersion: 2 })], ""],
  ["a section of version 1.3", [sectionHeader({ minorVersion: 3 })], "unusual-version:1@null"],
  ["a section length that is too short", [sectionHeader({ sectionLength: 4n })], ""],
  ["a section length beyond the file", [sectionHeader({ sectionLength: 2n ** 62n })], ""],
  [
    "names, statistics, custom blocks and secrets",
    [4, 5, 0x0bad, 0x4000_0bad, 10].map((type) => block(type, new Uint8Array(24))),
    "",
  ],
])("%s are read over", (_name, blocks, problems) => {
  const packet = [interfaceDescription(), enhancedPacket({ bytes: ascii("after") })];
  expect(summarise(sectionHeader(), ...blocks, ...packet)).toBe(`1:0:after/5 ${problems}`.trim());
});

test("a clock that runs backwards is noted for its own interface, in its own section", () => {
  const at = (interfaceNumber: number, ticks: bigint) => enhancedPacket({ interfaceNumber, ticks });
  const interfaces = [sectionHeader(), interfaceDescription(), interfaceDescription({ offsetSeconds: -9n })];
  const { facts } = readInChunks(
    concat(...interfaces, at(0, 5n), at(1, 3n), at(0, 4n), at(1, 3n), at(0, 4n), at(0, 3n)),
  );
  expect(facts.problems).toMatchObject([{ code: "clock-backwards", effect: "noted", count: 2, firstPacket: 3 }]);
  expect(readInChunks(concat(...interfaces, at(0, 5n), ...interfaces, at(0, 4n))).facts.problems).toEqual([]);
});

test("a simple packet before any interface is skipped", () => {
  expect(summarise(sectionHeader(), simplePacket({ bytes: ascii("a") }))).toBe("unknown-interface:1@null");
});

test("interfaces beyond 65536 of a section are skipped with their packets, and noted", () => {
  const many = concat(...new Array<Uint8Array>(65_538).fill(interfaceDescription()));
  const packets = [65_535, 65_536, 0].map((interfaceNumber) => enhancedPacket({ interfaceNumber }));
  expect(summarise(sectionHeader(), many, ...packets)).toBe(
    "1:0:/0 1:0:/0 too-many-interfaces:2@null unknown-interface:1@null",
  );
});

const resolution9 = option(IF_TSRESOL, octets(9));

test.each([
  ["an unknown option is skipped", concat(option(2, ascii("eth0!")), resolution9), "1:5:/0"],
  ["what follows the end of options is ignored", concat(option(0, octets()), resolution9), "1:5000:/0"],
  ["an option longer than its block", concat(u16(2), u16(0xffff), resolution9), "1:5000:/0 bad-option:1@null"],
  ["an option of the wrong size", option(IF_TSRESOL, octets(9, 9)), "1:5000:/0 bad-option:1@null"],
  ["an offset of the wrong size", option(IF_TSOFFSET, octets(9, 9, 9, 9)), "1:5000:/0 bad-option:1@null"],
])("%s", (_name, options, expected) => {
  expect(summarise(sectionHeader(), interfaceDescription({ options }), enhancedPacket({ ticks: 5n }))).toBe(expected);
});

const start = [sectionHeader(), interfaceDescription(), enhancedPacket()];
const startBytes = concat(...start).length;

test.each([
  ["length 0", block(6, octets(), true, { leading: 0 }), "bad-block-length"],
  ["length 7", block(6, octets(), true, { leading: 7 }), "bad-block-length"],
  ["a length that is no multiple of four", block(5, new Uint8Array(8), true, { leading: 18 }), "bad-block-length"],
  ["a packet block too small for its fields", block(6, new Uint8Array(16)), "bad-block-length"],
  ["an interface block too small for its fields", block(1, new Uint8Array(4)), "bad-block-length"],
  ["a section header too small for its fields", block(0x0a0d0d0a, u32(0x1a2b3c4d, true)), "bad-block-length"],
  ["a length above 16 MiB", block(5, octets(), true, { leading: 2 ** 24 + 4 }), "bad-block-length"],
  ["a trailing length that differs", block(5, octets(), true, { trailing: 16 }), "block-lengths-differ"],
  ["a bad byte-order magic", block(0x0a0d0d0a, new Uint8Array(16)), "bad-byte-order-magic"],
  ["an end inside a block", enhancedPacket({ bytes: ascii("abcd") }).subarray(0, 35), "cut-short"],
])("%s stops the reading and keeps what precedes it", (_name, damaged, code) => {
  expect(summarise(...start, damaged, ...(code === "cut-short" ? [] : [enhancedPacket()]))).toBe(
    `1:0:/0 ${code}:1@null stopped@${startBytes}`,
  );
});

test("comments of sections, interfaces, packets and statistics are kept in file order, in both byte orders", () => {
  for (const littleEndian of [true, false]) {
    const options = (...texts: readonly string[]) => concat(...texts.map((text) => comment(text, littleEndian)));
    const { facts } = readInChunks(
      concat(
        sectionHeader({ littleEndian, options: options("whole") }),
        interfaceDescription({ littleEndian, resolution: 9, options: options("eth0") }),
        enhancedPacket({ littleEndian, bytes: ascii("odd"), options: options("one", "", "two\xff") }),
        enhancedPacket({ littleEndian, interfaceNumber: 7, options: options("of a packet that was skipped") }),
        obsoletePacket({ littleEndian, options: options("three") }),
        interfaceStatistics(options("end"), littleEndian),
        block(10, options("a secret"), littleEndian),
      ),
    );
    const first = [
      ["section", null, "whole"],
      ["interface", null, "eth0"],
      ["packet", 1, "one"],
      ["packet", 1, ""],
      ["packet", 1, "two\xff"],
      ["packet", 2, "three"],
      ["statistics", null, "end"],
    ].map(([about, packet, text]) => ({ about, packet, text }));
    expect(facts.comments).toEqual({ count: 7, first });
  }
});

test.each([
  ["a thousand of them", 1_001, 1, 1_000],
  ["64 KiB of text", 3, 30_000, 2],
  ["nothing behind the first that does not fit", 2, 40_000, 1],
])("comments are kept up to a bound and then counted: %s", (_name, count, length, kept) => {
  const packets = Array.from({ length: count }, () => enhancedPacket({ options: comment("x".repeat(length)) }));
  const last = enhancedPacket({ options: comment("") });
  const { comments } = readInChunks(concat(sectionHeader(), interfaceDescription(), ...packets, last)).facts;
  expect([comments.count, comments.first.length]).toEqual([count + 1, kept]);
});

test("an option of a packet that overruns its block costs the options behind it, not the packet", () => {
  const options = concat(comment("kept"), u16(1, true), u16(0xffff, true));
  const { packets, facts } = readInChunks(concat(sectionHeader(), interfaceDescription(), enhancedPacket({ options })));
  expect(packets).toHaveLength(1);
  expect(facts.comments.first).toMatchObject([{ about: "packet", packet: 1, text: "kept" }]);
  expect(facts.problems.map(({ code }) => code)).toEqual(["bad-option"]);
});

test("offsets stay exact beyond 4 GiB, packets between skipped blocks included", () => {
  const skipped = block(0x0bad, new Uint8Array(2 ** 24 - 12));
  const reader = openCapture();
  const offsets: number[] = [];
  const onPacket = ({ offset }: PacketRecord) => offsets.push(offset);
  reader.push(concat(sectionHeader(), interfaceDescription()), onPacket);
  for (let i = 0; i < 260; i += 1) reader.push(skipped, onPacket);
  reader.push(enhancedPacket({ bytes: ascii("behind") }), onPacket);
  reader.push(block(0x0bad, new Uint8Array(), true, { leading: 7 }), onPacket);
  const packetAt = 28 + 20 + 260 * 2 ** 24;
  expect(offsets).toEqual([packetAt]);
  expect(reader.facts).toMatchObject({ packets: 1, stoppedAt: packetAt + 40, readBytes: packetAt + 40 });
});
