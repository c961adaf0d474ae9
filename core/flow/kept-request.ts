import type { PacketPlace } from "../capture/packet-order.ts";
import type { Endpoints } from "../fingerprint/endpoints.ts";
import { type ObservedMessage, observeMessage } from "../fingerprint/observed-message.ts";
import type { IpAddress } from "../net/address.ts";
import type { SipAnomaly, SipRequest } from "../sip/message.ts";
import { ownText } from "../sip/own-text.ts";
import { readSipMessage } from "../sip/read-message.ts";
import type { SentRequest } from "./flow-state.ts";

/** What is kept of a SIP request. */
export interface RequestParts {
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
 * A SIP request kept as it came, as one text: a line of what its packet told, then the payload. Floods consist of such
 * requests, and one text takes half the memory of objects that say the same, and crosses threads far faster.
 */
export type KeptRequest = string;

/** No number, address, hash or method holds it. */
const BETWEEN_PARTS = "\t";
const LINE_END = "\n";
/** The first parts say the packet's place. */
const PLACE_PARTS = 3;
const NONE = "";

/** Keeps a request. */
export function keepRequest(parts: RequestParts): KeptRequest {
  const { place, method, payload, missingBytes, endpoints, timeToLive, identification } = parts;
  const line = [
    place.timeNs ?? NONE,
    place.capture,
    place.number,
    method,
    missingBytes,
    endpoints.source,
    endpoints.destination,
    endpoints.sourcePort,
    endpoints.destinationPort,
    timeToLive,
    identification ?? NONE,
  ].join(BETWEEN_PARTS);
  return ownText(`${line}${LINE_END}${payload}`);
}

/** The place of the request's packet. */
export function keptPlace(kept: KeptRequest): PacketPlace {
  const timeEnd = kept.indexOf(BETWEEN_PARTS);
  const captureEnd = kept.indexOf(BETWEEN_PARTS, timeEnd + 1);
  const numberEnd = kept.indexOf(BETWEEN_PARTS, captureEnd + 1);
  const timeNs = kept.slice(0, timeEnd);
  return {
    timeNs: timeNs === NONE ? null : BigInt(timeNs),
    capture: kept.slice(timeEnd + 1, captureEnd),
    number: Number(kept.slice(captureEnd + 1, numberEnd)),
  };
}

/** What was kept of the request's packet, without the payload. */
export function keptParts(kept: KeptRequest): Omit<RequestParts, "payload"> {
  const parts = kept.slice(0, kept.indexOf(LINE_END)).split(BETWEEN_PARTS);
  const [method, missingBytes, source, destination, sourcePort, destinationPort, timeToLive, identification] =
    parts.slice(PLACE_PARTS) as [string, string, string, string, string, string, string, string];
  return {
    place: keptPlace(kept),
    method,
    missingBytes: Number(missingBytes),
    endpoints: {
      source: parsedAddress(source),
      destination: parsedAddress(destination),
      sourcePort: Number(sourcePort),
      destinationPort: Number(destinationPort),
    },
    timeToLive: Number(timeToLive),
    identification: identification === NONE ? null : Number(identification),
  };
}

/** The request, read again. */
export function readKept(kept: KeptRequest): SentRequest {
  const { place, method, missingBytes, endpoints, timeToLive, identification } = keptParts(kept);
  const payload = ownText(kept.slice(kept.indexOf(LINE_END) + 1));
  const request = readSipMessage(payload, missingBytes);
  if (request.kind !== "request") throw new Error("what is kept is always a request: it was one when it was kept");
  return sentRequest({ place, method, payload, missingBytes, endpoints, timeToLive, identification }, request);
}

/** The request as flows take it; `request` is what was read of its payload. */
export function sentRequest(parts: RequestParts, request: SipRequest): SentRequest {
  return new ReadAndKept(parts, request);
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
  private readonly parts: RequestParts;

  constructor(parts: RequestParts, request: SipRequest) {
    this.method = parts.method;
    this.message = observeMessage(request, parts.endpoints);
    this.anomalies = request.anomalies;
    this.cut = request.cut;
    this.endpoints = parts.endpoints;
    this.missingBytes = parts.missingBytes;
    this.timeToLive = parts.timeToLive;
    this.identification = parts.identification;
    this.place = parts.place;
    this.parts = parts;
  }

  get payload(): string {
    return this.parts.payload;
  }
}

/** IPv4 is kept as the number it is; every IPv6 address has a colon. */
function parsedAddress(text: string): IpAddress {
  return text.includes(":") ? text : Number(text);
}
