import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprintOf, gradeOf } from "../../core/fingerprint/fingerprint.ts";
import {
  copyStrandState,
  mergeStrandStates,
  type ObservedRequest,
  type StrandState,
  strandStateOf,
} from "../../core/fingerprint/strand-state.ts";
import { arbitraryProbe } from "../builders/arbitrary-probes.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest } from "../builders/observed-request.ts";
import { strandStateByDefinition } from "./state-oracle.ts";

/** Requests numbered from `first` on: no two packets have the same place. */
const requestsFrom = (first: number) =>
  fc
    .array(arbitraryProbe, { minLength: 1, maxLength: 30 })
    .map((probes) => probes.map((probe, index) => observedRequest(probe, first + index)));
const requests = requestsFrom(1);

/** Any order and any split: shuffled, cut into shards, and the shards merged in pairs of any shape. */
const foldedSomehow = requests.chain((list) =>
  fc
    .record({
      shuffled: fc.shuffledSubarray(list, { minLength: list.length }),
      shards: fc.array(fc.nat(list.length), { maxLength: 5 }),
      pairs: fc.array(fc.nat(4), { minLength: 6, maxLength: 6 }),
    })
    .map(({ shuffled, shards, pairs }) => ({ list, state: () => foldInShards(shuffled, shards, pairs) })),
);

function foldInShards(
  list: readonly ObservedRequest[],
  cuts: readonly number[],
  pairs: readonly number[],
): StrandState {
  const bounds = [0, ...[...cuts].sort((a, b) => a - b), list.length];
  const states = bounds
    .slice(1)
    .map((end, index) => list.slice(bounds[index], end))
    .filter((shard) => shard.length > 0)
    .map(foldInOrder);
  for (const pick of pairs) {
    if (states.length < 2) break;
    const [taken] = states.splice(pick % states.length, 1);
    const other = pick % states.length;
    states[other] = mergeStrandStates(states[other] as StrandState, taken as StrandState);
  }
  return states.reduce(mergeStrandStates);
}

describe("the state of a strand", () => {
  test("is what its definition says of the whole list", () => {
    fc.assert(
      fc.property(requests, (list) => {
        expect(foldInOrder(list)).toEqual(strandStateByDefinition(list));
      }),
      { numRuns: 300 },
    );
  });

  test("is the same for any order and any split, and so is everything computed from it", () => {
    fc.assert(
      fc.property(foldedSomehow, ({ list, state }) => {
        const inOrder = foldInOrder(list);
        const somehow = state();
        expect(somehow).toEqual(inOrder);
        expect(fingerprintOf(somehow)).toEqual(fingerprintOf(inOrder));
        expect(gradeOf(somehow)).toBe(gradeOf(inOrder));
      }),
      { numRuns: 300 },
    );
  });

  test("merges in pairs: associative and commutative", () => {
    fc.assert(
      fc.property(requests, requestsFrom(101), requestsFrom(201), (a, b, c) => {
        const left = mergeStrandStates(mergeStrandStates(foldInOrder(a), foldInOrder(b)), foldInOrder(c));
        expect(mergeStrandStates(foldInOrder(a), mergeStrandStates(foldInOrder(b), foldInOrder(c)))).toEqual(left);
        expect(mergeStrandStates(mergeStrandStates(foldInOrder(c), foldInOrder(b)), foldInOrder(a))).toEqual(left);
      }),
      { numRuns: 200 },
    );
  });

  test("is not touched by what happens to its copy", () => {
    fc.assert(
      fc.property(requests, requestsFrom(101), (a, b) => {
        const original = foldInOrder(a);
        const copy = copyStrandState(original);
        expect(copy).toEqual(original);
        mergeStrandStates(copy, foldInOrder(b));
        expect(original).toEqual(foldInOrder(a));
      }),
      { numRuns: 200 },
    );
  });

  test("knows that orders differed, even from a state that shares its order's array", () => {
    const probe = { source: "203.0.113.9", destination: "192.0.2.1", sourcePort: 5060, destinationPort: 5060 };
    const short = observedRequest({ ...probe, text: "OPTIONS sip:x SIP/2.0\r\nTo: x\r\n\r\n" }, 1);
    const long = observedRequest({ ...probe, text: "OPTIONS sip:x SIP/2.0\r\nTo: x\r\nVia: y\r\n\r\n" }, 2);
    expect(mergeStrandStates(foldInOrder([short]), foldInOrder([short, long])).sameOrder).toBe(false);
  });
});

test.each([
  ["a Call-ID behind 64 keys", (number: number) => `${oddFields(62)}Call-ID: c${number}`],
  ["a Call-ID that differs behind 512 bytes", (number: number) => `Call-ID: ${"a".repeat(512)}${number}`],
])("messages that differ only beyond the limits are evidence each: %s", (_name, fields) => {
  const state = Array.from({ length: 25 }, (_, index) => {
    const text = `OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n${fields(index)}\r\nCSeq: 1 OPTIONS\r\n\r\n`;
    const endpoints = { source: "192.0.2.1", destination: "198.51.100.1", sourcePort: 5060, destinationPort: 5060 };
    return strandStateOf(observedRequest({ text, ...endpoints }, index + 1));
  }).reduce(mergeStrandStates);
  expect([state.cappedPackets, state.evidence.length, gradeOf(state)]).toEqual([25, 25, "provisional"]);
});

function oddFields(count: number): string {
  return Array.from({ length: count }, (_, field) => `X-${field}: 1\r\n`).join("");
}
