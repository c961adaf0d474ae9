import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addIpHeader,
  classifyIpId,
  emptyIpHeaders,
  type IpHeader,
  type IpHeaderState,
  ipIdEvidence,
  mergeIpHeaders,
  timeToLiveRange,
} from "../../core/behaviour/ip-header.ts";
import { Random } from "../generator/random.ts";

function stateOf(headers: readonly IpHeader[]): IpHeaderState {
  const state = emptyIpHeaders();
  for (const header of headers) addIpHeader(state, header);
  return state;
}

/** Packets one microsecond apart; the k-th goes to the address and carries the identification of the two functions. */
function packets(count: number, destinationOf: (k: number) => number, idOf: (k: number) => number): IpHeader[] {
  return Array.from({ length: count }, (_, k) => ({
    timeNs: BigInt(k) * 1000n,
    destination: destinationOf(k),
    timeToLive: 50,
    identification: idOf(k) & 0xffff,
  }));
}

const random = new Random("17");
const randomId = () => random.int(0, 65_535);
const oneTarget = () => 0xc6336401;
const nextTarget = (k: number) => 0xc6336400 + k;
/** Ten targets, one after the other, again and again. */
const rounds = (k: number) => 0xc6336400 + (k % 10);
const swap = (id: number) => ((id & 0xff) << 8) | ((id >>> 8) & 0xff);

describe("identification", () => {
  test.each<[string, IpHeader[], ReturnType<typeof classifyIpId>]>([
    ["no packet", [], { class: "unknown", value: null }],
    ["all zero", packets(10, nextTarget, () => 0), { class: "zero", value: 0 }],
    ["old ZMap", packets(10, nextTarget, () => 54_321), { class: "constant", value: 54_321 }],
    ["one packet of old ZMap", packets(1, nextTarget, () => 54_321), { class: "unknown", value: 54_321 }],
    ["a counter", packets(100, nextTarget, (k) => 65_500 + k), { class: "counter", value: null }],
    [
      "a counter of a busy host",
      packets(100, nextTarget, (k) => k * 300 + (k % 7) * 40),
      { class: "counter", value: null },
    ],
    [
      "a counter in the host's byte order",
      packets(100, nextTarget, (k) => swap(200 + k)),
      { class: "counter", value: null },
    ],
    ["a counter, one target", packets(5, oneTarget, (k) => 7 + k), { class: "counter", value: null }],
    ["a counter with few packets", packets(4, oneTarget, (k) => 7 + k), { class: "unknown", value: null }],
    ["random", packets(500, nextTarget, randomId), { class: "random", value: null }],
    ["random, destinations revisited", packets(500, rounds, randomId), { class: "random", value: null }],
    [
      "a value per destination",
      packets(100, rounds, (k) => (rounds(k) * 40_503) >>> 3),
      { class: "per-destination", value: null },
    ],
    [
      "a counter per destination",
      packets(100, rounds, (k) => ((rounds(k) * 40_503) >>> 3) + Math.floor(k / 10)),
      { class: "per-destination", value: null },
    ],
    [
      "a value per destination, seen once",
      packets(100, nextTarget, (k) => (nextTarget(k) * 40_503) >>> 3),
      { class: "random", value: null },
    ],
    [
      "a few values in no order",
      packets(100, nextTarget, () => [11, 30_000, 52_000][randomId() % 3] as number),
      { class: "unknown", value: null },
    ],
  ])("%s", (_name, headers, expected) => {
    expect(classifyIpId(stateOf(headers))).toEqual(expected);
    expect(classifyIpId(stateOf(new Random("1").shuffle(headers)))).toEqual(expected);
  });

  test.each<[string, IpHeader[], ReturnType<typeof ipIdEvidence>]>([
    [
      "a counter over ten targets",
      packets(40, rounds, (k) => k),
      {
        packets: 40,
        distinct: null,
        steps: 39,
        countedSteps: 39,
        destinationSteps: 30,
        destinationFollowing: 30,
      },
    ],
    [
      "three values in turn, one target",
      packets(9, oneTarget, (k) => 20_000 * (k % 3)),
      { packets: 9, distinct: 3, steps: 8, countedSteps: 0, destinationSteps: 7, destinationFollowing: 0 },
    ],
    [
      "undated",
      packets(5, oneTarget, (k) => k).map((header) => ({ ...header, timeNs: null })),
      { packets: 5, distinct: 5, steps: 0, countedSteps: 0, destinationSteps: 4, destinationFollowing: 0 },
    ],
  ])("evidence: %s", (_name, headers, expected) => {
    expect(ipIdEvidence(stateOf(new Random("4").shuffle(headers)))).toEqual(expected);
  });

  test("times are needed to tell a counter from chance", () => {
    const counter = packets(100, nextTarget, (k) => k + 1);
    expect(classifyIpId(stateOf(counter.map((header) => ({ ...header, timeNs: null })))).class).toBe("unknown");
    expect(classifyIpId(stateOf(counter.map((header) => ({ ...header, timeNs: 1n })))).class).toBe("unknown");
  });

  test("IPv6 has none", () => {
    const header = { timeNs: 0n, destination: "2001:db8::1", timeToLive: 60, identification: null };
    const state = stateOf([header, header]);
    expect(classifyIpId(state)).toEqual({ class: "unknown", value: null });
    expect(timeToLiveRange(state)).toEqual({ min: 60, max: 60, likelyInitial: 64 });
  });
});

describe("TTL", () => {
  test.each([
    [[], null],
    [[52, 49, 51], { min: 49, max: 52, likelyInitial: 64 }],
    [[243], { min: 243, max: 243, likelyInitial: 255 }],
    [[64], { min: 64, max: 64, likelyInitial: 64 }],
    [[65, 128], { min: 65, max: 128, likelyInitial: 128 }],
    [[20], { min: 20, max: 20, likelyInitial: 32 }],
    [[50, 110], { min: 50, max: 110, likelyInitial: null }],
  ])("%j", (received, expected) => {
    const headers = received.map((timeToLive) => ({ timeNs: 0n, destination: 1, timeToLive, identification: 0 }));
    expect(timeToLiveRange(stateOf(headers))).toEqual(expected);
  });
});

describe("state", () => {
  const header = fc.record({
    timeNs: fc.bigInt({ min: 0n, max: 99n }),
    destination: fc.integer({ min: 0xc6336400, max: 0xc6336440 }),
    timeToLive: fc.integer({ min: 0, max: 255 }),
    identification: fc.option(fc.integer({ min: 0, max: 30 })),
  });
  const headers = fc.array(header, { maxLength: 200 });

  test("is the same for any order and any split", () => {
    fc.assert(
      fc.property(headers, headers, headers, (a, b, c) => {
        const whole = stateOf([...a, ...b, ...c]);
        expect(stateOf([...c, ...a, ...b].reverse())).toEqual(whole);
        const [x, y, z] = [a, b, c].map(stateOf) as [IpHeaderState, IpHeaderState, IpHeaderState];
        expect(mergeIpHeaders(mergeIpHeaders(x, y), z)).toEqual(whole);
        expect(mergeIpHeaders(x, mergeIpHeaders(y, z))).toEqual(whole);
        expect(mergeIpHeaders(y, x)).toEqual(mergeIpHeaders(x, y));
        expect(mergeIpHeaders(emptyIpHeaders(), x)).toEqual(x);
      }),
    );
  });

  test("a merge leaves its parts alone", () => {
    const headersA = packets(100, rounds, randomId);
    const headersB = packets(100, nextTarget, randomId);
    const [a, b] = [stateOf(headersA), stateOf(headersB)];
    const merged = mergeIpHeaders(a, b);
    for (const more of packets(50, rounds, () => 3)) addIpHeader(merged, { ...more, timeToLive: 1 });
    expect(a).toEqual(stateOf(headersA));
    expect(b).toEqual(stateOf(headersB));
  });

  test("stays small over many packets and destinations", () => {
    const state = stateOf(packets(20_000, nextTarget, randomId));
    expect(state.identified).toBe(20_000);
    expect([state.lowestIds.length, state.earliest.length, state.destinations.length]).toEqual([9, 64, 32]);
    expect(state.destinations.every(({ ids }) => ids.length <= 8)).toBe(true);
  });
});
