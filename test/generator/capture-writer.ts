/** Writes capture files: pcapng with several interfaces, and classic pcap. All values as the formats' drafts say. */

/** LINKTYPE_ values (tcpdump.org/linktypes.html). */
export const ETHERNET = 1;
export const RAW_IP = 101;

export interface CapturePacket {
  /** Nanoseconds since 1970-01-01 UTC. */
  readonly timeNs: bigint;
  readonly bytes: Uint8Array;
  /** Length on the wire, where the snap length cut the packet. */
  readonly originalLength?: number;
  /** Index into the interfaces; 0 when absent. pcapng only. */
  readonly interfaceId?: number;
  /** pcapng only. */
  readonly comment?: string;
}

export interface CaptureInterface {
  readonly linkType: number;
  readonly name: string;
}

const SNAP_LENGTH = 262_144;

/** A pcapng file: one section, little-endian, nanosecond resolution on every interface, enhanced packet blocks. */
export function writePcapng(
  interfaces: readonly CaptureInterface[],
  packets: readonly CapturePacket[],
  comment: string,
): Uint8Array {
  const blocks = [
    block(0x0a0d0d0a, [
      u32(0x1a2b3c4d),
      u16(1),
      u16(0),
      u32(0xffffffff),
      u32(0xffffffff),
      options([[1, text(comment)]]),
    ]),
    ...interfaces.map(({ linkType, name }) =>
      block(1, [
        u16(linkType),
        u16(0),
        u32(SNAP_LENGTH),
        options([
          [2, text(name)],
          [9, [9]], // if_tsresol: 10^-9 s
        ]),
      ]),
    ),
  ];
  for (const packet of packets) {
    blocks.push(
      block(6, [
        u32(packet.interfaceId ?? 0),
        u32(Number(packet.timeNs >> 32n)),
        u32(Number(packet.timeNs & 0xffffffffn)),
        u32(packet.bytes.length),
        u32(packet.originalLength ?? packet.bytes.length),
        padded(packet.bytes),
        packet.comment === undefined ? new Uint8Array(0) : options([[1, text(packet.comment)]]),
      ]),
    );
  }
  return concat(blocks);
}

export interface PcapOptions {
  readonly linkType: number;
  readonly resolution: "microseconds" | "nanoseconds";
  readonly byteOrder?: "little" | "big";
}

/** A classic pcap file. Microsecond files lose the rest of the nanoseconds. */
export function writePcap(packets: readonly CapturePacket[], options: PcapOptions): Uint8Array {
  const little = options.byteOrder !== "big";
  const write = (values: readonly number[]) => concat(values.map((value) => u32(value, little)));
  const nsPerTick = options.resolution === "nanoseconds" ? 1n : 1000n;
  const magic = options.resolution === "nanoseconds" ? 0xa1b23c4d : 0xa1b2c3d4;
  const parts = [write([magic]), u16(2, little), u16(4, little), write([0, 0, SNAP_LENGTH, options.linkType])];
  for (const { timeNs, bytes, originalLength } of packets) {
    const seconds = Number(timeNs / 1_000_000_000n);
    const ticks = Number((timeNs % 1_000_000_000n) / nsPerTick);
    parts.push(write([seconds, ticks, bytes.length, originalLength ?? bytes.length]), bytes);
  }
  return concat(parts);
}

/** A pcapng block: type, total length, body, total length again. */
function block(type: number, body: readonly Uint8Array[]): Uint8Array {
  const length = 12 + body.reduce((sum, part) => sum + part.length, 0);
  return concat([u32(type), u32(length), ...body, u32(length)]);
}

/** pcapng options, closed by opt_endofopt. */
function options(list: readonly (readonly [code: number, value: readonly number[]])[]): Uint8Array {
  const parts = list.map(([code, value]) => concat([u16(code), u16(value.length), padded(Uint8Array.from(value))]));
  return concat([...parts, u32(0)]);
}

function text(value: string): readonly number[] {
  return [...new TextEncoder().encode(value)];
}

/** Bytes filled up with zeros to a multiple of four. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

function u16(value: number, little = true): Uint8Array {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, value, little);
  return bytes;
}

function u32(value: number, little = true): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, little);
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
