import v8 from "node:v8";
import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PacketRecord } from "../../core/capture/packet-record.ts";
import { MAX_WAITING_BYTES } from "../../core/net/fragments.ts";
import { type Decoded, PacketDecoder } from "../../core/net/packet-decoder.ts";
import { ascii, concat, octets, u32 } from "../builders/bytes.ts";
import { packetRecord, packetRecords, RAW, summarise } from "../builders/decode-packets.ts";
import {
  ethernet,
  gre,
  ipv4,
  ipv4Fragments,
  ipv6,
  ipv6Extension,
  ipv6Fragment,
  ipv6Fragments,
  udp,
  vxlan,
} from "../builders/packet.ts";

const TEXT = "A message of forty bytes, to be cut apart";
/** 8 + 41 bytes. */
const datagram = udp(ascii(TEXT));

/** What each packet of a capture is, and the problems: code and count. */
function read(packets: readonly PacketRecord[]): { kinds: string[]; problems: string[] } {
  const decoder = new PacketDecoder({ tunnels: true });
  const kinds = packets.map((packet) => summarise(decoder.decode(packet)));
  return { kinds, problems: decoder.problems().map(({ code, count }) => `${code} ${count}`) };
}

const readRaw = (packets: readonly Uint8Array[]) => read(packetRecords(packets, RAW));

const WHOLE = `${TEXT}+0`;
const [first, middle, last] = ipv4Fragments(datagram, [16, 32]) as [Uint8Array, Uint8Array, Uint8Array];

test.each<[string, Uint8Array[], string[], string[]]>([
  ["in order", [first, middle, last], ["fragment", "fragment", WHOLE], []],
  ["the last first", [last, middle, first], ["fragment", "fragment", WHOLE], []],
  ["the middle last", [last, first, middle], ["fragment", "fragment", WHOLE], []],
  ["a copy of one", [first, middle, middle, last], ["fragment", "fragment", "fragment", WHOLE], []],
  ["a copy of the last", [last, last, first, middle], ["fragment", "fragment", "fragment", WHOLE], []],
  ["one is missing", [first, last], ["fragment", "fragment"], ["incomplete-datagrams 1"]],
  ["the last is missing", [first, middle], ["fragment", "fragment"], ["incomplete-datagrams 1"]],
  [
    "one comes late",
    [first, last, middle, last],
    ["fragment", "fragment", WHOLE, "fragment"],
    ["incomplete-datagrams 1"],
  ],
  ["in IPv6", ipv6Fragments(datagram, [8, 24]), ["fragment", "fragment", WHOLE], []],
  ["in IPv6, backwards", ipv6Fragments(datagram, [8, 24]).reverse(), ["fragment", "fragment", WHOLE], []],
  ["with IP options", ipv4Fragments(datagram, [8], { options: new Uint8Array(8) }), ["fragment", WHOLE], []],
  ["of TCP", ipv4Fragments(datagram, [8], { protocol: 6 }), ["fragment", "tcp"], []],
  ["of ICMP", ipv4Fragments(datagram, [8], { protocol: 1 }), ["fragment", "otherTransport"], []],
  ["with a wrong UDP length", ipv4Fragments(udp(ascii(TEXT), { length: 50 }), [8]), ["fragment", "malformed"], []],
  ["of three bytes", [ipv4(octets(1, 2, 3), { fragment: 0x2000 })], ["fragment"], ["unusable-fragments 1"]],
  [
    "of no byte",
    [first, ipv4(octets(), { fragment: 0x2002 }), middle, last],
    ["fragment", "fragment", "fragment", WHOLE],
    ["unusable-fragments 1"],
  ],
  ["beyond 65,535 bytes", [ipv4(new Uint8Array(8), { fragment: 8191 })], ["fragment"], ["unusable-fragments 1"]],
  ["up to 65,535 bytes", [ipv4(new Uint8Array(3), { fragment: 8189 })], ["fragment"], ["incomplete-datagrams 1"]],
  [
    "an atomic one between",
    [
      ...ipv6Fragments(datagram, [8]).slice(0, 1),
      ipv6(ipv6Fragment(17, 0, datagram), { nextHeader: 44 }),
      ...ipv6Fragments(datagram, [8]).slice(1),
    ],
    ["fragment", WHOLE, WHOLE],
    [],
  ],
])("fragments %s", (_name, packets, kinds, problems) => {
  expect(readRaw(packets)).toEqual({ kinds, problems });
});

test("the datagram has the header of its first fragment", () => {
  const decoder = new PacketDecoder({ tunnels: true });
  const parts = [
    ipv4(datagram.subarray(0, 24), { identification: 9, fragment: 0x2000, timeToLive: 60, source: [203, 0, 113, 5] }),
    ipv4(datagram.subarray(24), { identification: 9, fragment: 3, timeToLive: 50, source: [203, 0, 113, 5] }),
  ];
  for (const order of [parts, [...parts].reverse()]) {
    const [, decoded] = packetRecords(order, RAW).map((packet) => decoder.decode(packet));
    expect(decoded).toEqual({
      kind: "datagram",
      datagram: {
        source: 0xcb007105,
        destination: 0xc6336401,
        sourcePort: 5061,
        destinationPort: 5060,
        timeToLive: 60,
        identification: 9,
        payload: ascii(TEXT),
        missingBytes: 0,
      },
      fragments: [1, 2],
    });
  }
});

test("extension headers before and behind the fragment header are read", () => {
  const options = ipv6Extension(17, datagram);
  const fragments = [
    ipv6(ipv6Extension(44, ipv6Fragment(60, 1, options.subarray(0, 16))), { nextHeader: 0 }),
    // Only the first one's next header counts (RFC 8200 section 4.5).
    ipv6(ipv6Extension(44, ipv6Fragment(6, 16, options.subarray(16))), { nextHeader: 0 }),
  ];
  expect(readRaw(fragments)).toEqual({ kinds: ["fragment", WHOLE], problems: [] });
});

describe("fragments of different datagrams are not mixed", () => {
  const [ownFirst, ownLast] = ipv4Fragments(datagram, [16]) as [Uint8Array, Uint8Array];

  test.each<[string, Uint8Array[]]>([
    ["another identification", ipv4Fragments(datagram, [16], { identification: 1 })],
    ["another source", ipv4Fragments(datagram, [16], { source: [192, 0, 2, 2] })],
    ["another destination", ipv4Fragments(datagram, [16], { destination: [198, 51, 100, 2] })],
    ["another protocol", ipv4Fragments(datagram, [16], { protocol: 6 })],
    ["another IP version", ipv6Fragments(datagram, [16])],
    ["in a tunnel", ipv4Fragments(datagram, [16]).map((packet) => ipv4(packet, { protocol: 4 }))],
  ])("%s", (_name, [otherFirst, otherLast]) => {
    const { kinds, problems } = readRaw([ownFirst, otherLast as Uint8Array, ownLast, otherFirst as Uint8Array]);
    expect(kinds.slice(0, 3)).toEqual(["fragment", "fragment", WHOLE]);
    expect(kinds[3]).not.toBe("fragment");
    expect(problems).toEqual([]);
  });

  test.each<[string, (packet: Uint8Array) => Uint8Array, (packet: Uint8Array) => Uint8Array]>([
    ["VLANs", (packet) => ethernet(packet, { tags: [0x8100] }), (packet) => ethernet(packet)],
    ["networks of VXLAN", inVxlan(7), inVxlan(8)],
    ["keys of GRE", inGre(7), inGre(8)],
  ])("different %s", (_name, one, other) => {
    const packets = [one(ownFirst), other(ownLast), one(ownLast), other(ownFirst)];
    expect(read(packetRecords(packets))).toEqual({ kinds: ["fragment", "fragment", WHOLE, WHOLE], problems: [] });
  });

  test("more than a minute apart, either way; packets without a time are never too late", () => {
    const minute = 60_000_000_000n;
    const kinds = (...times: (bigint | null)[]) =>
      read(
        [ownFirst, ownLast].map((bytes, index) => packetRecord(bytes, { linkType: RAW, timeNs: times[index] ?? null })),
      );
    expect(kinds(0n, minute)).toEqual({ kinds: ["fragment", WHOLE], problems: [] });
    expect(kinds(minute, 0n)).toEqual({ kinds: ["fragment", WHOLE], problems: [] });
    expect(kinds(0n, minute + 1n)).toEqual({ kinds: ["fragment", "fragment"], problems: ["incomplete-datagrams 2"] });
    expect(kinds(minute + 1n, 0n)).toEqual({ kinds: ["fragment", "fragment"], problems: ["incomplete-datagrams 2"] });
    expect(kinds(0n, null)).toEqual({ kinds: ["fragment", WHOLE], problems: [] });
    expect(kinds(null, minute + 1n)).toEqual({ kinds: ["fragment", WHOLE], problems: [] });
  });
});

function inVxlan(network: number) {
  return (packet: Uint8Array) => ethernet(ipv4(udp(vxlan(ethernet(packet), { network }), { destinationPort: 4789 })));
}

function inGre(key: number) {
  return (packet: Uint8Array) => ethernet(ipv4(gre(packet, { flags: 0x2000, options: u32(key) }), { protocol: 47 }));
}

describe("fragments and tunnels", () => {
  const [inner1, inner2] = ipv4Fragments(datagram, [24]) as [Uint8Array, Uint8Array];

  test("a fragmented tunnel packet is opened once it is whole", () => {
    const outer = ipv4Fragments(gre(ipv4(datagram)), [16, 40], { protocol: 47 });
    expect(readRaw(outer)).toEqual({ kinds: ["fragment", "fragment", WHOLE], problems: [] });
  });

  test("fragments inside of fragments", () => {
    const outer = [inner1, inner2].flatMap((inner, identification) =>
      ipv4Fragments(inner, [16], { protocol: 4, identification }),
    );
    expect(readRaw(outer)).toEqual({ kinds: ["fragment", "fragment", "fragment", WHOLE], problems: [] });
  });

  test("IPv6 fragments inside of fragments are followed eight deep", () => {
    const protocolAt = (level: number) => (level === 1 ? 17 : 44);
    const lastPart = (level: number, content: Uint8Array) => ipv6Fragment(protocolAt(level), 8, content, level);
    /** What a level is about starts with the fragment header of the level inside. */
    const firstPart = (level: number) => {
      const content = level === 1 ? datagram.subarray(0, 8) : lastPart(level - 1, octets());
      return ipv6(ipv6Fragment(protocolAt(level), 1, content, level), { nextHeader: 44 });
    };
    const nested = (depth: number) => {
      const firstParts = Array.from({ length: depth }, (_, index) => firstPart(index + 1));
      return readRaw([...firstParts, ipv6(lastPart(depth, datagram.subarray(8)), { nextHeader: 44 })]);
    };
    expect(nested(8)).toEqual({ kinds: [...new Array<string>(8).fill("fragment"), WHOLE], problems: [] });
    expect(nested(9)).toEqual({
      kinds: new Array<string>(10).fill("fragment"),
      problems: ["nested-too-deep 1", "incomplete-datagrams 1"],
    });
  });
});

describe("overlapping fragments", () => {
  const overlap = (...extra: Uint8Array[]) => readRaw([first, ...extra, middle, last]);
  const untrusted = (count: number) => ({
    kinds: new Array<string>(count).fill("fragment"),
    problems: ["overlapping-fragments 1"],
  });
  const part = (start: number, length: number, moreFollow = true) =>
    ipv4(new Uint8Array(length), { fragment: (moreFollow ? 0x2000 : 0) | (start / 8) });

  test.each<[string, Uint8Array[]]>([
    ["the same place, other bytes", [part(0, 16)]],
    ["the same start, shorter", [part(0, 8)]],
    ["the same start, longer", [part(0, 24)]],
    ["inside", [part(8, 8)]],
    ["around the start of the next", [part(8, 16)]],
    ["the last, at another end", [last, part(48, 8, false)]],
    ["the last, before what is there", [last, part(8, 8, false)]],
    ["the last where more follows", [part(32, 24), part(32, 24, false)]],
    ["more behind the last", [last, part(56, 8)]],
  ])("%s: the datagram is not trusted, nor what still comes of it", (_name, extra) => {
    expect(overlap(...extra)).toEqual(untrusted(3 + extra.length));
  });

  test("a new datagram of the same identification is trusted a minute later", () => {
    const packets = packetRecords([first, part(8, 16), first, middle, last], RAW);
    const later = packets.map((packet, index) => ({ ...packet, timeNs: index < 2 ? 0n : 61_000_000_000n }));
    expect(read(later)).toEqual({
      kinds: ["fragment", "fragment", "fragment", "fragment", WHOLE],
      problems: ["overlapping-fragments 1"],
    });
  });

  test("the place is that of the first fragment that overlaps", () => {
    const decoder = new PacketDecoder({ tunnels: true });
    for (const packet of packetRecords([first, part(8, 16), last], RAW)) decoder.decode(packet);
    expect(decoder.problems()).toMatchObject([{ effect: "noted", firstPacket: 2, firstOffset: 1024 }]);
  });
});

describe("fragments cut by the snap length", () => {
  const cut = (packets: readonly Uint8Array[], stored: number) =>
    read(packetRecords(packets, RAW).map((packet) => ({ ...packet, bytes: packet.bytes.subarray(0, stored) })));

  test("complete their datagram, whose bytes are known up to the first that is missing", () => {
    expect(cut([first, middle, last], 28)).toEqual({
      kinds: ["fragment", "fragment", `+${TEXT.length}`],
      problems: [],
    });
    expect(cut([last, middle, first], 34)).toEqual({
      kinds: ["fragment", "fragment", `${TEXT.slice(0, 6)}+${TEXT.length - 6}`],
      problems: [],
    });
    expect(cut([last, first, middle], 36).kinds.at(-1)).toBe(`${TEXT.slice(0, 40)}+1`);
  });

  test("cannot tell what they are if the UDP header is missing", () => {
    expect(cut([first, middle, last], 24).kinds).toEqual(["fragment", "fragment", "truncated"]);
  });
});

test("what is incomplete is told at any time as if the capture ended there, and not twice", () => {
  const decoder = new PacketDecoder({ tunnels: true });
  const [one, two, three] = packetRecords([first, middle, last], RAW) as [PacketRecord, PacketRecord, PacketRecord];
  decoder.decode(one);
  const incomplete = [{ code: "incomplete-datagrams", effect: "noted", count: 1, firstPacket: 1, firstOffset: 24 }];
  expect(decoder.problems()).toMatchObject(incomplete);
  expect(decoder.problems()).toMatchObject(incomplete);
  decoder.decode(two);
  expect(decoder.problems()).toMatchObject(incomplete);
  decoder.decode(three);
  expect(decoder.problems()).toEqual([]);
  expect(decoder.waitingBytes).toBe(0);
});

const collectGarbage = exposeGarbageCollection();

function exposeGarbageCollection(): () => void {
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc") as () => void;
}

/** Bytes in use once the garbage is gone. */
function usedMemory(): number {
  // Buffers outside the heap are given back by the second time.
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A datagram's payload, where it is cut (in units of eight bytes), and an order of its fragments. */
const cutDatagrams = fc
  .record({
    length: fc.integer({ min: 9, max: 400 }),
    cuts: fc.uniqueArray(fc.integer({ min: 1, max: 50 })),
    seed: fc.nat(),
  })
  .map(({ length, cuts, seed }) => ({
    payload: Uint8Array.from({ length }, (_, index) => (seed + index * 31) & 0xff),
    cuts: cuts
      .map((cut) => cut * 8)
      .filter((cut) => cut < length + 8)
      .sort((a, b) => a - b),
  }))
  .filter(({ cuts }) => cuts.length > 0);

test("any cutting of a datagram and any order of its fragments give the same datagram, once", () => {
  fc.assert(
    fc.property(cutDatagrams, fc.boolean(), fc.func(fc.nat()), ({ payload, cuts }, isIpv4, rank) => {
      const whole = isIpv4 ? ipv4(udp(payload)) : ipv6(udp(payload));
      const fragments = (isIpv4 ? ipv4Fragments : ipv6Fragments)(udp(payload), cuts);
      const order = fragments.map((_, index) => index).sort((a, b) => rank(a) - rank(b) || a - b);
      const packets = order.map((index) => fragments[index] as Uint8Array);
      const decoder = new PacketDecoder({ tunnels: true });
      const decoded = packetRecords(packets, RAW).map((packet) => decoder.decode(packet));
      const expected: Decoded[] = packets.slice(1).map(() => ({ kind: "other", class: "fragment" }));
      const [ofWhole] = packetRecords([whole], RAW).map((packet) =>
        new PacketDecoder({ tunnels: true }).decode(packet),
      );
      const fragmentNumbers = packets.map((_, index) => index + 1);
      expect(decoded).toEqual([...expected, { ...ofWhole, fragments: fragmentNumbers }]);
      expect(decoder.problems()).toEqual([]);
      expect(decoder.waitingBytes).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test("no overlapping fragment among those of a datagram lets it become whole", () => {
  fc.assert(
    fc.property(cutDatagrams, fc.func(fc.nat()), fc.nat(), fc.nat(), ({ payload, cuts }, rank, at, size) => {
      const content = udp(payload);
      const start = (at % cuts.length) * 8;
      const length = 8 * (1 + (size % 8));
      // One that overlaps others, with other bytes, and could not stand for some of them: they end elsewhere.
      const ends = [...cuts, content.length];
      fc.pre(!ends.includes(start + length) || (start > 0 && !cuts.includes(start)));
      const odd = ipv4(
        Uint8Array.from({ length }, (_, index) => ~(content[start + index] ?? 0) & 0xff),
        { fragment: 0x2000 | (start / 8) },
      );
      const fragments = [odd, ...ipv4Fragments(content, cuts)];
      // It comes before the last of the others, whichever that is.
      const order = fragments.map((_, index) => index).sort((a, b) => rank(a) - rank(b) || a - b);
      if (order.at(-1) === 0) order.reverse();
      const { kinds, problems } = readRaw(order.map((index) => fragments[index] as Uint8Array));
      expect(new Set(kinds)).toEqual(new Set(["fragment"]));
      expect(problems).toEqual(["overlapping-fragments 1"]);
    }),
    { numRuns: 500 },
  );
});

test("any mixture of fragments gives each packet one class, and nothing throws", () => {
  const fragments = fc.record({
    identification: fc.nat(2),
    start: fc.nat(12),
    length: fc.nat(40),
    moreFollow: fc.boolean(),
    stored: fc.nat(70),
    seconds: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 40 }), (list) => {
      const packets = list.map(({ identification, start, length, moreFollow, stored, seconds }, index) => {
        const bytes = ipv4(new Uint8Array(length), { identification, fragment: (moreFollow ? 0x2000 : 0) | start });
        return packetRecord(bytes.subarray(0, stored), {
          number: index + 1,
          linkType: RAW,
          originalLength: bytes.length,
          timeNs: BigInt(seconds) * 1_000_000_000n,
        });
      });
      expect(read(packets).kinds).toHaveLength(packets.length);
    }),
    { numRuns: 1_000 },
  );
});

describe("endless fragments", () => {
  /** Fragments that never complete anything, each of another datagram, one a millisecond. */
  function* endless(count: number, payload: Uint8Array): Generator<PacketRecord> {
    for (let number = 1; number <= count; number += 1) {
      const source = [10, (number >> 16) & 255, (number >> 8) & 255, number & 255];
      const bytes = ipv4(payload, { fragment: 0x2000, source, identification: number & 0xffff });
      yield packetRecord(bytes, { number, linkType: RAW, timeNs: BigInt(number) * 1_000_000n });
    }
  }

  test.each([
    ["tiny", 8],
    ["large", 1480],
  ])("%s: what waits is bounded, and what was dropped is told", (_name, length) => {
    const decoder = new PacketDecoder({ tunnels: true });
    let most = 0;
    for (const packet of endless(20_000, new Uint8Array(length))) {
      expect(decoder.decode(packet)).toEqual({ kind: "other", class: "fragment" });
      most = Math.max(most, decoder.waitingBytes);
    }
    expect(most).toBeLessThanOrEqual(MAX_WAITING_BYTES);
    expect(most).toBeGreaterThan(MAX_WAITING_BYTES * 0.99);
    const [dropped, incomplete] = decoder.problems();
    expect(dropped).toMatchObject({ code: "fragments-dropped", effect: "left-out", firstPacket: 1 });
    expect(incomplete).toMatchObject({ code: "incomplete-datagrams", effect: "noted" });
    expect((dropped?.count ?? 0) + (incomplete?.count ?? 0)).toBe(20_000);
    // A datagram that comes between them is read.
    const kinds = packetRecords([first, middle, last], RAW).map((packet) => summarise(decoder.decode(packet)));
    expect(kinds.at(-1)).toBe(WHOLE);
  });

  test("what is dropped after more than a minute was incomplete anyway", () => {
    const decoder = new PacketDecoder({ tunnels: true });
    for (const packet of endless(20_000, octets(1, 2, 3, 4, 5, 6, 7, 8))) {
      decoder.decode({ ...packet, timeNs: BigInt(packet.number) * 1_000_000_000n });
    }
    expect(decoder.problems()).toMatchObject([{ code: "incomplete-datagrams", count: 20_000, firstPacket: 1 }]);
  });

  test("of one datagram take no more time than they have bytes, in the worst order", () => {
    const pieces = Array.from({ length: 8_180 }, (_, index) => 8_180 - index);
    const packets = pieces.map((offset) => ipv4(new Uint8Array(8), { fragment: 0x2000 | offset }));
    const end = ipv4(new Uint8Array(8), { fragment: 8_181 });
    const start = ipv4(udp(new Uint8Array(0), { length: 8 + 8 * 8_181 }), { fragment: 0x2000 });
    const { kinds, problems } = readRaw([end, ...packets, start]);
    expect(problems).toEqual([]);
    expect(kinds.at(-1)).toHaveLength(8 * 8_181 + "+0".length);
  });

  test.each([8, 104, 1480])("of %i bytes take no more memory than is counted", (length) => {
    const decoder = new PacketDecoder({ tunnels: true });
    const before = usedMemory();
    for (const packet of endless(20_000, new Uint8Array(length))) decoder.decode(packet);
    const used = usedMemory() - before;
    expect(used).toBeLessThan(decoder.waitingBytes);
  });

  test("of one datagram take no more memory than is counted", () => {
    const decoder = new PacketDecoder({ tunnels: true });
    const before = usedMemory();
    for (let offset = 1; offset < 8_000; offset += 1) {
      decoder.decode(packetRecord(ipv4(new Uint8Array(8), { fragment: 0x2000 | offset }), { linkType: RAW }));
    }
    const used = usedMemory() - before;
    expect(used).toBeLessThan(decoder.waitingBytes);
  });
});

test("memory for fragments that are forgotten is given back", () => {
  const decoder = new PacketDecoder({ tunnels: true });
  const part = (fragment: number) =>
    packetRecord(ipv4(concat(octets(1), new Uint8Array(7)), { fragment }), { linkType: RAW });
  decoder.decode(part(0x2001));
  const one = decoder.waitingBytes;
  decoder.decode(part(0x2002));
  expect(decoder.waitingBytes).toBeGreaterThan(one);
  // Overlapping: only that it is not trusted is remembered.
  decoder.decode(packetRecord(ipv4(new Uint8Array(16), { fragment: 0x2001 }), { linkType: RAW }));
  expect(decoder.waitingBytes).toBeLessThan(one);
});
