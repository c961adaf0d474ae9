import { addToFlow, type FlowState, flowOf, mergeFlows, type SentRequest } from "./flow-state.ts";

/** Everything one source address sent as SIP requests. */
export interface SourceState {
  /** Flows in time order, each further than the idle timeout from its neighbours. */
  flows: FlowState[];
  /** The one flow of packets without a time. */
  undated: FlowState | null;
  /** Numbers of the UTC days with requests, counted from 1970-01-01. */
  readonly activeDays: Set<number>;
}

const DAY_NS = 86_400_000_000_000n;

/** A source without packets. */
export function emptySource(): SourceState {
  return { flows: [], undated: null, activeDays: new Set() };
}

/**
 * Adds a request: it joins, extends or bridges flows of its source, so the order of arrival does not matter.
 *
 * @param timeoutNs idle timeout; a gap of exactly this length still belongs to the flow
 */
export function addToSource(source: SourceState, request: SentRequest, timeoutNs: bigint): void {
  const { timeNs } = request.place;
  if (timeNs === null) {
    if (source.undated === null) source.undated = flowOf(request);
    else addToFlow(source.undated, request);
    return;
  }
  source.activeDays.add(dayOf(timeNs));
  const { flows } = source;
  const at = firstFlowReaching(flows, timeNs - timeoutNs);
  const flow = flows[at];
  if (flow === undefined || beginsBehind(flow, timeNs, timeoutNs)) {
    flows.splice(at, 0, flowOf(request));
    return;
  }
  addToFlow(flow, request);
  const next = flows[at + 1];
  if (next !== undefined && (next.firstNs as bigint) - (flow.lastNs as bigint) <= timeoutNs) {
    mergeFlows(flow, next);
    flows.splice(at + 1, 1);
  }
}

/** The source with the packets of both. Both are used up. */
export function mergeSources(into: SourceState, from: SourceState, timeoutNs: bigint): SourceState {
  for (const day of from.activeDays) into.activeDays.add(day);
  if (from.undated !== null)
    into.undated = into.undated === null ? from.undated : mergeFlows(into.undated, from.undated);
  const merged: FlowState[] = [];
  for (const flow of ascending([...into.flows, ...from.flows])) {
    const previous = merged.at(-1);
    const joins = previous !== undefined && (flow.firstNs as bigint) - (previous.lastNs as bigint) <= timeoutNs;
    if (joins) mergeFlows(previous, flow);
    else merged.push(flow);
  }
  into.flows = merged;
  return into;
}

/** Whether a flow of the source reaches into a stretch of time: then what was sent in it belongs to that flow. */
export function reachesInto(source: SourceState, firstNs: bigint, lastNs: bigint, timeoutNs: bigint): boolean {
  const flow = source.flows[firstFlowReaching(source.flows, firstNs - timeoutNs)];
  return flow !== undefined && !beginsBehind(flow, lastNs, timeoutNs);
}

/** The flows of both sources, none of which reach each other, in time order. Neither source is changed. */
export function withFlowsApart(a: SourceState, b: SourceState): SourceState {
  return {
    flows: ascending([...a.flows, ...b.flows]),
    undated: a.undated ?? b.undated,
    activeDays: new Set([...a.activeDays, ...b.activeDays]),
  };
}

/** Number of the UTC day of a time, counted from 1970-01-01. */
export function dayOf(timeNs: bigint): number {
  if (timeNs < latestDay.startNs || timeNs >= latestDay.endNs) {
    const day = timeNs / DAY_NS;
    const number = timeNs < 0n && day * DAY_NS !== timeNs ? day - 1n : day;
    latestDay = { number: Number(number), startNs: number * DAY_NS, endNs: (number + 1n) * DAY_NS };
  }
  return latestDay.number;
}

/** Neighbouring packets mostly are of one day, and to compare times takes less than to divide them. */
let latestDay = { number: 0, startNs: 0n, endNs: DAY_NS };

/** Whether a flow begins more than the timeout behind a time. */
function beginsBehind(flow: FlowState, timeNs: bigint, timeoutNs: bigint): boolean {
  const firstNs = flow.firstNs as bigint;
  return firstNs > timeNs && firstNs - timeNs > timeoutNs;
}

/** Index of the first flow that ends at `fromNs` or later; flows are apart, so their ends ascend as their starts do. */
function firstFlowReaching(flows: readonly FlowState[], fromNs: bigint): number {
  let low = 0;
  let high = flows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (((flows[middle] as FlowState).lastNs as bigint) >= fromNs) high = middle;
    else low = middle + 1;
  }
  return low;
}

function ascending(flows: FlowState[]): FlowState[] {
  return flows.sort((a, b) => compareTimes(a.firstNs as bigint, b.firstNs as bigint));
}

function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
