import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ascii, concat } from "../builders/bytes.ts";
import { decodePackets } from "../builders/decode-packets.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { PCAP_MODIFIED, PCAP_NANOSECONDS, pcapFile } from "../builders/pcap.ts";
import {
  block,
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  obsoletePacket,
  option,
  sectionHeader,
  simplePacket,
} from "../builders/pcapng.ts";
import { readInChunks } from "../builders/read-in-chunks.ts";

const records = fc.array(
  fc.record({
    seconds: fc.nat(0xffff_ffff),
    fraction: fc.nat(2_000_000),
    bytes: fc.uint8Array({ maxLength: 300 }),
    originalLength: fc.nat(1000),
  }),
  { maxLength: 12 },
);

const pcapCaptures = fc
  .record({ littleEndian: fc.boolean(), magic: fc.constantFrom(PCAP_NANOSECONDS, PCAP_MODIFIED), records })
  .map(pcapFile);

/** Sections of random byte order with random blocks; among them packets of interfaces that are not declared. */
const pcapngCaptures = fc
  .array(fc.boolean(), { minLength: 1, maxLength: 3 })
  .chain((orders) => fc.tuple(...orders.map(pcapngSection)))
  .map((sections) => concat(...sections));

function pcapngSection(littleEndian: boolean): fc.Arbitrary<Uint8Array> {
  const bytes = fc.uint8Array({ maxLength: 100 });
  const ticks = fc.bigInt(0n, 2n ** 64n - 1n);
  const interfaceNumber = fc.nat(3);
  const options = fc
    .array(fc.tuple(fc.nat(2), fc.uint8Array({ maxLength: 9 })), { maxLength: 3 })
    .map((list) => concat(...list.map(([code, value]) => option(code, value, littleEndian))));
  const blocks = fc.oneof(
    fc.nat(255).map((resolution) => interfaceDescription({ littleEndian, resolution })),
    fc.record({ bytes, ticks, interfaceNumber, options }).map((packet) => enhancedPacket({ ...packet, littleEndian })),
    fc.record({ bytes, ticks, interfaceNumber, options }).map((packet) => obsoletePacket({ ...packet, littleEndian })),
    options.map((stored) => interfaceStatistics(stored, littleEndian)),
    bytes.map((stored) => simplePacket({ bytes: stored, littleEndian })),
    bytes.map((body) => block(0x0bad, body, littleEndian)),
  );
  return fc
    .array(blocks, { maxLength: 12 })
    .map((rest) => concat(sectionHeader({ littleEndian }), interfaceDescription({ littleEndian }), ...rest));
}

const captures = fc.oneof(pcapCaptures, pcapngCaptures);
const chunkSizes = fc
  .array(fc.nat(64), { minLength: 1, maxLength: 8 })
  .filter((sizes) => sizes.some((size) => size > 0));

/** A capture with some bytes replaced and its tail perhaps cut off. */
const damagedCaptures = fc
  .tuple(
    captures,
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
    fc.double({ min: 0.5, max: 1, noNaN: true }),
  )
  .map(([capture, edits, kept]) => {
    const damaged = capture.slice(0, Math.ceil(capture.length * kept));
    for (const [position, value] of edits) damaged[position % damaged.length] = value;
    return damaged;
  });

describe("the result does not depend on how the stream is cut into chunks", () => {
  test("sound captures", () => {
    fc.assert(
      fc.property(captures, chunkSizes, (capture, sizes) => {
        const whole = readInChunks(capture);
        expect(whole.facts.complete).toBe(true);
        expect(readInChunks(capture, sizes)).toEqual(whole);
        expect(readInChunks(capture, [1])).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  test("damaged captures, which never throw", () => {
    fc.assert(
      fc.property(damagedCaptures, chunkSizes, (capture, sizes) => {
        const whole = readInChunks(capture);
        expect(readInChunks(capture, sizes)).toEqual(whole);
        expect(readInChunks(capture, [1])).toEqual(whole);
        expect(whole.facts.packets).toBe(whole.packets.length);
        expect(whole.facts.complete).toBe(whole.facts.stoppedAt === null);
        decodePackets(whole.packets);
      }),
      { numRuns: 500 },
    );
  });

  test("random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readInChunks(bytes, [1])).toEqual(readInChunks(bytes));
      }),
    );
  });
});

test("a packet of one megabyte, byte by byte, is put together without copying it again and again", () => {
  const bytes = ethernet(ipv4(udp(ascii("x".repeat(1_000)))));
  const large = concat(bytes, new Uint8Array(1_000_000 - bytes.length));
  const capture = pcapFile({ snapLength: 0, records: [{ bytes: large }, { bytes }] });
  const [first, second] = readInChunks(capture, [1]).packets;
  // Not toEqual: comparing a million elements one by one takes longer than reading them.
  expect(Buffer.compare(first?.bytes ?? ascii(""), large)).toBe(0);
  expect(second?.bytes).toEqual(bytes);
});
