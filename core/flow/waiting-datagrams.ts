import type { PacketRecord } from "../capture/packet-record.ts";
import type { IpAddress } from "../net/address.ts";
import type { Datagram } from "../net/datagram.ts";
import type { PacketSpan } from "./packet-span.ts";

/**
 * Payloads that wait, in bytes; more than the largest datagram. With a quarter of it a source among hundreds has a dozen
 * datagrams waiting, and whatever is remembered of its message before serves few.
 */
const WAITING_BYTES = 4 << 20;
/** Datagrams that wait, however short. */
const MAX_WAITING = 16_384;

/** Takes a datagram that has waited, with its packet's time, number and place; the place is borrowed. */
export type OnDatagram = (datagram: Datagram, timeNs: bigint | null, packetNumber: number, span: PacketSpan) => void;

/** The numbers that are kept of a datagram, in a row: as objects the garbage collector would move them about. */
const PACKET_NUMBER = 0;
const PACKET_OFFSET = 1;
const PACKET_LENGTH = 2;
const PAYLOAD_AT = 3;
const SOURCE_PORT = 4;
const DESTINATION_PORT = 5;
const TIME_TO_LIVE = 6;
const IDENTIFICATION = 7;
const MISSING_BYTES = 8;
const START = 9;
const END = 10;
const ROW = 11;
/** As many as small captures have; there is room for more where there is need. */
const FIRST_ROWS = 64;
/** In place of a number that is not there; none of them is negative. */
const NONE = -1;

/**
 * Datagrams that wait until there are enough to go through them source by source: the state of one source stays in the
 * processor's cache meanwhile, that of hundreds of sources does not. What remembers them is used again and again.
 */
export class WaitingDatagrams {
  private count = 0;
  private rows = new Float64Array(FIRST_ROWS * ROW);
  private readonly times: (bigint | null)[] = [];
  /** Source and destination of each. */
  private readonly addresses: IpAddress[] = [];
  /** Numbers of the rows of each source, in the order of the capture. */
  private readonly bySource: Map<IpAddress, number[]> = new Map();
  /** Their payloads, one behind the other, with as much room as there was need for: thousands of captures are small. */
  private payloads = new Uint8Array(0);
  private payloadsEnd = 0;

  /** Whether there is room for this datagram. */
  hasRoomFor({ payload }: Datagram): boolean {
    return this.count < MAX_WAITING && this.payloadsEnd + payload.length <= WAITING_BYTES;
  }

  /** Adds a datagram for which there is room; its payload is copied. */
  add(datagram: Datagram, packet: PacketRecord): void {
    const { count, payloadsEnd } = this;
    const row = count * ROW;
    const end = payloadsEnd + datagram.payload.length;
    if (row === this.rows.length) this.rows = withMoreRows(this.rows);
    if (end > this.payloads.length) this.payloads = withRoom(this.payloads, end);
    const { rows } = this;
    rows[row + PACKET_NUMBER] = packet.number;
    rows[row + PACKET_OFFSET] = packet.dataOffset;
    rows[row + PACKET_LENGTH] = packet.bytes.length;
    rows[row + PAYLOAD_AT] = payloadAt(packet, datagram) ?? NONE;
    rows[row + SOURCE_PORT] = datagram.sourcePort;
    rows[row + DESTINATION_PORT] = datagram.destinationPort;
    rows[row + TIME_TO_LIVE] = datagram.timeToLive;
    rows[row + IDENTIFICATION] = datagram.identification ?? NONE;
    rows[row + MISSING_BYTES] = datagram.missingBytes;
    rows[row + START] = payloadsEnd;
    rows[row + END] = end;
    this.times[count] = packet.timeNs;
    this.addresses[2 * count] = datagram.source;
    this.addresses[2 * count + 1] = datagram.destination;
    this.payloads.set(datagram.payload, payloadsEnd);
    this.payloadsEnd = end;
    this.count += 1;
    const numbers = this.bySource.get(datagram.source);
    if (numbers === undefined) this.bySource.set(datagram.source, [count]);
    else numbers.push(count);
  }

  /** Hands out all datagrams, source by source; none waits any more. Their bytes may be kept. */
  takeAll(onDatagram: OnDatagram): void {
    const { rows, times } = this;
    for (const numbers of this.bySource.values()) {
      for (const number of numbers) {
        const row = number * ROW;
        const span: PacketSpan = {
          offset: rows[row + PACKET_OFFSET] as number,
          length: rows[row + PACKET_LENGTH] as number,
          payloadAt: orNull(rows[row + PAYLOAD_AT] as number),
        };
        onDatagram(this.datagram(number), times[number] as bigint | null, rows[row + PACKET_NUMBER] as number, span);
      }
    }
    this.bySource.clear();
    this.payloads = new Uint8Array(0);
    this.payloadsEnd = 0;
    this.count = 0;
  }

  private datagram(number: number): Datagram {
    const { rows, addresses } = this;
    const row = number * ROW;
    return {
      source: addresses[2 * number] as IpAddress,
      destination: addresses[2 * number + 1] as IpAddress,
      sourcePort: rows[row + SOURCE_PORT] as number,
      destinationPort: rows[row + DESTINATION_PORT] as number,
      timeToLive: rows[row + TIME_TO_LIVE] as number,
      identification: orNull(rows[row + IDENTIFICATION] as number),
      payload: this.payloads.subarray(rows[row + START], rows[row + END]),
      missingBytes: rows[row + MISSING_BYTES] as number,
    };
  }
}

/** The same bytes with room for so many, and for as many again. */
function withRoom(payloads: Uint8Array<ArrayBuffer>, bytes: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(2 * bytes, WAITING_BYTES));
  larger.set(payloads);
  return larger;
}

function withMoreRows(rows: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const more = new Float64Array(2 * rows.length);
  more.set(rows);
  return more;
}

function orNull(number: number): number | null {
  return number === NONE ? null : number;
}

/** A datagram that was put together from fragments has bytes of its own. */
function payloadAt({ bytes }: PacketRecord, { payload }: Datagram): number | null {
  return payload.buffer === bytes.buffer ? payload.byteOffset - bytes.byteOffset : null;
}
