import { comparePlaces, type PacketPlace } from "../capture/packet-order.ts";
import type { HeaderField, SipAnomaly, SipAnomalyKind } from "../sip/message.ts";
import type { PlacedText } from "../sip/placed-text.ts";
import { addHash, type DistinctSketch, mergeSketches } from "./distinct-sketch.ts";
import type { Endpoints } from "./endpoints.ts";
import { compareHashes, type Hash64, HashLanes, hash53 } from "./hash64.ts";
import { addField, copyKeyState, type KeyState, keyStateOf, mergeKeyStates } from "./key-state.ts";
import type { ObservedMessage } from "./observed-message.ts";
import type { PlacedField } from "./placed-field.ts";
import { branchOfVia } from "./via-branch.ts";

/** A request with everything a strand folds of it. */
export interface ObservedRequest {
  readonly method: string;
  readonly message: ObservedMessage;
  readonly anomalies: readonly SipAnomaly[];
  readonly cut: boolean;
  readonly endpoints: Endpoints;
  /** Payload as latin-1 text that stands for its bytes. */
  readonly payload: string;
  /** Payload bytes cut off by the snap length. */
  readonly missingBytes: number;
  readonly place: PacketPlace;
}

/** A message kept whole, so that a strand can be matched, explained and re-read without its capture. */
export interface Exemplar {
  readonly hash: Hash64;
  readonly place: PacketPlace;
  readonly payload: string;
  readonly missingBytes: number;
  readonly endpoints: Endpoints;
}

/**
 * All that is remembered of a set of messages. Adding and merging are associative and commutative: any order and any
 * split of the same messages gives the same state (spec section 4, step 3).
 */
export interface StrandState {
  packets: number;
  /** Null where messages of several methods were merged. */
  method: string | null;
  /** What the header orders have in common from the first field on. */
  commonOrder: readonly string[];
  /** Whether all messages had the same header order. */
  sameOrder: boolean;
  /** Messages cut by the snap length. */
  cutPackets: number;
  /** Messages beyond the limits of keys, repeats or value length. */
  cappedPackets: number;
  readonly anomalies: Map<SipAnomalyKind, number>;
  readonly keys: Map<string, KeyState>;
  /** Messages that are not retransmissions. */
  readonly evidence: DistinctSketch;
  readonly destinations: DistinctSketch;
  /** The eight distinct messages with the lowest hash, ascending. */
  readonly exemplars: Exemplar[];
}

const MAX_EXEMPLARS = 8;
/**
 * Messages of one shape have at most 64 keys. Only strands of many shapes, overflow, cut messages and whole flows, can
 * reach this bound: they keep the keys with the lowest hash.
 */
const MAX_STRAND_KEYS = 256;

/** The state of one message. */
export function strandStateOf(request: ObservedRequest): StrandState {
  const state: StrandState = {
    packets: 0,
    method: request.method,
    commonOrder: request.message.headerOrder,
    sameOrder: true,
    cutPackets: 0,
    cappedPackets: 0,
    anomalies: new Map(),
    keys: new Map(),
    evidence: [],
    destinations: [],
    exemplars: [],
  };
  addRequest(state, request);
  return state;
}

/** Adds one message to the state. */
export function addRequest(state: StrandState, request: ObservedRequest): void {
  const { message } = request;
  state.packets += 1;
  if (request.cut) state.cutPackets += 1;
  if (message.capped) state.cappedPackets += 1;
  if (state.method !== request.method) state.method = null;
  meetOrder(state, message.headerOrder, true);
  for (const { kind } of request.anomalies) state.anomalies.set(kind, (state.anomalies.get(kind) ?? 0) + 1);
  addFields(state.keys, message.fields);
  addHash(state.evidence, transactionHash(message, request.endpoints));
  addHash(state.destinations, destinationHash(request.endpoints));
  addAsExemplar(state.exemplars, request, exemplarHash(message, request.endpoints));
}

/** The fields that were added last, each with the state it was added to. */
interface LatestFields {
  /** Keys of the strand; null where no state may be used again. */
  readonly keys: Map<string, KeyState> | null;
  fields: readonly PlacedField[];
  readonly states: KeyState[];
}

let latest: LatestFields = { keys: null, fields: [], states: [] };

/** The states of keys are not the same any more. */
function forgetLatest(): void {
  latest = { keys: null, fields: [], states: [] };
}

/** The next message mostly belongs to the same strand and repeats most values: of those only the number is new. */
function addFields(keys: Map<string, KeyState>, fields: readonly PlacedField[]): void {
  if (latest.keys !== keys) latest = { keys, fields: [], states: [] };
  const { states, fields: before } = latest;
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] as PlacedField;
    const known = before[index];
    if (known === undefined || known.key !== field.key) {
      states[index] = addToKey(keys, field);
      continue;
    }
    const state = states[index] as KeyState;
    if (known === field) state.packets += 1;
    else addField(state, field, known);
  }
  latest.fields = fields;
  if (keys.size > MAX_STRAND_KEYS) dropSurplusKeys(keys);
}

function addToKey(keys: Map<string, KeyState>, field: PlacedField): KeyState {
  const known = keys.get(field.key);
  if (known !== undefined) {
    addField(known, field, null);
    return known;
  }
  const state = keyStateOf(field);
  keys.set(field.key, state);
  return state;
}

/** That of payload and addresses, in this order. */
function exemplarHash({ payload }: ObservedMessage, { source, destination }: Endpoints): Hash64 {
  const lanes = new HashLanes();
  lanes.addBytes(payload, 0, payload.length);
  lanes.addAddress(source);
  lanes.addAddress(destination);
  return lanes.mixed();
}

function destinationHash({ destination }: Endpoints): number {
  const lanes = new HashLanes();
  lanes.addAddress(destination);
  return lanes.mixed53();
}

function addAsExemplar(exemplars: Exemplar[], request: ObservedRequest, hash: Hash64): void {
  const highest = exemplars[MAX_EXEMPLARS - 1];
  if (highest !== undefined && compareHashes(hash, highest.hash) > 0) return;
  const { place, payload, missingBytes, endpoints } = request;
  addExemplar(exemplars, { hash, place, payload, missingBytes, endpoints });
}

/** The state of the messages of both. Both states are used up. */
export function mergeStrandStates(into: StrandState, from: StrandState): StrandState {
  forgetLatest();
  into.packets += from.packets;
  into.cutPackets += from.cutPackets;
  into.cappedPackets += from.cappedPackets;
  if (into.method !== from.method) into.method = null;
  meetOrder(into, from.commonOrder, from.sameOrder);
  for (const [kind, count] of from.anomalies) into.anomalies.set(kind, (into.anomalies.get(kind) ?? 0) + count);
  for (const [key, state] of from.keys) {
    const own = into.keys.get(key);
    into.keys.set(key, own === undefined ? state : mergeKeyStates(own, state));
  }
  if (into.keys.size > MAX_STRAND_KEYS) dropSurplusKeys(into.keys);
  mergeSketches(into.evidence, from.evidence);
  mergeSketches(into.destinations, from.destinations);
  for (const exemplar of from.exemplars) addExemplar(into.exemplars, exemplar);
  return into;
}

/** A state of its own with the same content. */
export function copyStrandState(state: StrandState): StrandState {
  return {
    ...state,
    anomalies: new Map(state.anomalies),
    keys: new Map([...state.keys].map(([key, keyState]) => [key, copyKeyState(keyState)])),
    evidence: [...state.evidence],
    destinations: [...state.destinations],
    exemplars: [...state.exemplars],
  };
}

/** A key once dropped has a hash above all that are kept, so it never comes back: the choice depends on no order. */
function dropSurplusKeys(keys: Map<string, KeyState>): void {
  forgetLatest();
  const ranked = [...keys.keys()].map((key) => ({ key, rank: hash53([key]) })).sort((a, b) => a.rank - b.rank);
  for (const { key } of ranked.slice(MAX_STRAND_KEYS)) keys.delete(key);
}

function meetOrder(state: StrandState, order: readonly string[], same: boolean): void {
  const own = state.commonOrder;
  if (same && own === order) return;
  const shorter = Math.min(own.length, order.length);
  let common = 0;
  while (common < shorter && own[common] === order[common]) common += 1;
  if (!same || common < own.length || common < order.length) state.sameOrder = false;
  if (common < own.length) state.commonOrder = own.slice(0, common);
}

/**
 * That of what a retransmission repeats: Call-ID, CSeq and the Via branch (RFC 3261 section 17.2.3), and the destination.
 * Whole values count, whatever the limits leave of them in the fingerprint.
 */
function transactionHash({ headers }: ObservedMessage, { destination }: Endpoints): number {
  const lanes = new HashLanes();
  addValue(lanes, firstNamed(headers, "call-id"));
  addValue(lanes, firstNamed(headers, "cseq"));
  addBranch(lanes, firstNamed(headers, "via"));
  lanes.addAddress(destination);
  return lanes.mixed53();
}

function firstNamed(headers: readonly HeaderField[], name: string): PlacedText | null {
  for (const header of headers) if (header.name === name) return header.place;
  return null;
}

function addValue(lanes: HashLanes, place: PlacedText | null): void {
  if (place === null) lanes.addText("");
  else lanes.addBytes(place.bytes, place.start, place.end);
}

function addBranch(lanes: HashLanes, via: PlacedText | null): void {
  const branch = via === null ? null : branchOfVia(via.bytes, via.start, via.end);
  if (via === null || branch === null) lanes.addText("");
  else lanes.addBytes(via.bytes, branch.start, branch.end);
}

/** Of byte-equal messages between the same addresses only the first is kept: repeats show nothing new. */
function addExemplar(exemplars: Exemplar[], exemplar: Exemplar): void {
  let at = exemplars.length;
  while (at > 0 && compareHashes((exemplars[at - 1] as Exemplar).hash, exemplar.hash) > 0) at -= 1;
  const equal = exemplars[at - 1];
  if (equal !== undefined && compareHashes(equal.hash, exemplar.hash) === 0) {
    if (comparePlaces(exemplar.place, equal.place) < 0) exemplars[at - 1] = exemplar;
    return;
  }
  if (at === MAX_EXEMPLARS) return;
  exemplars.splice(at, 0, exemplar);
  if (exemplars.length > MAX_EXEMPLARS) exemplars.pop();
}
