import { sha256Hex } from "../fingerprint/fingerprint.ts";
import {
  addRequest,
  copyStrandState,
  mergeStrandStates,
  type ObservedRequest,
  type StrandState,
  strandStateOf,
} from "../fingerprint/strand-state.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";

/** One shape of a flow's messages: same method, same order of header names; or all cut messages of a method. */
export interface Shape {
  readonly method: string;
  /** Header names in order; null for messages cut by the snap length, whose order is not fully known. */
  readonly headerOrder: readonly string[] | null;
  messages: ShapeMessages;
  /** SHA-256 of method and order; null in a set that has not reached the cap. */
  rank: string | null;
}

/** Messages are kept by source port while there are at most four ports; more ports do not divide any more. */
type ShapeMessages =
  | { readonly kind: "by-port"; readonly ports: Map<number, StrandState> }
  | { readonly kind: "all-ports"; readonly state: StrandState };

/** The strands of a flow: of at most 64 shapes, the last of which stands for all beyond 63 others (spec section 3). */
export interface StrandSet {
  readonly shapes: Map<string, Shape>;
  /** Messages of the other shapes, where there are more than 64. */
  overflow: StrandState | null;
}

/** A strand as reported: what is fingerprinted. */
export interface Strand {
  readonly method: string | null;
  /** The part of the strand's id behind the flow's: `<method>/<order hash>`, with the source port where divided. */
  readonly localId: string;
  /** The port it was divided off by; null where it holds the messages of all ports. */
  readonly sourcePort: number | null;
  readonly overflow: boolean;
  readonly state: StrandState;
}

const MAX_STRANDS = 64;
const MAX_PORTS = 4;
/** Packets each source port needs before a strand is divided by port. */
const MIN_PACKETS_PER_PORT = 5;

/** A set without strands. */
export function emptyStrandSet(): StrandSet {
  return { shapes: new Map(), overflow: null };
}

/** Adds one request to the strand of its shape. */
export function addToStrands(set: StrandSet, request: ObservedRequest): void {
  const key = shapeKey(request);
  const shape = set.shapes.get(key);
  if (shape !== undefined) {
    addToShape(shape, request);
    return;
  }
  set.shapes.set(key, {
    method: request.method,
    headerOrder: request.cut ? null : request.message.headerOrder,
    messages: { kind: "by-port", ports: new Map([[request.endpoints.sourcePort, strandStateOf(request)]]) },
    rank: null,
  });
  if (set.shapes.size > mostShapes(set)) foldSurplusShapes(set);
}

/** The strands of both. Both sets are used up. */
export function mergeStrandSets(into: StrandSet, from: StrandSet): void {
  for (const [key, shape] of from.shapes) {
    const own = into.shapes.get(key);
    if (own === undefined) into.shapes.set(key, shape);
    else mergeShapes(own, shape);
  }
  if (from.overflow !== null) addOverflow(into, from.overflow);
  if (into.shapes.size > mostShapes(into) || into.overflow !== null) foldSurplusShapes(into);
}

/**
 * The strands to report, divided by source port where two to four ports show two runs behind one address. Ordered by
 * method, header order and port; what overflowed comes last.
 */
export function listStrands(set: StrandSet): Strand[] {
  const ascending = [...set.shapes].sort(([a], [b]) => byCodeUnits(a, b));
  const strands = ascending.flatMap(([, shape]) => strandsOfShape(shape));
  if (set.overflow !== null) {
    const { method } = set.overflow;
    strands.push({
      method,
      localId: `${method ?? "*"}/overflow`,
      sourcePort: null,
      overflow: true,
      state: set.overflow,
    });
  }
  return strands;
}

function strandsOfShape(shape: Shape): Strand[] {
  const localId = `${shape.method}/${orderHash(shape.headerOrder)}`;
  const strand = (state: StrandState, id: string, sourcePort: number | null = null): Strand => ({
    method: shape.method,
    localId: id,
    sourcePort,
    overflow: false,
    state,
  });
  if (shape.messages.kind === "all-ports") return [strand(shape.messages.state, localId)];
  const states = [...shape.messages.ports].sort(([a], [b]) => a - b);
  const [only] = states;
  if (only !== undefined && states.length === 1) return [strand(only[1], localId)];
  const divided = states.every(([, state]) => state.packets >= MIN_PACKETS_PER_PORT);
  if (divided) return states.map(([port, state]) => strand(state, `${localId}/${port}`, port));
  const together = states.map(([, state]) => copyStrandState(state)).reduce(mergeStrandStates);
  return [strand(together, localId)];
}

/** The order of header names as it stands in the id of a strand; null: of messages cut by the snap length. */
export function orderHash(headerOrder: readonly string[] | null): string {
  if (headerOrder === null) return "cut";
  const order = headerOrder.join(",");
  const known = recentHashes.get(order);
  if (known !== undefined) return known;
  const hash = sha256Hex(order).slice(0, 8);
  if (recentHashes.size === MOST_RECENT_HASHES) recentHashes.clear();
  recentHashes.set(order, hash);
  return hash;
}

/** Hashes made lately: strands of one tool have the same order. */
const recentHashes = new Map<string, string>();
const MOST_RECENT_HASHES = 1024;

/** Methods hold no tab and names no line feed, so that no two shapes share a key. */
function shapeKey({ method, message, cut }: ObservedRequest): string {
  const order = message.headerOrder;
  if (latestKey.method !== method || latestKey.order !== order || latestKey.cut !== cut) {
    latestKey = { method, order, cut, key: cut ? `${method}\tcut` : `${method}\n${order.join("\n")}` };
  }
  return latestKey.key;
}

/** Neighbouring messages mostly have the same shape, and the same array of names. */
let latestKey: {
  readonly method: string;
  readonly order: readonly string[];
  readonly cut: boolean;
  readonly key: string;
} = { method: "", order: [], cut: false, key: "\n" };

function addToShape(shape: Shape, request: ObservedRequest): void {
  const { messages } = shape;
  if (messages.kind === "all-ports") {
    addRequest(messages.state, request);
    return;
  }
  const port = request.endpoints.sourcePort;
  const state = messages.ports.get(port);
  if (state !== undefined) addRequest(state, request);
  else {
    messages.ports.set(port, strandStateOf(request));
    if (messages.ports.size > MAX_PORTS) joinPorts(shape);
  }
}

function mergeShapes(into: Shape, from: Shape): void {
  if (into.messages.kind === "all-ports" || from.messages.kind === "all-ports") {
    mergeStrandStates(joinPorts(into), joinPorts(from));
    return;
  }
  const { ports } = into.messages;
  for (const [port, state] of from.messages.ports) {
    const own = ports.get(port);
    ports.set(port, own === undefined ? state : mergeStrandStates(own, state));
  }
  if (ports.size > MAX_PORTS) joinPorts(into);
}

/** Gives up the division by port and returns the state of all messages. */
function joinPorts(shape: Shape): StrandState {
  const { messages } = shape;
  if (messages.kind === "all-ports") return messages.state;
  const state = [...messages.ports.values()].reduce(mergeStrandStates);
  shape.messages = { kind: "all-ports", state };
  return state;
}

/** Shapes kept apart: where they are too many, one strand is that of the others. */
function mostShapes({ overflow }: StrandSet): number {
  return overflow === null ? MAX_STRANDS : MAX_STRANDS - 1;
}

/** Keeps the 63 shapes with the lowest SHA-256 of method and order, so that the choice depends on no order. */
function foldSurplusShapes(set: StrandSet): void {
  const ranked = [...set.shapes].map(([key, shape]) => {
    shape.rank ??= sha256Hex(key);
    return { key, shape, rank: shape.rank };
  });
  ranked.sort((a, b) => byCodeUnits(a.rank, b.rank));
  for (const { key, shape } of ranked.slice(MAX_STRANDS - 1)) {
    set.shapes.delete(key);
    addOverflow(set, joinPorts(shape));
  }
}

function addOverflow(set: StrandSet, state: StrandState): void {
  set.overflow = set.overflow === null ? state : mergeStrandStates(set.overflow, state);
}
