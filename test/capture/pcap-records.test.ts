import { expect, test } from "vitest";
import { openCapture } from "../../core/capture/open-capture.ts";
import { messageOf } from "../../core/capture/problem.ts";
import { ascii, concat } from "../builders/bytes.ts";
import { PCAP_MICROSECONDS, PCAP_MODIFIED, PCAP_NANOSECONDS, type PcapFields, pcapFile } from "../builders/pcap.ts";
import { readInChunks } from "../builders/read-in-chunks.ts";

test.each([
  [PCAP_MICROSECONDS, 7_000n],
  [PCAP_NANOSECONDS, 7n],
  [PCAP_MODIFIED, 7_000n],
])("magic %i in both byte orders", (magic, fractionNs) => {
  for (const littleEndian of [true, false]) {
    const records = [{ seconds: 4_000_000_000, fraction: 7, bytes: ascii("abc"), originalLength: 70_000 }];
    const { packets, facts } = readInChunks(pcapFile({ magic, littleEndian, linkType: 0x1234, records }));
    expect(packets).toEqual([
      {
        number: 1,
        offset: 24,
        dataOffset: magic === PCAP_MODIFIED ? 48 : 40,
        timeNs: 4_000_000_000_000_000_000n + fractionNs,
        linkType: 0x1234,
        bytes: ascii("abc"),
        originalLength: 70_000,
      },
    ]);
    expect(facts).toEqual({
      container: "pcap",
      linkTypes: [0x1234],
      packets: 1,
      complete: true,
      stoppedAt: null,
      reason: null,
      readBytes: pcapFile({ magic, littleEndian, records }).length,
      comments: { count: 0, first: [] },
      problems: [],
    });
  }
});

/** Packets, time of the first one in nanoseconds, and problems as `code:count@first packet+its offset`. */
function summarise(fields: PcapFields): string {
  const { packets, facts } = readInChunks(pcapFile(fields));
  const problems = facts.problems.map(
    ({ code, count, firstPacket, firstOffset }) => `${code}:${count}@${firstPacket}+${firstOffset}`,
  );
  return [packets.length, packets[0]?.timeNs ?? "no time", ...problems].join(" ");
}

const x = ascii("x");

test.each<[string, PcapFields, string]>([
  ["a capture without packets", {}, "0 no time"],
  ["a packet without bytes", { records: [{}] }, "1 0"],
  ["version 9 is read, and noted", { majorVersion: 9, records: [{}] }, "1 0 unusual-version:1@null+0"],
  [
    "microseconds over one million are carried, and noted",
    { records: [{ seconds: 1, fraction: 999_999 }, { seconds: 1, fraction: 1_000_000 }, { fraction: 4_294_967_295 }] },
    "3 1999999000 fraction-over-one-second:2@2+40",
  ],
  [
    "more stored than there was is read, and noted",
    { records: [{ bytes: x }, { bytes: x, originalLength: 0 }] },
    "2 0 captured-above-original:1@2+41",
  ],
  ["a snap length too small is not believed", { snapLength: 10, records: [{ bytes: new Uint8Array(262_144) }] }, "1 0"],
  [
    "above the usual maximum is damage",
    { snapLength: 10, records: [{}, { bytes: new Uint8Array(262_145) }] },
    "1 0 record-too-large:1@null+40",
  ],
  [
    "above the usual maximum is fine where the snap length allows it",
    { snapLength: 262_145, records: [{ bytes: new Uint8Array(262_145) }] },
    "1 0",
  ],
  ["snap length 0 is no limit", { snapLength: 0, records: [{ bytes: new Uint8Array(300_000) }] }, "1 0"],
  [
    "16 MiB is the limit whatever the file states",
    { snapLength: 0xffffffff, records: [{ capturedLength: 16 * 1024 * 1024 + 1 }] },
    "0 no time record-too-large:1@null+24",
  ],
])("%s", (_name, fields, expected) => {
  expect(summarise(fields)).toBe(expected);
});

test("frame check sequence bits above the link type are ignored", () => {
  const { facts } = readInChunks(pcapFile({ linkType: 0x4400_0001 }));
  expect(facts.linkTypes).toEqual([1]);
});

test.each([
  [0, "empty-file", null, "The file is empty; no packet was read."],
  [3, "not-a-capture", null, "This is neither pcap nor pcapng: it starts with the bytes d4c3b2; no packet was read."],
  [4, "cut-short", "pcap", "The capture ends inside its header (4 of at least 8 bytes are there); no packet was read."],
  [
    23,
    "cut-short",
    "pcap",
    "The capture ends inside its header (23 of at least 24 bytes are there); no packet was read.",
  ],
])("a file header cut after %i bytes", (length, code, container, reason) => {
  const { facts } = readInChunks(pcapFile().subarray(0, length));
  expect(facts).toMatchObject({ container, complete: false, stoppedAt: 0, reason });
  expect(facts.problems).toMatchObject([{ code, effect: "stopped", count: 1, firstPacket: null, firstOffset: 0 }]);
  expect(facts.problems.map(messageOf)).toEqual([reason]);
});

test("a cut record is told with its offset and what was kept", () => {
  const capture = pcapFile({ records: [{ bytes: ascii("abc") }, { bytes: ascii("defg") }] });
  expect(readInChunks(capture.subarray(0, capture.length - 1)).facts).toMatchObject({
    packets: 1,
    complete: false,
    stoppedAt: 24 + 19,
    reason:
      "The capture ends inside the record at byte 43 (19 of at least 20 bytes are there); the packet before it was kept.",
  });
});

test("after damage the reader says so and takes no more", () => {
  const reader = openCapture();
  const damaged = pcapFile({ records: [{}, { capturedLength: 0xffffffff }] });
  const numbers: number[] = [];
  reader.push(damaged, (packet) => numbers.push(packet.number));
  expect(reader.reading).toBe(false);
  const facts = reader.facts;
  reader.push(pcapFile({ records: [{}] }), (packet) => numbers.push(packet.number));
  reader.end();
  expect(numbers).toEqual([1]);
  expect(reader.facts).toEqual(facts);
  expect(facts).toMatchObject({ complete: false, stoppedAt: 40 });
});

test("a capture is not complete before its end was told", () => {
  const reader = openCapture();
  reader.push(pcapFile(), () => {});
  expect(reader.facts.complete).toBe(false);
  reader.end();
  expect(reader.facts.complete).toBe(true);
});

test.each([
  ["zip", "PK\x03\x04 and more", "This is a zip file: unpack it first, with unzip FILE; no packet was read."],
  [
    "snoop",
    "snoop\0\0\0",
    "This is a capture in the format snoop: convert it first, with editcap -F pcap FILE OUT; no packet was read.",
  ],
  [
    "gzip inside gzip",
    "\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "What is compressed here is compressed with gzip once more: unpack it once, with gzip -d; no packet was read.",
  ],
  [
    "tar",
    `capture.pcap${"\0".repeat(245)}ustar`,
    "This is a tar file: unpack it first, with tar -xf FILE; no packet was read.",
  ],
])("%s is refused by name", (_name, text, reason) => {
  const { facts } = readInChunks(ascii(text));
  expect(facts).toMatchObject({ container: null, reason });
  expect(facts.problems).toMatchObject([{ code: "unsupported-format" }]);
  expect(readInChunks(ascii(text), [1]).facts).toEqual(facts);
});

test("offsets stay exact beyond 4 GiB", () => {
  // One record of 16 MiB less a little, pushed again and again: 4.7 GB of stream without 4.7 GB of memory.
  const record = pcapFile({ records: [{ bytes: new Uint8Array(16 * 1024 * 1024 - 16) }] }).subarray(24);
  const reader = openCapture();
  reader.push(pcapFile({ snapLength: 0 }), () => {});
  for (let i = 0; i < 300; i += 1) reader.push(record, () => {});
  reader.push(concat(new Uint8Array(8), Uint8Array.of(255, 255, 255, 255), new Uint8Array(4)), () => {});
  expect(reader.facts).toMatchObject({ packets: 300, stoppedAt: 24 + 300 * 16 * 1024 * 1024 });
});
