import { concat, u16, u32 } from "./bytes.ts";

export const PCAP_MICROSECONDS = 0xa1b2c3d4;
export const PCAP_NANOSECONDS = 0xa1b23c4d;
export const PCAP_MODIFIED = 0xa1b2cd34;

export interface PcapFields {
  readonly magic?: number;
  readonly littleEndian?: boolean;
  readonly majorVersion?: number;
  readonly snapLength?: number;
  /** All 32 bits of the field, frame check sequence bits included. */
  readonly linkType?: number;
  readonly records?: readonly PcapRecordFields[];
}

interface PcapRecordFields {
  readonly seconds?: number;
  /** Microseconds or nanoseconds, as the magic says. */
  readonly fraction?: number;
  readonly bytes?: Uint8Array;
  readonly capturedLength?: number;
  readonly originalLength?: number;
}

/** A whole pcap file; everything not given is usual. */
export function pcapFile(fields: PcapFields = {}): Uint8Array {
  const magic = fields.magic ?? PCAP_MICROSECONDS;
  const littleEndian = fields.littleEndian ?? true;
  return concat(
    u32(magic, littleEndian),
    u16(fields.majorVersion ?? 2, littleEndian),
    u16(4, littleEndian), // minor version
    u32(0, littleEndian), // time zone
    u32(0, littleEndian), // accuracy
    u32(fields.snapLength ?? 262_144, littleEndian),
    u32(fields.linkType ?? 1, littleEndian),
    ...(fields.records ?? []).map((record) => pcapRecord(record, littleEndian, magic)),
  );
}

function pcapRecord(fields: PcapRecordFields, littleEndian: boolean, magic: number): Uint8Array {
  const bytes = fields.bytes ?? new Uint8Array();
  return concat(
    u32(fields.seconds ?? 0, littleEndian),
    u32(fields.fraction ?? 0, littleEndian),
    u32(fields.capturedLength ?? bytes.length, littleEndian),
    u32(fields.originalLength ?? bytes.length, littleEndian),
    new Uint8Array(magic === PCAP_MODIFIED ? 8 : 0), // interface, protocol, packet type, padding
    bytes,
  );
}
