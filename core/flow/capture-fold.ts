import { addTime, emptyTimeBins, type TimeBins } from "../behaviour/time-bins.ts";
import type { PacketPlace } from "../capture/packet-order.ts";
import type { PacketRecord } from "../capture/packet-record.ts";
import type { Problem } from "../capture/problem.ts";
import type { Endpoints } from "../fingerprint/endpoints.ts";
import type { IpAddress } from "../net/address.ts";
import type { Datagram } from "../net/datagram.ts";
import { type DecodeRules, PacketDecoder } from "../net/packet-decoder.ts";
import type { Latin1Decoder, Latin1Text } from "../sip/latin1.ts";
import type { SipRequest } from "../sip/message.ts";
import { classifyDatagram, PACKET_CLASSES, type PacketClass, type SipPorts } from "../sip/packet-class.ts";
import { FieldMemory } from "../sip/read-message.ts";
import type { RequestParts } from "./kept-request.ts";
import { addRequest, newSource, type Source, settle } from "./source.ts";

/** What decides which packets are analysed and how they fall into flows. */
export interface FoldRules extends DecodeRules {
  readonly ports: SipPorts;
  /** Idle timeout of flows in nanoseconds. */
  readonly flowTimeoutNs: bigint;
}

/** Packets per class; their sum is the number of packets (conservation law, spec section 1). */
export type ClassCounts = Record<PacketClass, number>;

/** What is counted of the packets of one capture. */
export interface CaptureTally {
  readonly classes: ClassCounts;
  /** Earliest and latest time of any packet; null without times. */
  firstNs: bigint | null;
  lastNs: bigint | null;
  readonly timeBins: TimeBins;
  /** Sum of the bytes stored of each packet. */
  storedBytes: number;
}

/** Payloads that wait, in bytes; more than the largest datagram. */
const WAITING_BYTES = 1 << 20;
/** Datagrams that wait, however short. */
const MAX_WAITING = 4096;

/** Where the bytes of a packet lie in its capture, and the payload of its datagram in them. */
export interface PacketSpan {
  /** Of the packet's stored bytes, in bytes of the decompressed stream. */
  readonly offset: number;
  readonly length: number;
  /** Where the payload starts in the packet; null where it was put together from several packets. */
  readonly payloadAt: number | null;
}

/** A SIP request as it was found in a capture. Its bytes are borrowed. */
export interface FoundRequest {
  readonly place: PacketPlace;
  readonly span: PacketSpan;
  readonly datagram: Datagram;
  readonly request: SipRequest;
}

/** A datagram with bytes of its own, and where its packet stands. */
interface WaitingDatagram {
  readonly place: PacketPlace;
  readonly span: PacketSpan;
  readonly datagram: Datagram;
}

/** A request as it comes. Text is made of its payload where it is kept. */
class ArrivedRequest implements RequestParts {
  readonly place: PacketPlace;
  readonly method: string;
  readonly missingBytes: number;
  readonly endpoints: Endpoints;
  readonly timeToLive: number;
  readonly identification: number | null;
  private readonly bytes: Latin1Text;

  constructor(place: PacketPlace, datagram: Datagram, method: string, payload: Latin1Text) {
    const { source, destination, sourcePort, destinationPort } = datagram;
    this.place = place;
    this.method = method;
    this.missingBytes = datagram.missingBytes;
    this.endpoints = { source, destination, sourcePort, destinationPort };
    this.timeToLive = datagram.timeToLive;
    this.identification = datagram.identification;
    this.bytes = payload;
  }

  get payload(): string {
    return this.bytes.text;
  }
}

/** Sum of all classes: the number of packets. */
export function countPackets(classes: ClassCounts): number {
  return Object.values(classes).reduce((sum, count) => sum + count, 0);
}

/** Counts of no packets. */
export function emptyClassCounts(): ClassCounts {
  return Object.fromEntries(PACKET_CLASSES.map((name) => [name, 0])) as ClassCounts;
}

/**
 * Folds the packets of one capture: every packet gets its class, every SIP request joins the flow of its source.
 * Call `foldWaiting` behind the last packet. This is the plain reference that faster ways are measured against.
 */
export class CaptureFold {
  readonly tally: CaptureTally = {
    classes: emptyClassCounts(),
    firstNs: null,
    lastNs: null,
    timeBins: emptyTimeBins(),
    storedBytes: 0,
  };
  readonly sources: Map<IpAddress, Source> = new Map();
  /** Datagrams that wait to be folded, by source. */
  private readonly waiting: Map<IpAddress, WaitingDatagram[]> = new Map();
  /** Their payloads, one behind the other. */
  private payloads = new Uint8Array(WAITING_BYTES);
  private payloadsEnd = 0;
  private waitingCount = 0;
  private readonly fieldMemory = new FieldMemory();
  private readonly decoder: PacketDecoder;
  private readonly captureHash: string;
  private readonly rules: FoldRules;
  private readonly latin1: Latin1Decoder;
  private readonly onRequest: (found: FoundRequest) => void;

  /**
   * @param captureHash SHA-256 of the capture, part of each packet's place in the time line
   * @param onRequest told of each request, in the order in which they are folded
   */
  constructor(
    captureHash: string,
    rules: FoldRules,
    latin1: Latin1Decoder,
    onRequest: (found: FoundRequest) => void = () => undefined,
  ) {
    this.captureHash = captureHash;
    this.rules = rules;
    this.decoder = new PacketDecoder(rules);
    this.latin1 = latin1;
    this.onRequest = onRequest;
  }

  /** What went wrong while packets were taken apart, as if the capture ended behind the last one added. */
  get problems(): readonly Problem[] {
    return this.decoder.problems();
  }

  /** Adds the next packet of the capture. Its datagram may wait until `foldWaiting`. */
  add(packet: PacketRecord): void {
    this.noteTime(packet.timeNs);
    this.tally.storedBytes += packet.bytes.length;
    const decoded = this.decoder.decode(packet);
    if (decoded.kind === "datagram") {
      this.keepWaiting(packet, decoded.datagram);
      return;
    }
    this.tally.classes[decoded.class] += 1;
    addTime(this.tally.timeBins, packet.timeNs, false);
  }

  /** Folds what waits: tally and sources then hold every packet added so far, and the sources are settled. */
  foldWaiting(): void {
    this.foldDatagrams();
    for (const source of this.sources.values()) settle(source, this.rules.flowTimeoutNs);
  }

  private foldDatagrams(): void {
    for (const datagrams of this.waiting.values()) {
      for (const waiting of datagrams) this.addDatagram(waiting);
    }
    this.waiting.clear();
    // New bytes, because fields and values may still point into these. The memory must not hold them forever.
    if (this.payloadsEnd > 0) this.payloads = new Uint8Array(WAITING_BYTES);
    this.fieldMemory.forget();
    this.payloadsEnd = 0;
    this.waitingCount = 0;
  }

  /**
   * Datagrams wait until there are enough to fold them source by source: the state of one source stays in the
   * processor's cache meanwhile, that of hundreds of sources does not.
   */
  private keepWaiting(packet: PacketRecord, datagram: Datagram): void {
    const { length } = datagram.payload;
    if (this.payloadsEnd + length > WAITING_BYTES || this.waitingCount === MAX_WAITING) this.foldDatagrams();
    this.waitingCount += 1;
    const payload = this.payloads.subarray(this.payloadsEnd, this.payloadsEnd + length);
    payload.set(datagram.payload);
    this.payloadsEnd += length;
    const place = { timeNs: packet.timeNs, capture: this.captureHash, number: packet.number };
    const entry = { place, span: spanOf(packet, datagram), datagram: { ...datagram, payload } };
    const ofSource = this.waiting.get(datagram.source);
    if (ofSource === undefined) this.waiting.set(datagram.source, [entry]);
    else ofSource.push(entry);
  }

  private addDatagram({ place, span, datagram }: WaitingDatagram): void {
    const classified = classifyDatagram(datagram, this.rules.ports, this.latin1, this.fieldMemory);
    this.tally.classes[classified.class] += 1;
    addTime(this.tally.timeBins, place.timeNs, classified.class === "sipRequest");
    if (classified.class !== "sipRequest") return;
    this.addRequest(place, datagram, classified.request, classified.payload);
    this.onRequest({ place, span, datagram, request: classified.request });
  }

  private addRequest(place: PacketPlace, datagram: Datagram, request: SipRequest, payload: Latin1Text): void {
    let sender = this.sources.get(datagram.source);
    if (sender === undefined) {
      sender = newSource();
      this.sources.set(datagram.source, sender);
    }
    const arrived = new ArrivedRequest(place, datagram, request.method, payload);
    addRequest(sender, arrived, request, this.rules.flowTimeoutNs);
  }

  private noteTime(timeNs: bigint | null): void {
    if (timeNs === null) return;
    const { tally } = this;
    if (tally.firstNs === null || timeNs < tally.firstNs) tally.firstNs = timeNs;
    if (tally.lastNs === null || timeNs > tally.lastNs) tally.lastNs = timeNs;
  }
}

/** A datagram that was put together from fragments has bytes of its own. */
function spanOf(packet: PacketRecord, { payload }: Datagram): PacketSpan {
  const { bytes, dataOffset } = packet;
  const payloadAt = payload.buffer === bytes.buffer ? payload.byteOffset - bytes.byteOffset : null;
  return { offset: dataOffset, length: bytes.length, payloadAt };
}
