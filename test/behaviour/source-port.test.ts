import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addSourcePort,
  classifySourcePorts,
  emptySourcePorts,
  mergeSourcePorts,
  type SourcePortState,
  sourcePortEvidence,
} from "../../core/behaviour/source-port.ts";
import { Random } from "../generator/random.ts";

type Packet = readonly [port: number, timeNs: bigint | null];

function stateOf(packets: readonly Packet[]): SourcePortState {
  const state = emptySourcePorts();
  for (const [port, timeNs] of packets) addSourcePort(state, port, timeNs);
  return state;
}

/** One packet a microsecond from each port in turn. */
function inTurn(ports: readonly number[]): Packet[] {
  return ports.map((port, index) => [port, BigInt(index) * 1000n]);
}

const range = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
const anywhere = (count: number) => new Random("5").shuffle(range(32_768, 28_000)).slice(0, count);
const swapNeighbours = (ports: number[]) => ports.map((_, index) => ports[index ^ 1] as number);

describe("class", () => {
  test.each<[string, readonly Packet[], ReturnType<typeof classifySourcePorts>]>([
    ["no packet", [], null],
    ["svmap", inTurn([5060, 5060, 5060]), { class: "fixed", distinct: 1, first: 5060, ladderStep: 0 }],
    ["svwar beside svmap", inTurn([5061, 5061]), { class: "fixed", distinct: 1, first: 5061, ladderStep: 1 }],
    ["a fixed port off the ladder", inTurn([40_000]), { class: "fixed", distinct: 1, first: 40_000, ladderStep: null }],
    ["below the ladder", inTurn([5059]), { class: "fixed", distinct: 1, first: 5059, ladderStep: null }],
    ["two to four", inTurn([5062, 5060, 5061, 5063]), { class: "few", distinct: 4, first: 5062, ladderStep: null }],
    ["five going up", inTurn(range(1024, 5)), { class: "ascending", distinct: 5, first: 1024, ladderStep: null }],
    [
      "a counter that wraps",
      inTurn([...range(60_980, 20), ...range(32_768, 20)]),
      { class: "ascending", distinct: 40, first: 60_980, ladderStep: null },
    ],
    [
      "going up for ever",
      inTurn(range(1024, 60_000)),
      { class: "ascending", distinct: 60_000, first: 1024, ladderStep: null },
    ],
    [
      "going down",
      inTurn(range(1024, 20).reverse()),
      { class: "per-packet", distinct: 20, first: 1043, ladderStep: null },
    ],
    [
      "neighbours swapped",
      inTurn(swapNeighbours(range(1024, 40))),
      { class: "per-packet", distinct: 40, first: 1025, ladderStep: null },
    ],
    [
      "any port",
      inTurn(anywhere(5000)),
      { class: "per-packet", distinct: 5000, first: anywhere(1)[0] as number, ladderStep: null },
    ],
    [
      "going up, all at one time",
      range(1024, 40).map((port) => [port, 7n]),
      { class: "per-packet", distinct: 40, first: 1024, ladderStep: null },
    ],
    [
      "undated",
      range(1024, 40).map((port) => [port, null]),
      { class: "per-packet", distinct: 40, first: 1024, ladderStep: null },
    ],
  ])("%s", (_name, packets, expected) => expect(classifySourcePorts(stateOf(packets))).toEqual(expected));

  test.each<[string, readonly Packet[], ReturnType<typeof sourcePortEvidence>]>([
    ["one rung", inTurn([5061, 5061]), { ladderPorts: [5061], steps: 0, stepsUp: 0 }],
    ["two runs at once", inTurn([5061, 5060, 5061]), { ladderPorts: [5060, 5061], steps: 1, stepsUp: 0 }],
    ["one port beside the ladder", inTurn([5060, 40_000]), { ladderPorts: [], steps: 1, stepsUp: 1 }],
    ["above the ladder", inTurn([5124]), { ladderPorts: [], steps: 0, stepsUp: 0 }],
    ["a ladder of five is a counter", inTurn(range(5060, 5)), { ladderPorts: [], steps: 4, stepsUp: 4 }],
    ["all at one time", [5060, 5061].map((port) => [port, 7n]), { ladderPorts: [5060, 5061], steps: 0, stepsUp: 0 }],
  ])("evidence: %s", (_name, packets, expected) => expect(sourcePortEvidence(stateOf(packets))).toEqual(expected));

  test("random ports are hardly ever taken for ascending", () => {
    const random = new Random("9");
    for (const [ports, most] of [
      [5, 0.02],
      [8, 0.001],
      [64, 0],
    ] as const) {
      let ascending = 0;
      for (let run = 0; run < 2000; run += 1) {
        const packets = inTurn(Array.from({ length: ports }, () => random.int(0, 65_535)));
        if (classifySourcePorts(stateOf(packets))?.class === "ascending") ascending += 1;
      }
      expect(ascending / 2000, `${ports} ports`).toBeLessThanOrEqual(most);
    }
  });
});

describe("state", () => {
  const packet = fc.tuple(fc.integer({ min: 0, max: 150 }), fc.bigInt({ min: 0n, max: 99n }));
  const packets = fc.array(packet, { maxLength: 300 });

  test("is the same for any order and any split", () => {
    fc.assert(
      fc.property(packets, packets, packets, (a, b, c) => {
        const whole = stateOf([...a, ...b, ...c]);
        expect(stateOf([...c, ...a, ...b].reverse())).toEqual(whole);
        const [x, y, z] = [a, b, c].map(stateOf) as [SourcePortState, SourcePortState, SourcePortState];
        expect(mergeSourcePorts(mergeSourcePorts(x, y), z)).toEqual(whole);
        expect(mergeSourcePorts(x, mergeSourcePorts(y, z))).toEqual(whole);
        expect(mergeSourcePorts(y, x)).toEqual(mergeSourcePorts(x, y));
        expect(mergeSourcePorts(x, emptySourcePorts())).toEqual(x);
      }),
    );
  });

  test("counts every port and knows the first", () => {
    fc.assert(
      fc.property(packets, (given) => {
        const told = classifySourcePorts(stateOf(given));
        const [first] = [...given].sort((a, b) => Number(a[1] - b[1]) || a[0] - b[0]);
        expect(told?.distinct ?? 0).toBe(new Set(given.map(([port]) => port)).size);
        expect(told?.first).toBe(first?.[0]);
      }),
    );
  });

  test("a merge leaves its parts alone", () => {
    const [a, b] = [stateOf(inTurn(range(1, 70))), stateOf(inTurn(range(50, 70)))];
    const merged = mergeSourcePorts(a, b);
    addSourcePort(merged, 9999, 0n);
    expect(a).toEqual(stateOf(inTurn(range(1, 70))));
    expect(b).toEqual(stateOf(inTurn(range(50, 70))));
  });

  test("stays small with every port in use", () => {
    const state = stateOf(inTurn(range(0, 65_536)));
    expect(state.firstUses.length).toBe(64);
    expect(state.usedPorts?.length).toBe(8192);
    expect(classifySourcePorts(state)?.distinct).toBe(65_536);
  });
});
