import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SentRequest } from "../../core/flow/flow-state.ts";
import {
  addToStrands,
  emptyStrandSet,
  listStrands,
  mergeStrandSets,
  type StrandSet,
} from "../../core/flow/strand-set.ts";
import { observedRequest } from "../builders/observed-request.ts";

interface Sent {
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly port?: number;
  readonly missingBytes?: number;
}

function request(
  number: number,
  { method = "OPTIONS", headers = ["Via"], port = 5060, missingBytes = 0 }: Sent,
): SentRequest {
  const text = [`${method} sip:x SIP/2.0`, ...headers.map((name) => `${name}: ${number}`), "", ""].join("\r\n");
  const endpoints = { source: "198.51.100.7", destination: "192.0.2.1", sourcePort: port, destinationPort: 5060 };
  return observedRequest({ ...endpoints, text, missingBytes }, number);
}

function setOf(requests: readonly SentRequest[]): StrandSet {
  const set = emptyStrandSet();
  for (const one of requests) addToStrands(set, one);
  return set;
}

/** What the strands are and how many packets each has. */
function packetsOf(set: StrandSet): [localId: string, packets: number][] {
  return listStrands(set).map(({ localId, state }) => [localId.replace(/\/[0-9a-f]{8}/, "/order"), state.packets]);
}

const strandsOf = (...sent: readonly Sent[]) => packetsOf(setOf(sent.map((one, index) => request(index + 1, one))));
const times = (count: number, one: Sent) => Array.from({ length: count }, () => one);

describe("a strand is", () => {
  test("one method", () => {
    expect(strandsOf({ method: "OPTIONS" }, { method: "REGISTER" }, { method: "OPTIONS" })).toEqual([
      ["OPTIONS/order", 2],
      ["REGISTER/order", 1],
    ]);
  });

  test("one order of header names, however they are spelt", () => {
    expect(strandsOf({ headers: ["Via", "To"] }, { headers: ["v", "TO"] })).toHaveLength(1);
    expect(strandsOf({ headers: ["Via", "To"] }, { headers: ["To", "Via"] })).toHaveLength(2);
    expect(strandsOf({ headers: ["Via", "Via"] }, { headers: ["Via"] })).toHaveLength(2);
  });

  test("not another order whose names only look alike when joined", () => {
    expect(strandsOf({ headers: ["Via", "To,From"] }, { headers: ["Via", "To", "From"] })).toHaveLength(2);
  });

  test("apart from messages cut by the snap length, which share one per method", () => {
    const cut = { missingBytes: 9 };
    expect(
      strandsOf({}, { ...cut, headers: ["Via", "To"] }, { ...cut, headers: ["Via"] }, { ...cut, method: "ACK" }),
    ).toEqual([
      ["ACK/cut", 1],
      ["OPTIONS/cut", 2],
      ["OPTIONS/order", 1],
    ]);
  });

  test("reported in an order that does not depend on that of arrival", () => {
    const sent = [{ method: "B" }, { method: "A" }, { headers: ["To"] }, { headers: ["From"] }, { port: 1 }];
    const requests = sent.map((one, index) => request(index + 1, one));
    const ids = (list: readonly SentRequest[]) => listStrands(setOf(list)).map(({ localId }) => localId);
    expect(ids(requests.toReversed())).toEqual(ids(requests));
  });
});

describe("source ports divide", () => {
  const port = (number: number, count: number) => times(count, { port: 5060 + number });
  test.each<readonly [string, readonly Sent[], number[]]>([
    ["one port: no", port(0, 9), [9]],
    ["two with five packets each: yes", [...port(0, 5), ...port(1, 6)], [5, 6]],
    ["two, one with four: no", [...port(0, 5), ...port(1, 4)], [9]],
    ["four with five each: yes", [0, 1, 2, 3].flatMap((number) => port(number, 5)), [5, 5, 5, 5]],
    ["four, one with four: no", [...[0, 1, 2].flatMap((number) => port(number, 5)), ...port(3, 4)], [19]],
    ["five with five each: no", [0, 1, 2, 3, 4].flatMap((number) => port(number, 5)), [25]],
    ["five, one with a single packet: no", [...[0, 1, 2, 3].flatMap((n) => port(n, 5)), ...port(4, 1)], [21]],
  ])("%s", (_name, sent, packets) => expect(strandsOf(...sent).map(([, count]) => count)).toEqual(packets));

  test("the strand's id names the port", () => {
    expect(strandsOf(...port(1, 5), ...port(0, 5)).map(([id]) => id)).toEqual([
      "OPTIONS/order/5060",
      "OPTIONS/order/5061",
    ]);
  });

  test("by shape: another order of the same source keeps its own ports", () => {
    const other = times(5, { headers: ["To"], port: 5099 });
    expect(strandsOf(...port(0, 5), ...other).map(([id]) => id)).toEqual(["OPTIONS/order", "OPTIONS/order"]);
  });
});

describe("beyond 64 shapes", () => {
  const manyShapes = Array.from({ length: 200 }, (_, index) =>
    request(index + 1, { headers: ["Via", `X-${index % 100}`] }),
  );

  test("63 are kept, the rest is one strand, and no packet is lost", () => {
    const strands = listStrands(setOf(manyShapes));
    expect(strands.map(({ overflow }) => overflow)).toEqual([...Array(63).fill(false), true]);
    expect(strands.reduce((sum, { state }) => sum + state.packets, 0)).toBe(200);
    expect(strands.at(-1)).toMatchObject({ method: "OPTIONS", localId: "OPTIONS/overflow" });
  });

  test("exactly 64 do not overflow", () => {
    const strands = listStrands(setOf(manyShapes.slice(0, 64)));
    expect(strands).toHaveLength(64);
    expect(strands.some(({ overflow }) => overflow)).toBe(false);
  });

  test("methods that meet in the overflow have none there", () => {
    const mixed = manyShapes.map((_, index) => request(index + 1, { method: `M${index % 100}` }));
    expect(listStrands(setOf(mixed)).at(-1)).toMatchObject({ method: null, localId: "*/overflow" });
  });

  test("which ones are kept does not depend on order or split", () => {
    const expected = setOf(manyShapes);
    fc.assert(
      fc.property(fc.shuffledSubarray(manyShapes, { minLength: 200 }), fc.nat(200), (shuffled, cut) => {
        const merged = setOf(shuffled.slice(0, cut));
        mergeStrandSets(merged, setOf(shuffled.slice(cut)));
        expect(merged).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
