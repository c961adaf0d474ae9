import { addIpHeader, emptyIpHeaders, type IpHeaderState, mergeIpHeaders } from "../behaviour/ip-header.ts";
import { addSourcePort, emptySourcePorts, mergeSourcePorts, type SourcePortState } from "../behaviour/source-port.ts";
import type { ObservedRequest } from "../fingerprint/strand-state.ts";
import type { IpAddress } from "../net/address.ts";
import { addDialled, type DialledNumbers, mergeDialled } from "./dialled-numbers.ts";
import { countMethod, type MethodCounts } from "./method-counts.ts";
import { addToStrands, emptyStrandSet, mergeStrandSets, type StrandSet } from "./strand-set.ts";

/** A request with what its IP header tells of the sender. */
export interface SentRequest extends ObservedRequest {
  readonly timeToLive: number;
  /** IPv4 identification; null for IPv6. */
  readonly identification: number | null;
}

/** All SIP requests of one source in which no two neighbours in time are further apart than the idle timeout. */
export interface FlowState {
  /** Times of the first and last packet; null in the one flow of packets without a time. */
  firstNs: bigint | null;
  lastNs: bigint | null;
  packets: number;
  /** Distinct destinations with the time of the first packet to each; null in the flow of packets without a time. */
  readonly firstVisits: Map<IpAddress, bigint | null>;
  readonly methods: MethodCounts;
  sourcePorts: SourcePortState;
  ipHeaders: IpHeaderState;
  /** Null where no INVITE names a number. */
  dialled: DialledNumbers | null;
  readonly strands: StrandSet;
}

/** A flow that starts with this request. */
export function flowOf(request: SentRequest): FlowState {
  const { timeNs } = request.place;
  const flow: FlowState = {
    firstNs: timeNs,
    lastNs: timeNs,
    packets: 0,
    firstVisits: new Map(),
    methods: new Map(),
    sourcePorts: emptySourcePorts(),
    ipHeaders: emptyIpHeaders(),
    dialled: null,
    strands: emptyStrandSet(),
  };
  addToFlow(flow, request);
  return flow;
}

/** Adds a request that belongs to the flow. */
export function addToFlow(flow: FlowState, request: SentRequest): void {
  const { place, endpoints, method } = request;
  flow.packets += 1;
  if (place.timeNs !== null) {
    if (flow.firstNs === null || place.timeNs < flow.firstNs) flow.firstNs = place.timeNs;
    if (flow.lastNs === null || place.timeNs > flow.lastNs) flow.lastNs = place.timeNs;
  }
  visit(flow.firstVisits, endpoints.destination, place.timeNs);
  countMethod(flow.methods, method, 1);
  addSourcePort(flow.sourcePorts, endpoints.sourcePort, place.timeNs);
  addIpHeader(flow.ipHeaders, {
    timeNs: place.timeNs,
    destination: endpoints.destination,
    timeToLive: request.timeToLive,
    identification: request.identification,
  });
  flow.dialled = addDialled(flow.dialled, method, request.message.fields);
  addToStrands(flow.strands, request);
}

/** The flow of the packets of both. Both are used up. */
export function mergeFlows(into: FlowState, from: FlowState): FlowState {
  into.packets += from.packets;
  if (from.firstNs !== null && (into.firstNs === null || from.firstNs < into.firstNs)) into.firstNs = from.firstNs;
  if (from.lastNs !== null && (into.lastNs === null || from.lastNs > into.lastNs)) into.lastNs = from.lastNs;
  for (const [destination, timeNs] of from.firstVisits) visit(into.firstVisits, destination, timeNs);
  for (const [method, count] of from.methods) countMethod(into.methods, method, count);
  into.sourcePorts = mergeSourcePorts(into.sourcePorts, from.sourcePorts);
  into.ipHeaders = mergeIpHeaders(into.ipHeaders, from.ipHeaders);
  into.dialled = mergeDialled(into.dialled, from.dialled);
  mergeStrandSets(into.strands, from.strands);
  return into;
}

function visit(firstVisits: Map<IpAddress, bigint | null>, destination: IpAddress, timeNs: bigint | null): void {
  const first = firstVisits.get(destination);
  if (first === undefined || (first !== null && timeNs !== null && timeNs < first)) {
    firstVisits.set(destination, timeNs);
  }
}
