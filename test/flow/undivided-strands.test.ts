import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../../core/fingerprint/fingerprint.ts";
import {
  addToStrands,
  emptyStrandSet,
  mergeStrandSets,
  type Strand,
  type StrandSet,
} from "../../core/flow/strand-set.ts";
import { listUndivided } from "../../core/flow/undivided-strands.ts";
import { arbitraryProbe } from "../builders/arbitrary-probes.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest, type Probe } from "../builders/observed-request.ts";

function setOf(probes: readonly Probe[]): StrandSet {
  const set = emptyStrandSet();
  for (const [index, probe] of probes.entries()) addToStrands(set, observedRequest(probe, index + 1));
  return set;
}

function probe(method: string, headers: readonly string[], more: Partial<Probe> = {}): Probe {
  const text = [`${method} sip:x SIP/2.0`, ...headers.map((name) => `${name}: a`), "", ""].join("\r\n");
  const endpoints = { source: "198.51.100.7", destination: "192.0.2.1", sourcePort: 5060, destinationPort: 5060 };
  return { ...endpoints, text, ...more };
}

const idsOf = (...probes: readonly Probe[]) =>
  listUndivided(setOf(probes)).map(({ localId, state }) => [
    localId.replace(/\/[0-9a-f]{8}/, "/order"),
    state.packets,
    fingerprintOf(state)
      .id.replace(/_.*_/, "_")
      .replace(/[0-9a-f]{8}$/, "order"),
  ]);

describe("an undivided flow is one strand", () => {
  test("of one method and one order, under the id it has as a strand", () => {
    expect(idsOf(probe("OPTIONS", ["Via"]), probe("OPTIONS", ["Via"]))).toEqual([
      ["OPTIONS/order", 2, "sipfp1:opt03_order"],
    ]);
  });

  test("of several orders: their hash is `mixed`", () => {
    expect(idsOf(probe("OPTIONS", ["Via", "To"]), probe("OPTIONS", ["To", "Via"]))).toEqual([
      ["OPTIONS/mixed", 2, "sipfp1:opt04_mixed"],
    ]);
  });

  test("of several methods: it has none", () => {
    expect(idsOf(probe("OPTIONS", ["Via"]), probe("REGISTER", ["Via"]))).toEqual([
      ["*/order", 2, "sipfp1:xxx03_order"],
    ]);
  });

  test("of several ports with any number of packets", () => {
    const ports = [1, 2].flatMap((port) =>
      Array.from({ length: 6 }, () => probe("OPTIONS", ["Via"], { sourcePort: port })),
    );
    expect(idsOf(...ports)).toEqual([["OPTIONS/order", 12, "sipfp1:opt03_order"]]);
  });

  test("and what the snap length cut is another one", () => {
    const cut = { missingBytes: 9 };
    const probes = [
      probe("OPTIONS", ["Via"]),
      probe("OPTIONS", ["Via", "To"], cut),
      probe("REGISTER", ["Via", "To"], cut),
    ];
    expect(idsOf(...probes).map(([id, packets]) => [id, packets])).toEqual([
      ["OPTIONS/order", 1],
      ["*/cut", 2],
    ]);
  });
});

const facts = (strands: readonly Strand[]) => strands.map(({ localId, state }) => ({ localId, state }));

test("it is the state of the messages folded one after the other, whatever the order and the split", () => {
  const splits = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(arbitraryProbe, { minLength: 1, maxLength: 30 }), splits, (probes, split) => {
      const requests = probes.map((one, index) => observedRequest(one, index + 1));
      const undivided = listUndivided(setOf(probes));
      const parts = [requests.filter(({ cut }) => !cut), requests.filter(({ cut }) => cut)];
      expect(undivided.map(({ state }) => state)).toEqual(
        parts.filter((part) => part.length > 0).map((part) => foldInOrder(part)),
      );
      const halves = [true, false].map((side) => {
        const set = emptyStrandSet();
        for (const [index, request] of [...requests.entries()].reverse()) {
          if (split[index] === side) addToStrands(set, request);
        }
        return set;
      }) as [StrandSet, StrandSet];
      mergeStrandSets(...halves);
      expect(facts(listUndivided(halves[0]))).toEqual(facts(undivided));
    }),
    { numRuns: 300 },
  );
});

test("beyond the shapes a flow keeps apart no packet is lost, its keys stay bounded, and the strand says so", () => {
  const many = Array.from({ length: 300 }, (_, index) => probe("OPTIONS", ["Via", `X-${index}`]));
  const [strand, ...others] = listUndivided(setOf(many));
  expect(others).toEqual([]);
  expect(strand).toMatchObject({ localId: "OPTIONS/mixed", overflow: true, state: { packets: 300 } });
  expect(strand?.state.keys.size).toBe(256);
});

test("listing uses nothing up", () => {
  const set = setOf([probe("OPTIONS", ["Via"]), probe("REGISTER", ["Via"]), probe("OPTIONS", ["To"])]);
  const first = facts(listUndivided(set));
  expect(facts(listUndivided(set))).toEqual(first);
});
