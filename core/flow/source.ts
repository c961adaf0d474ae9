import { comparePlaces, type PacketPlace } from "../capture/packet-order.ts";
import type { Endpoints } from "../fingerprint/endpoints.ts";
import { type ObservedMessage, observeMessage } from "../fingerprint/observed-message.ts";
import type { SipAnomaly, SipRequest } from "../sip/message.ts";
import { readSipMessage } from "../sip/read-message.ts";
import type { SentRequest } from "./flow-state.ts";
import { addToSource, emptySource, mergeSources, type SourceState } from "./source-state.ts";

/** A SIP request kept as it came. */
export interface KeptRequest {
  readonly place: PacketPlace;
  readonly method: string;
  /** Payload as latin-1 text that stands for its bytes. */
  readonly payload: string;
  /** Payload bytes cut off by the snap length. */
  readonly missingBytes: number;
  readonly endpoints: Endpoints;
  readonly timeToLive: number;
  /** IPv4 identification; null for IPv6. */
  readonly identification: number | null;
}

/**
 * What is remembered of a source address. Up to four requests are kept as they came: that takes a tenth of the memory of
 * their state, and a flood of spoofed addresses is made of such sources. From the fifth request on it is their state.
 * Either way it depends on the set of requests alone.
 */
export type Source =
  /** Requests in the order of the time line. */
  | { readonly kind: "faint"; readonly requests: KeptRequest[] }
  | { readonly kind: "folded"; readonly state: SourceState };

/** Fewer than these make no reliable fingerprint (spec section 4, step 7). */
export const MOST_FAINT_REQUESTS = 4;

/** A source that has sent nothing yet. */
export function newSource(): Source {
  return { kind: "faint", requests: [] };
}

/** The source with one request more; `request` is what was read of `kept`. The given source is used up. */
export function withRequest(source: Source, kept: KeptRequest, request: SipRequest, timeoutNs: bigint): Source {
  if (source.kind === "folded") {
    addToSource(source.state, sentRequest(kept, request), timeoutNs);
    return source;
  }
  const { requests } = source;
  if (requests.length === MOST_FAINT_REQUESTS) {
    const state = stateOfSource(source, timeoutNs);
    addToSource(state, sentRequest(kept, request), timeoutNs);
    return { kind: "folded", state };
  }
  const after = requests.findLastIndex((other) => comparePlaces(other.place, kept.place) <= 0);
  requests.splice(after + 1, 0, plainly(kept));
  return source;
}

/** The source with the requests of both. Both are used up. */
export function mergedSource(a: Source, b: Source, timeoutNs: bigint): Source {
  if (a.kind === "faint" && b.kind === "faint" && a.requests.length + b.requests.length <= MOST_FAINT_REQUESTS) {
    const requests = [...a.requests, ...b.requests].sort((x, y) => comparePlaces(x.place, y.place));
    return { kind: "faint", requests };
  }
  const state = mergeSources(stateOfSource(a, timeoutNs), stateOfSource(b, timeoutNs), timeoutNs);
  return { kind: "folded", state };
}

/** The state of the source's requests; that of a folded source is its own. */
export function stateOfSource(source: Source, timeoutNs: bigint): SourceState {
  if (source.kind === "folded") return source.state;
  const state = emptySource();
  for (const kept of source.requests) {
    const request = readSipMessage(kept.payload, kept.missingBytes);
    if (request.kind !== "request") throw new Error("what is kept is always a request: it was one when it was kept");
    addToSource(state, sentRequest(kept, request), timeoutNs);
  }
  return state;
}

/** The same as a value of its own: what is kept crosses threads, and must not hold on to what it was read from. */
function plainly(kept: KeptRequest): KeptRequest {
  const { place, method, payload, missingBytes, endpoints, timeToLive, identification } = kept;
  return { place, method, payload, missingBytes, endpoints, timeToLive, identification };
}

function sentRequest(kept: KeptRequest, request: SipRequest): SentRequest {
  return new ReadAndKept(kept, request);
}

/** A request with what was read of it. Its payload is text only where that is asked for. */
class ReadAndKept implements SentRequest {
  readonly method: string;
  readonly message: ObservedMessage;
  readonly anomalies: readonly SipAnomaly[];
  readonly cut: boolean;
  readonly endpoints: Endpoints;
  readonly missingBytes: number;
  readonly timeToLive: number;
  readonly identification: number | null;
  readonly place: PacketPlace;
  private readonly kept: KeptRequest;

  constructor(kept: KeptRequest, request: SipRequest) {
    this.method = kept.method;
    this.message = observeMessage(request, kept.endpoints);
    this.anomalies = request.anomalies;
    this.cut = request.cut;
    this.endpoints = kept.endpoints;
    this.missingBytes = kept.missingBytes;
    this.timeToLive = kept.timeToLive;
    this.identification = kept.identification;
    this.place = kept.place;
    this.kept = kept;
  }

  get payload(): string {
    return this.kept.payload;
  }
}
