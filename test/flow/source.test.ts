import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { selectSources } from "../../core/flow/faint-sources.ts";
import {
  type KeptRequest,
  MOST_FAINT_REQUESTS,
  mergedSource,
  newSource,
  type Source,
  stateOfSource,
  withRequest,
} from "../../core/flow/source.ts";
import { addToSource, emptySource, type SourceState } from "../../core/flow/source-state.ts";
import type { IpAddress } from "../../core/net/address.ts";
import { readSipMessage } from "../../core/sip/read-message.ts";
import { arbitraryProbe, arbitraryTime } from "../builders/arbitrary-probes.ts";
import { addressOf, observedRequest, type Probe } from "../builders/observed-request.ts";

const TIMEOUT = 1_200_000_000_000n;

interface Arrival {
  readonly probe: Probe;
  readonly number: number;
  readonly timeNs: bigint | null;
}

function sourceOf(arrivals: readonly Arrival[]): Source {
  return arrivals.reduce((source, { probe, number, timeNs }) => {
    const request = readSipMessage(probe.text, probe.missingBytes ?? 0);
    if (request.kind !== "request") throw new Error(`not a SIP request: ${probe.text}`);
    const { endpoints, payload, missingBytes, timeToLive, identification, place } = observedRequest(
      probe,
      number,
      timeNs,
    );
    const kept: KeptRequest = {
      method: request.method,
      endpoints,
      payload,
      missingBytes,
      timeToLive,
      identification,
      place,
    };
    return withRequest(source, kept, request, TIMEOUT);
  }, newSource());
}

/** The state of all requests, each folded as it comes. */
function folded(arrivals: readonly Arrival[]): SourceState {
  const state = emptySource();
  for (const { probe, number, timeNs } of arrivals) addToSource(state, observedRequest(probe, number, timeNs), TIMEOUT);
  return state;
}

const arrivals = fc
  .array(fc.tuple(arbitraryProbe, arbitraryTime), { minLength: 1, maxLength: 9 })
  .map((list) => list.map(([probe, timeNs], index) => ({ probe, number: index + 1, timeNs })));
const arrivedSomehow = arrivals.chain((list) =>
  fc
    .tuple(fc.shuffledSubarray(list, { minLength: list.length }), fc.nat(list.length))
    .map(([shuffled, a]) => ({ list, parts: [shuffled.slice(0, a), shuffled.slice(a)] })),
);

describe("a source", () => {
  test("is faint up to four requests, and the state of its requests either way", () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        const source = sourceOf(list);
        expect(source.kind).toBe(list.length <= MOST_FAINT_REQUESTS ? "faint" : "folded");
        expect(stateOfSource(source, TIMEOUT)).toEqual(folded(list));
      }),
      { numRuns: 300 },
    );
  });

  test("is the same for any order and any split of its requests", () => {
    fc.assert(
      fc.property(arrivedSomehow, ({ list, parts }) => {
        const merged = parts.map(sourceOf).reduce((a, b) => mergedSource(a, b, TIMEOUT));
        expect(merged).toEqual(sourceOf(list));
      }),
      { numRuns: 300 },
    );
  });
});

/** Sources with the given numbers of requests, one beside the other. */
function sourcesWith(arrivalsOfEach: readonly (readonly Arrival[])[]): Map<IpAddress, Source> {
  return new Map(arrivalsOfEach.map((list, index) => [addressOf(`203.0.113.${index}`), sourceOf(list)]));
}

describe("of faint sources beyond the bound", () => {
  const floods = fc.array(arrivals, { minLength: 1, maxLength: 12 });

  test("the choice does not depend on their order", () => {
    fc.assert(
      fc.property(floods, fc.nat(6), fc.integer(), (lists, mostFaint, seed) => {
        const sources = sourcesWith(lists);
        const ordered = [...sources].sort(([a], [b]) => ((Number(a) * 31 + seed) % 7) - ((Number(b) * 31 + seed) % 7));
        const [one, other] = [sources, new Map(ordered)].map((some) => selectSources(some, TIMEOUT, mostFaint));
        expect(new Map([...(one?.sources ?? [])].sort())).toEqual(new Map([...(other?.sources ?? [])].sort()));
        expect(one?.setAside).toEqual(other?.setAside);
      }),
      { numRuns: 200 },
    );
  });

  test("every source, flow, packet, method and destination is selected or counted", () => {
    fc.assert(
      fc.property(floods, fc.nat(6), (lists, mostFaint) => {
        const all = sourcesWith(lists);
        const { sources, setAside } = selectSources(all, TIMEOUT, mostFaint);
        const faint = [...all.values()].filter(({ kind }) => kind === "faint").length;
        expect(setAside.sources).toBe(Math.max(0, faint - mostFaint));
        expect(sources.size + setAside.sources).toBe(all.size);
        const aside = [...all].filter(([address]) => !sources.has(address)).map(([, source]) => source);
        const states = aside.map((source) => stateOfSource(source, TIMEOUT));
        const flows = states.flatMap(({ flows, undated }) => (undated === null ? flows : [...flows, undated]));
        expect(setAside.flows).toBe(flows.length);
        expect(setAside.packets).toBe(flows.reduce((sum, { packets }) => sum + packets, 0));
        expect(setAside.destinations).toEqual(new Set(flows.flatMap(({ firstVisits }) => [...firstVisits.keys()])));
        const methods = flows.flatMap((flow) => [...flow.methods]);
        for (const [method, count] of setAside.methods) {
          const ofFlows = methods.filter(([name]) => name === method).reduce((sum, [, packets]) => sum + packets, 0);
          expect(count).toBe(ofFlows);
        }
      }),
      { numRuns: 200 },
    );
  });
});
