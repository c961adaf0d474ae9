import { ascii, concat, padTo32Bits, u16, u32, u64 } from "./bytes.ts";

export const OPT_COMMENT = 1;
export const IF_TSRESOL = 9;
export const IF_TSOFFSET = 14;

/** Any block: its lengths are computed unless a test wants them wrong. */
export function block(
  type: number,
  body: Uint8Array,
  littleEndian = true,
  lengths: { readonly leading?: number; readonly trailing?: number } = {},
): Uint8Array {
  const padded = padTo32Bits(body);
  const length = padded.length + 12;
  return concat(
    u32(type, littleEndian),
    u32(lengths.leading ?? length, littleEndian),
    padded,
    u32(lengths.trailing ?? length, littleEndian),
  );
}

export function option(code: number, value: Uint8Array, littleEndian = true): Uint8Array {
  return concat(u16(code, littleEndian), u16(value.length, littleEndian), padTo32Bits(value));
}

/** A comment, from latin-1 text. */
export function comment(text: string, littleEndian = true): Uint8Array {
  return option(OPT_COMMENT, ascii(text), littleEndian);
}

export interface SectionFields {
  readonly littleEndian?: boolean;
  readonly majorVersion?: number;
  readonly minorVersion?: number;
  /** Bytes of the section, which readers need not believe; not stated unless given. */
  readonly sectionLength?: bigint;
  readonly options?: Uint8Array;
}

export function sectionHeader(fields: SectionFields = {}): Uint8Array {
  const littleEndian = fields.littleEndian ?? true;
  const body = concat(
    u32(0x1a2b3c4d, littleEndian), // byte-order magic
    u16(fields.majorVersion ?? 1, littleEndian),
    u16(fields.minorVersion ?? 0, littleEndian),
    u64(fields.sectionLength ?? -1n, littleEndian),
    fields.options ?? new Uint8Array(),
  );
  return block(0x0a0d0d0a, body, littleEndian);
}

export interface InterfaceFields {
  readonly littleEndian?: boolean;
  readonly linkType?: number;
  readonly snapLength?: number;
  /** Value of if_tsresol; left out if not given. */
  readonly resolution?: number;
  /** Value of if_tsoffset in seconds; left out if not given. */
  readonly offsetSeconds?: bigint;
  /** Further options, as bytes. */
  readonly options?: Uint8Array;
}

export function interfaceDescription(fields: InterfaceFields = {}): Uint8Array {
  const littleEndian = fields.littleEndian ?? true;
  const { resolution, offsetSeconds, options } = fields;
  const body = concat(
    u16(fields.linkType ?? 1, littleEndian),
    u16(0, littleEndian), // reserved
    u32(fields.snapLength ?? 0, littleEndian),
    options ?? new Uint8Array(),
    resolution === undefined ? new Uint8Array() : option(IF_TSRESOL, Uint8Array.of(resolution), littleEndian),
    offsetSeconds === undefined
      ? new Uint8Array()
      : option(IF_TSOFFSET, u64(offsetSeconds, littleEndian), littleEndian),
  );
  return block(1, body, littleEndian);
}

export interface PacketBlockFields {
  readonly littleEndian?: boolean;
  readonly interfaceNumber?: number;
  /** Time stamp in ticks of the interface. */
  readonly ticks?: bigint;
  readonly bytes?: Uint8Array;
  readonly capturedLength?: number;
  readonly originalLength?: number;
  /** Options behind the packet, as bytes. */
  readonly options?: Uint8Array;
}

export function enhancedPacket(fields: PacketBlockFields = {}): Uint8Array {
  const littleEndian = fields.littleEndian ?? true;
  const body = concat(u32(fields.interfaceNumber ?? 0, littleEndian), timeAndBytes(fields, littleEndian));
  return block(6, body, littleEndian);
}

export function obsoletePacket(fields: PacketBlockFields = {}): Uint8Array {
  const littleEndian = fields.littleEndian ?? true;
  const body = concat(
    u16(fields.interfaceNumber ?? 0, littleEndian),
    u16(0xffff, littleEndian), // drops: not known
    timeAndBytes(fields, littleEndian),
  );
  return block(2, body, littleEndian);
}

export function simplePacket(fields: Pick<PacketBlockFields, "littleEndian" | "bytes" | "originalLength">): Uint8Array {
  const littleEndian = fields.littleEndian ?? true;
  const bytes = fields.bytes ?? new Uint8Array();
  return block(3, concat(u32(fields.originalLength ?? bytes.length, littleEndian), bytes), littleEndian);
}

/** Block of an interface's counters, which here hold nothing but options. */
export function interfaceStatistics(options: Uint8Array, littleEndian = true): Uint8Array {
  return block(5, concat(u32(0, littleEndian), u64(0n, littleEndian), options), littleEndian);
}

function timeAndBytes(fields: PacketBlockFields, littleEndian: boolean): Uint8Array {
  const bytes = fields.bytes ?? new Uint8Array();
  const ticks = fields.ticks ?? 0n;
  return concat(
    u32(Number(ticks >> 32n), littleEndian),
    u32(Number(ticks & 0xffffffffn), littleEndian),
    u32(fields.capturedLength ?? bytes.length, littleEndian),
    u32(fields.originalLength ?? bytes.length, littleEndian),
    padTo32Bits(bytes),
    fields.options ?? new Uint8Array(),
  );
}
