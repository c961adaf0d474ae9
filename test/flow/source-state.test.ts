import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SentRequest } from "../../core/flow/flow-state.ts";
import { addToSource, emptySource, mergeSources, type SourceState } from "../../core/flow/source-state.ts";
import { listStrands } from "../../core/flow/strand-set.ts";
import { arbitraryProbe, arbitraryTime } from "../builders/arbitrary-probes.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest } from "../builders/observed-request.ts";

const MINUTE = 60_000_000_000n;
const TIMEOUT = 20n * MINUTE;
const PROBE = {
  text: "OPTIONS sip:x SIP/2.0\r\nVia: a\r\n\r\n",
  source: "198.51.100.7",
  destination: "192.0.2.1",
  sourcePort: 5060,
  destinationPort: 5060,
};

function sourceOf(requests: readonly SentRequest[]): SourceState {
  const source = emptySource();
  for (const request of requests) addToSource(source, request, TIMEOUT);
  return source;
}

/** Packets per flow of packets at these times, in this order of arrival. */
function flowsAt(times: readonly bigint[]): [first: bigint | null, last: bigint | null, packets: number][] {
  const { flows } = sourceOf(times.map((timeNs, index) => observedRequest(PROBE, index + 1, timeNs)));
  return flows.map(({ firstNs, lastNs, packets }) => [firstNs, lastNs, packets]);
}

describe("flows", () => {
  test("a gap of exactly 20 minutes belongs, a nanosecond more does not", () => {
    expect(flowsAt([0n, TIMEOUT])).toEqual([[0n, TIMEOUT, 2]]);
    expect(flowsAt([TIMEOUT, 0n])).toEqual([[0n, TIMEOUT, 2]]);
    expect(flowsAt([0n, TIMEOUT + 1n])).toEqual([
      [0n, 0n, 1],
      [TIMEOUT + 1n, TIMEOUT + 1n, 1],
    ]);
  });

  test("a packet between two flows bridges them, if it reaches both", () => {
    expect(flowsAt([0n, 40n * MINUTE, 20n * MINUTE])).toEqual([[0n, 40n * MINUTE, 3]]);
    expect(flowsAt([0n, 41n * MINUTE, 20n * MINUTE])).toEqual([
      [0n, 20n * MINUTE, 2],
      [41n * MINUTE, 41n * MINUTE, 1],
    ]);
    expect(flowsAt([0n, 41n * MINUTE, 21n * MINUTE])).toEqual([
      [0n, 0n, 1],
      [21n * MINUTE, 41n * MINUTE, 2],
    ]);
  });

  test("clocks may run backwards, before 1970 and far into the future", () => {
    const far = 2n ** 64n;
    expect(flowsAt([far, -TIMEOUT, 0n, far - 1n])).toEqual([
      [-TIMEOUT, 0n, 2],
      [far - 1n, far, 2],
    ]);
  });

  test("days are UTC days, before 1970 too", () => {
    const day = 24n * 60n * MINUTE;
    const times = [0n, day - 1n, day, -1n, -day, -day - 1n];
    const { activeDays } = sourceOf(times.map((timeNs, index) => observedRequest(PROBE, index + 1, timeNs)));
    expect([...activeDays].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1]);
  });

  test("packets without a time are one flow of their own", () => {
    const times = [null, 0n, null, 60n * MINUTE];
    const { flows, undated } = sourceOf(times.map((timeNs, index) => observedRequest(PROBE, index + 1, timeNs)));
    expect([flows.length, undated?.packets, undated?.firstNs]).toEqual([2, 2, null]);
  });
});

const requests = fc
  .array(fc.tuple(arbitraryProbe, arbitraryTime), { minLength: 1, maxLength: 40 })
  .map((list) => list.map(([probe, time], index) => observedRequest(probe, index + 1, time)));
const foldedSomehow = requests.chain((list) =>
  fc
    .tuple(fc.shuffledSubarray(list, { minLength: list.length }), fc.nat(list.length), fc.nat(list.length))
    .map(([shuffled, a, b]) => ({
      list,
      parts: [shuffled.slice(0, a), shuffled.slice(a).slice(0, b), shuffled.slice(a).slice(b)],
    })),
);

/** Flows by their definition: the requests in time order, divided where the gap is longer than the idle timeout. */
function flowsByDefinition(list: readonly SentRequest[]): SentRequest[][] {
  const timeOf = (request: SentRequest) => request.place.timeNs as bigint;
  const dated = list
    .filter(({ place }) => place.timeNs !== null)
    .sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
  const flows: SentRequest[][] = [];
  for (const request of dated) {
    const previous = flows.at(-1)?.at(-1);
    if (previous !== undefined && timeOf(request) - timeOf(previous) <= TIMEOUT) flows.at(-1)?.push(request);
    else flows.push([request]);
  }
  return flows;
}

describe("a source", () => {
  test("has the flows of the definition", () => {
    fc.assert(
      fc.property(requests, (list) => {
        const { flows, undated } = sourceOf(list);
        const expected = flowsByDefinition(list);
        expect(flows.map(({ packets }) => packets)).toEqual(expected.map((flow) => flow.length));
        expect(flows.map(({ firstNs, lastNs }) => [firstNs, lastNs])).toEqual(
          expected.map((flow) => [flow[0]?.place.timeNs, flow.at(-1)?.place.timeNs]),
        );
        expect(undated?.packets ?? 0).toBe(list.filter(({ place }) => place.timeNs === null).length);
      }),
      { numRuns: 300 },
    );
  });

  test("is the same for any order and any split of its packets", () => {
    fc.assert(
      fc.property(foldedSomehow, ({ list, parts }) => {
        const merged = parts.map(sourceOf).reduce((into, from) => mergeSources(into, from, TIMEOUT));
        expect(merged).toEqual(sourceOf(list));
        const reported = (source: SourceState) => source.flows.map(({ strands }) => listStrands(strands));
        expect(reported(merged)).toEqual(reported(sourceOf(list)));
      }),
      { numRuns: 300 },
    );
  });

  test("loses and gains no packet on the way to its strands", () => {
    fc.assert(
      fc.property(requests, (list) => {
        for (const [index, flow] of sourceOf(list).flows.entries()) {
          const strands = listStrands(flow.strands);
          expect(strands.reduce((sum, { state }) => sum + state.packets, 0)).toBe(flow.packets);
          const own = flowsByDefinition(list)[index] ?? [];
          for (const { state, method } of strands.filter(({ localId }) => !/\/(?:cut|\d+)$|\/cut\//.test(localId))) {
            const shape = own.filter((request) => {
              const sameOrder = request.message.headerOrder.join() === state.commonOrder.join();
              return request.method === method && !request.cut && sameOrder;
            });
            expect(state).toEqual(foldInOrder(shape));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
