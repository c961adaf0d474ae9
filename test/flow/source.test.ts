import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FlowSelection, selectFlows } from "../../core/flow/faint-flows.ts";
import type { FlowState } from "../../core/flow/flow-state.ts";
import {
  countHeld,
  faintFlows,
  MOST_FAINT_REQUESTS,
  mergedSource,
  newSource,
  type Source,
  stateOfSource,
} from "../../core/flow/source.ts";
import { addToSource, emptySource, type SourceState } from "../../core/flow/source-state.ts";
import type { IpAddress } from "../../core/net/address.ts";
import { type Arrival, arbitraryArrivals, sourceOf, TIMEOUT } from "../builders/arrivals.ts";
import { addressOf, observedRequest } from "../builders/observed-request.ts";

/** The state of all requests, each folded as it comes. */
function folded(arrivals: readonly Arrival[]): SourceState {
  const state = emptySource();
  for (const { probe, number, timeNs } of arrivals) addToSource(state, observedRequest(probe, number, timeNs), TIMEOUT);
  return state;
}

const arrivals = arbitraryArrivals(1, 16);
const arrivedSomehow = arrivals.chain((list) =>
  fc
    .tuple(fc.shuffledSubarray(list, { minLength: list.length }), fc.nat(list.length))
    .map(([shuffled, a]) => ({ list, parts: [shuffled.slice(0, a), shuffled.slice(a)] })),
);

/** All flows, that of packets without a time last. */
function flowsOf({ flows, undated }: SourceState): FlowState[] {
  return undated === null ? flows : [...flows, undated];
}

describe("a source", () => {
  test("is the state of its requests, however they are kept", () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        expect(stateOfSource(sourceOf(list), TIMEOUT)).toEqual(folded(list));
      }),
      { numRuns: 300 },
    );
  });

  test("holds its folded flows and the requests of all others", () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        const dated = list.filter(({ timeNs }) => timeNs !== null);
        const all = folded(dated).flows.map(({ packets }) => packets);
        const held = all.reduce((sum, packets) => sum + (packets > MOST_FAINT_REQUESTS ? 1 : packets), 0);
        expect(countHeld([sourceOf(dated), newSource()])).toBe(held);
      }),
      { numRuns: 100 },
    );
  });

  test("keeps the requests of flows of at most four, and folds the others", () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        const source = sourceOf(list);
        const packets = (flows: readonly FlowState[]) => flows.map((flow) => flow.packets);
        const all = packets(flowsOf(folded(list)));
        const isFaint = (count: number) => count <= MOST_FAINT_REQUESTS;
        expect(faintFlows(source, TIMEOUT).map(({ requests }) => requests.length)).toEqual(all.filter(isFaint));
        const folds = source.folded === null ? [] : packets(flowsOf(source.folded));
        expect(folds).toEqual(all.filter((count) => !isFaint(count)));
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

describe("of faint flows beyond the bound", () => {
  const floods = fc.array(arrivals, { minLength: 1, maxLength: 12 });

  test("the choice does not depend on their order", () => {
    fc.assert(
      fc.property(floods, fc.nat(6), fc.integer(), (lists, mostFaint, seed) => {
        const sources = sourcesWith(lists);
        const ordered = [...sources].sort(([a], [b]) => ((Number(a) * 31 + seed) % 7) - ((Number(b) * 31 + seed) % 7));
        const [one, other] = [sources, new Map(ordered)].map((some) => selectFlows(some, TIMEOUT, mostFaint));
        expect(new Map([...(one?.sources ?? [])].sort())).toEqual(new Map([...(other?.sources ?? [])].sort()));
        expect(one?.setAside).toEqual(other?.setAside);
      }),
      { numRuns: 200 },
    );
  });

  test("sources that come a few at a time are chosen from as if they came at once", () => {
    fc.assert(
      fc.property(floods, fc.nat(6), fc.integer({ min: 1, max: 5 }), (lists, mostFaint, atOnce) => {
        const all = sourcesWith(lists);
        const portions = Array.from(
          { length: Math.ceil(all.size / atOnce) },
          (_, index) => new Map([...all].slice(index * atOnce, (index + 1) * atOnce)),
        );
        const selection = new FlowSelection(TIMEOUT, mostFaint);
        for (const portion of portions) selection.rank(portion);
        const chosen = portions.flatMap((portion) => [...selection.choose(portion)]);
        expect({ sources: new Map(chosen), setAside: selection.setAside }).toEqual(
          selectFlows(all, TIMEOUT, mostFaint),
        );
      }),
      { numRuns: 200 },
    );
  });

  test("no more are looked into than the bound, and one of each source that has sent five requests", () => {
    fc.assert(
      fc.property(floods, fc.nat(6), (lists, mostFaint) => {
        const all = sourcesWith(lists);
        const { sources } = selectFlows(all, TIMEOUT, mostFaint);
        let chosen = 0;
        for (const [index, list] of lists.entries()) {
          const address = addressOf(`203.0.113.${index}`);
          const whole = all.get(address) as Source;
          const selected = sources.get(address);
          if (list.length > MOST_FAINT_REQUESTS) expect(selected).toBeDefined();
          if (selected === undefined) continue;
          expect(selected.folded).toBe(whole.folded);
          const flows = faintFlows(selected, TIMEOUT).length;
          chosen += list.length > MOST_FAINT_REQUESTS && whole.folded === null ? flows - 1 : flows;
        }
        const faint = [...all.values()].reduce((sum, source) => sum + faintFlows(source, TIMEOUT).length, 0);
        const favoured = [...all.values()].filter(
          ({ folded, requests }) => folded === null && requests.length > 4,
        ).length;
        expect(chosen).toBe(Math.min(mostFaint, faint - favoured));
      }),
      { numRuns: 200 },
    );
  });

  test("every source, flow, packet, method, destination, time and day is selected or counted", () => {
    fc.assert(
      fc.property(floods, fc.nat(6), (lists, mostFaint) => {
        const all = sourcesWith(lists);
        const { sources, setAside } = selectFlows(all, TIMEOUT, mostFaint);
        expect(sources.size + setAside.sources).toBe(all.size);
        const aside: FlowState[] = [];
        for (const [address, source] of all) {
          const whole = stateOfSource(source, TIMEOUT);
          const selected = sources.get(address);
          const part = selected === undefined ? emptySource() : stateOfSource(selected, TIMEOUT);
          const times = flowsOf(part).map(({ firstNs }) => firstNs);
          const missing = flowsOf(whole).filter(({ firstNs }) => !times.includes(firstNs));
          aside.push(...missing);
          const own = setAside.ofOthers.get(address);
          expect(own !== undefined).toBe(selected !== undefined && missing.length > 0);
          if (own === undefined) continue;
          expect([own.flows, own.packets]).toEqual([missing.length, packetsOf(missing)]);
          expect(own.destinations).toEqual(destinationsOf(missing));
          expect(new Set([...part.activeDays, ...own.activeDays])).toEqual(whole.activeDays);
          const dated = missing.filter(({ firstNs }) => firstNs !== null);
          expect([own.firstNs, own.lastNs]).toEqual([dated[0]?.firstNs ?? null, dated.at(-1)?.lastNs ?? null]);
        }
        expect(setAside.flows).toBe(aside.length);
        expect(setAside.packets).toBe(packetsOf(aside));
        expect(setAside.destinations).toEqual(destinationsOf(aside));
        for (const [method, count] of setAside.methods) {
          expect(count).toBe(aside.reduce((sum, { methods }) => sum + (methods.get(method) ?? 0), 0));
        }
      }),
      { numRuns: 200 },
    );
  });
});

function packetsOf(flows: readonly FlowState[]): number {
  return flows.reduce((sum, { packets }) => sum + packets, 0);
}

function destinationsOf(flows: readonly FlowState[]): Set<IpAddress> {
  return new Set(flows.flatMap(({ firstVisits }) => [...firstVisits.keys()]));
}
