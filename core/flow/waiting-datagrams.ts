import type { PacketRecord } from "../capture/packet-record.ts";
import type { IpAddress } from "../net/address.ts";
import type { Datagram } from "../net/datagram.ts";
import type { PacketSpan } from "./packet-span.ts";

/** Payloads that wait, in bytes; more than the largest datagram. */
const WAITING_BYTES = 1 << 20;
/** Datagrams that wait, however short. */
const MAX_WAITING = 4096;

/** Takes a datagram that has waited, with its packet's time, number and place; the place is borrowed. */
export type OnDatagram = (datagram: Datagram, timeNs: bigint | null, packetNumber: number, span: PacketSpan) => void;

/** All of a datagram but its bytes, where among the payloads these are, and where its packet lies. */
class Waiting implements PacketSpan {
  offset = 0;
  length = 0;
  payloadAt: number | null = null;
  timeNs: bigint | null = null;
  packetNumber = 0;
  source: IpAddress = 0;
  destination: IpAddress = 0;
  sourcePort = 0;
  destinationPort = 0;
  timeToLive = 0;
  identification: number | null = null;
  missingBytes = 0;
  start = 0;
  end = 0;
}

/**
 * Datagrams that wait until there are enough to go through them source by source: the state of one source stays in the
 * processor's cache meanwhile, that of hundreds of sources does not. What remembers them is used again and again: the
 * garbage collector would move thousands of objects about each time.
 */
export class WaitingDatagrams {
  private readonly slots: Waiting[] = [];
  private count = 0;
  /** Numbers of the slots of each source, in the order of the capture. */
  private readonly bySource: Map<IpAddress, number[]> = new Map();
  /** Their payloads, one behind the other. */
  private payloads = new Uint8Array(WAITING_BYTES);
  private payloadsEnd = 0;

  /** Whether there is room for this datagram. */
  hasRoomFor({ payload }: Datagram): boolean {
    return this.count < MAX_WAITING && this.payloadsEnd + payload.length <= WAITING_BYTES;
  }

  /** Adds a datagram for which there is room; its payload is copied. */
  add(datagram: Datagram, packet: PacketRecord): void {
    const slot = this.nextSlot(datagram.source);
    slot.timeNs = packet.timeNs;
    slot.packetNumber = packet.number;
    slot.offset = packet.dataOffset;
    slot.length = packet.bytes.length;
    slot.payloadAt = payloadAt(packet, datagram);
    slot.source = datagram.source;
    slot.destination = datagram.destination;
    slot.sourcePort = datagram.sourcePort;
    slot.destinationPort = datagram.destinationPort;
    slot.timeToLive = datagram.timeToLive;
    slot.identification = datagram.identification;
    slot.missingBytes = datagram.missingBytes;
    slot.start = this.payloadsEnd;
    this.payloads.set(datagram.payload, slot.start);
    slot.end = slot.start + datagram.payload.length;
    this.payloadsEnd = slot.end;
  }

  /** Hands out all datagrams, source by source; none waits any more. Their bytes may be kept. */
  takeAll(onDatagram: OnDatagram): void {
    const { slots, payloads } = this;
    for (const numbers of this.bySource.values()) {
      for (const number of numbers) {
        const slot = slots[number] as Waiting;
        onDatagram(datagramOf(slot, payloads), slot.timeNs, slot.packetNumber, slot);
      }
    }
    this.bySource.clear();
    if (this.payloadsEnd > 0) this.payloads = new Uint8Array(WAITING_BYTES);
    this.payloadsEnd = 0;
    this.count = 0;
  }

  private nextSlot(source: IpAddress): Waiting {
    const { slots, count, bySource } = this;
    if (count === slots.length) slots.push(new Waiting());
    const numbers = bySource.get(source);
    if (numbers === undefined) bySource.set(source, [count]);
    else numbers.push(count);
    this.count += 1;
    return slots[count] as Waiting;
  }
}

/** A datagram that was put together from fragments has bytes of its own. */
function payloadAt({ bytes }: PacketRecord, { payload }: Datagram): number | null {
  return payload.buffer === bytes.buffer ? payload.byteOffset - bytes.byteOffset : null;
}

function datagramOf(slot: Waiting, payloads: Uint8Array): Datagram {
  return {
    source: slot.source,
    destination: slot.destination,
    sourcePort: slot.sourcePort,
    destinationPort: slot.destinationPort,
    timeToLive: slot.timeToLive,
    identification: slot.identification,
    payload: payloads.subarray(slot.start, slot.end),
    missingBytes: slot.missingBytes,
  };
}
