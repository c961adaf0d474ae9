import { comparePlaces } from "../capture/packet-order.ts";
import type { SipRequest } from "../sip/message.ts";
import { type KeptRequest, keepRequest, keptPlace, type RequestParts, readKept, sentRequest } from "./kept-request.ts";
import {
  addToSource,
  dayOf,
  emptySource,
  mergeSources,
  reachesInto,
  type SourceState,
  withFlowsApart,
} from "./source-state.ts";

/**
 * What is remembered of a source address. A flow of at most four requests is faint: its requests are kept as they came,
 * which takes a tenth of the memory of their state, and floods are made of such flows. With the fifth request a flow is
 * folded. Once settled, all of it depends on the set of requests alone.
 */
export interface Source {
  /** The folded flows; null where there is none. */
  folded: SourceState | null;
  /** The other requests; settled, they are those of the faint flows, in the order of the time line. */
  requests: KeptRequest[];
  settled: boolean;
  /** With more requests than this they are settled: not with each one, for that looks at all of them. */
  settleAbove: number;
}

/** A flow of at most four requests. */
export interface FaintFlow {
  /** Time of the first and last request; null in the flow of packets without a time. */
  readonly firstNs: bigint | null;
  readonly lastNs: bigint | null;
  /** In the order of the time line. */
  readonly requests: readonly KeptRequest[];
}

/** Fewer than five make no reliable fingerprint (spec section 4, step 7). */
export const MOST_FAINT_REQUESTS = 4;

/** A source that has sent nothing yet. */
export function newSource(): Source {
  return { folded: null, requests: [], settled: true, settleAbove: MOST_FAINT_REQUESTS };
}

/** Adds a request; `request` is what was read of its payload. */
export function addRequest(source: Source, parts: RequestParts, request: SipRequest, timeoutNs: bigint): void {
  const { folded, requests } = source;
  const { timeNs } = parts.place;
  if (folded !== null && isOfFoldedFlow(folded, { firstNs: timeNs, lastNs: timeNs }, timeoutNs)) {
    addToSource(folded, sentRequest(parts, request), timeoutNs);
    source.settled = requests.length === 0;
    return;
  }
  requests.push(keepRequest(parts));
  source.settled = false;
  if (requests.length > source.settleAbove) settle(source, timeoutNs);
}

/** The source with the requests of both. Both are used up. */
export function mergedSource(a: Source, b: Source, timeoutNs: bigint): Source {
  const folded = a.folded && b.folded ? mergeSources(a.folded, b.folded, timeoutNs) : (a.folded ?? b.folded);
  const merged = { folded, requests: [...a.requests, ...b.requests], settled: false, settleAbove: 0 };
  settle(merged, timeoutNs);
  return merged;
}

/** Folds the kept requests of flows that are not faint. */
export function settle(source: Source, timeoutNs: bigint): void {
  if (source.settled) return;
  const { folded } = source;
  const grown: FaintFlow[] = [];
  const faint: FaintFlow[] = [];
  for (const flow of flowsOf(source.requests, timeoutNs)) {
    const isFaint = flow.requests.length <= MOST_FAINT_REQUESTS;
    const joins = folded !== null && isOfFoldedFlow(folded, flow, timeoutNs);
    (isFaint && !joins ? faint : grown).push(flow);
  }
  if (grown.length > 0) source.folded = mergeSources(folded ?? emptySource(), stateOf(grown, timeoutNs), timeoutNs);
  source.requests = faint.flatMap(({ requests }) => requests);
  source.settled = true;
  const flows = Math.max(source.requests.length, source.folded?.flows.length ?? 0);
  source.settleAbove = source.requests.length + Math.max(MOST_FAINT_REQUESTS, flows);
}

/** Folded flows and kept requests of all sources: what a copy of them costs. */
export function countHeld(sources: Iterable<Source>): number {
  let held = 0;
  for (const { folded, requests } of sources) held += requests.length + (folded?.flows.length ?? 0);
  return held;
}

/** Time of the latest request of a settled source; null where none has a time. */
export function lastTimeOf({ folded, requests }: Source): bigint | null {
  const ofFolded = folded?.flows.at(-1)?.lastNs ?? null;
  // Those without a time are the last of them.
  const ofKept = requests.map((request) => keptPlace(request).timeNs).findLast((timeNs) => timeNs !== null) ?? null;
  const isOfFolded = ofKept === null || (ofFolded !== null && ofFolded > ofKept);
  return isOfFolded ? ofFolded : ofKept;
}

/** The faint flows of a settled source, in time order, that of packets without a time last. */
export function faintFlows(source: Source, timeoutNs: bigint): FaintFlow[] {
  return flowsOf(source.requests, timeoutNs);
}

/** Numbers of the UTC days on which a source sent, counted from 1970-01-01. */
export function activeDaysOf({ folded, requests }: Source): Set<number> {
  const days = new Set(folded?.activeDays);
  for (const request of requests) {
    const { timeNs } = keptPlace(request);
    if (timeNs !== null) days.add(dayOf(timeNs));
  }
  return days;
}

/** The state of all flows of a settled source, which stays as it is. */
export function stateOfSource(source: Source, timeoutNs: bigint): SourceState {
  const faint = stateOf(faintFlows(source, timeoutNs), timeoutNs);
  return source.folded === null ? faint : withFlowsApart(source.folded, faint);
}

/** Requests by flow, as if there were no others. */
function flowsOf(requests: readonly KeptRequest[], timeoutNs: bigint): FaintFlow[] {
  const placed = requests.map((request) => ({ request, place: keptPlace(request) }));
  placed.sort((a, b) => comparePlaces(a.place, b.place));
  const flows: { firstNs: bigint | null; lastNs: bigint | null; requests: KeptRequest[] }[] = [];
  for (const { request, place } of placed) {
    const { timeNs } = place;
    const flow = flows.at(-1);
    const joins = flow !== undefined && isWithin(flow.lastNs, timeNs, timeoutNs);
    if (!joins) flows.push({ firstNs: timeNs, lastNs: timeNs, requests: [request] });
    else {
      flow.lastNs = timeNs;
      flow.requests.push(request);
    }
  }
  return flows;
}

/** Whether a packet belongs to the flow of the one before. */
function isWithin(beforeNs: bigint | null, timeNs: bigint | null, timeoutNs: bigint): boolean {
  if (beforeNs === null || timeNs === null) return beforeNs === timeNs;
  return timeNs - beforeNs <= timeoutNs;
}

function isOfFoldedFlow(
  folded: SourceState,
  { firstNs, lastNs }: Pick<FaintFlow, "firstNs" | "lastNs">,
  timeoutNs: bigint,
): boolean {
  if (firstNs === null || lastNs === null) return folded.undated !== null;
  return reachesInto(folded, firstNs, lastNs, timeoutNs);
}

function stateOf(flows: readonly FaintFlow[], timeoutNs: bigint): SourceState {
  const state = emptySource();
  for (const { requests } of flows) {
    for (const request of requests) addToSource(state, readKept(request), timeoutNs);
  }
  return state;
}
