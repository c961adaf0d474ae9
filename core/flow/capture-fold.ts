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
import type { PacketSpan } from "./packet-span.ts";
import { addRequest, newSource, type Source, settle } from "./source.ts";
import { WaitingDatagrams } from "./waiting-datagrams.ts";

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

/** A SIP request as it was found in a capture. All of it is borrowed. */
export interface FoundRequest {
  readonly place: PacketPlace;
  readonly span: PacketSpan;
  readonly datagram: Datagram;
  readonly request: SipRequest;
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
  private readonly waiting = new WaitingDatagrams();
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
      if (!this.waiting.hasRoomFor(decoded.datagram)) this.foldDatagrams();
      this.waiting.add(decoded.datagram, packet);
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
    this.waiting.takeAll((datagram, timeNs, number, span) => {
      this.addDatagram({ timeNs, capture: this.captureHash, number }, span, datagram);
    });
    // What is remembered would keep all payloads that waited.
    this.fieldMemory.forget();
  }

  private addDatagram(place: PacketPlace, span: PacketSpan, datagram: Datagram): void {
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
