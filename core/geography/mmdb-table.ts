import type { IpAddress } from "../net/address.ts";
import { ipv6Value } from "../net/address-value.ts";
import type { GeoTable, TableFacts, Whereabouts } from "./geo-table.ts";
import { MmdbDamage, type MmdbValue, MmdbValueReader, type Utf8Decoder } from "./mmdb-value.ts";

/** A table read from a MaxMind DB file: what it says of itself, and its answers. */
export type DecodedMmdb =
  | {
      readonly ok: true;
      readonly facts: Pick<TableFacts, "date" | "description" | "licence">;
      readonly find: GeoTable["find"];
    }
  /** What is wrong with it. */
  | { readonly ok: false; readonly message: string };

/** Begins the metadata, which stand at the end ("MaxMind DB File Format Specification" 2.0). */
const MARKER = [0xab, 0xcd, 0xef, ...Array.from("MaxMind.com", (letter) => letter.charCodeAt(0))];
const MOST_METADATA_BYTES = 128 * 1024;
/** Zeros between the tree and the records. */
const SEPARATOR_BYTES = 16;
const MOST_KNOWN_RECORDS = 10_000;
const MAX_TEXT = 200;

/** True for bytes that end as a MaxMind DB file does. */
export function isMmdb(bytes: Uint8Array): boolean {
  return markerOffset(bytes) !== null;
}

/** Reads a MaxMind DB file of countries or networks. The bytes are borrowed for as long as it is asked. */
export function decodeMmdbTable(bytes: Uint8Array, utf8: Utf8Decoder): DecodedMmdb {
  const marker = markerOffset(bytes);
  if (marker === null) return { ok: false, message: "it is no MaxMind DB file: the mark of its metadata is missing" };
  try {
    const metadata = new Metadata(bytes, marker, utf8);
    const tree = new SearchTree(bytes, metadata);
    const records = new Records(bytes, metadata, utf8);
    return { ok: true, facts: metadata.facts, find: (address) => answer(() => records.at(tree.find(address))) };
  } catch (error) {
    if (error instanceof MmdbDamage) return { ok: false, message: `it is damaged: ${error.message}` };
    throw error;
  }
}

function answer(find: () => Whereabouts | null): Whereabouts | "unreadable" | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof MmdbDamage) return "unreadable";
    throw error;
  }
}

/** Where the metadata begin: behind the last mark. */
function markerOffset(bytes: Uint8Array): number | null {
  const first = Math.max(0, bytes.length - MOST_METADATA_BYTES);
  for (let at = bytes.length - MARKER.length; at >= first; at -= 1) {
    if (MARKER.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return null;
}

/** What the file says of itself. */
class Metadata {
  readonly nodeCount: number;
  readonly recordBits: number;
  readonly ipVersion: number;
  readonly treeBytes: number;
  readonly facts: Pick<TableFacts, "date" | "description" | "licence">;

  constructor(bytes: Uint8Array, marker: number, utf8: Utf8Decoder) {
    const start = marker + MARKER.length;
    const fields = new MmdbValueReader(bytes, start, start, utf8).read();
    const major = fieldOf(fields, "binary_format_major_version");
    if (major !== 2) throw new MmdbDamage(`its format has version ${String(major)}, and 2 can be read`);
    this.nodeCount = numberOf(fields, "node_count");
    this.recordBits = numberOf(fields, "record_size");
    this.ipVersion = numberOf(fields, "ip_version");
    if (![24, 28, 32].includes(this.recordBits)) throw new MmdbDamage("its nodes have a size that is not defined");
    if (this.ipVersion !== 4 && this.ipVersion !== 6) throw new MmdbDamage("it is for neither IPv4 nor IPv6");
    this.treeBytes = (this.nodeCount * this.recordBits) / 4;
    if (this.nodeCount === 0 || this.treeBytes + SEPARATOR_BYTES > marker) {
      throw new MmdbDamage("the tree of addresses is larger than the file");
    }
    const built = fieldOf(fields, "build_epoch");
    const english = fieldOf(fieldOf(fields, "description"), "en");
    const type = fieldOf(fields, "database_type");
    this.facts = {
      date: typeof built === "number" ? dayOf(built) : null,
      description: textOf(english) ?? textOf(type),
      licence: null,
    };
  }
}

/** The binary tree over the bits of addresses. */
class SearchTree {
  private readonly bytes: Uint8Array;
  private readonly metadata: Metadata;
  /** Where IPv4 begins: behind 96 zeros in a tree of IPv6. */
  private readonly ipv4Root: number;

  constructor(bytes: Uint8Array, metadata: Metadata) {
    this.bytes = bytes;
    this.metadata = metadata;
    this.ipv4Root = metadata.ipVersion === 4 ? 0 : this.descend(0, 96, () => 0);
  }

  /** Where the address leads: below the number of nodes to one of them, at it to nothing, above to a record. */
  find(address: IpAddress): number {
    if (typeof address === "number") return this.descend(this.ipv4Root, 32, (depth) => (address >>> (31 - depth)) & 1);
    if (this.metadata.ipVersion === 4) return this.metadata.nodeCount;
    const value = ipv6Value(address);
    return this.descend(0, 128, (depth) => Number((value >> BigInt(127 - depth)) & 1n));
  }

  private descend(from: number, bits: number, bitAt: (depth: number) => number): number {
    let node = from;
    for (let depth = 0; depth < bits && node < this.metadata.nodeCount; depth += 1) {
      node = this.child(node, bitAt(depth));
    }
    return node;
  }

  private child(node: number, bit: number): number {
    const { recordBits } = this.metadata;
    const at = (node * recordBits) / 4;
    const byte = (index: number) => this.bytes[at + index] as number;
    switch (recordBits) {
      case 24:
        return byte(3 * bit) * 0x10000 + byte(3 * bit + 1) * 0x100 + byte(3 * bit + 2);
      case 28: {
        // The middle byte holds the upper four bits of both.
        const upper = bit === 0 ? byte(3) >>> 4 : byte(3) & 15;
        return upper * 0x1000000 + byte(4 * bit) * 0x10000 + byte(4 * bit + 1) * 0x100 + byte(4 * bit + 2);
      }
      default:
        return byte(4 * bit) * 0x1000000 + byte(4 * bit + 1) * 0x10000 + byte(4 * bit + 2) * 0x100 + byte(4 * bit + 3);
    }
  }
}

/** The records behind the tree. */
class Records {
  private readonly bytes: Uint8Array;
  private readonly metadata: Metadata;
  private readonly utf8: Utf8Decoder;
  private readonly known = new Map<number, Whereabouts>();

  constructor(bytes: Uint8Array, metadata: Metadata, utf8: Utf8Decoder) {
    this.bytes = bytes;
    this.metadata = metadata;
    this.utf8 = utf8;
  }

  /** What the record says that a place in the tree leads to. */
  at(place: number): Whereabouts | null {
    const { nodeCount, treeBytes } = this.metadata;
    if (place === nodeCount) return null;
    if (place < nodeCount + SEPARATOR_BYTES) throw new MmdbDamage("the tree does not end at a record");
    const known = this.known.get(place);
    if (known !== undefined) return known;
    const start = treeBytes + SEPARATOR_BYTES;
    const offset = start + place - nodeCount - SEPARATOR_BYTES;
    const found = whereaboutsOf(new MmdbValueReader(this.bytes, start, offset, this.utf8).read());
    if (this.known.size === MOST_KNOWN_RECORDS) this.known.clear();
    this.known.set(place, found);
    return found;
  }
}

/**
 * Fields under the names that tables in use have: MaxMind's and DB-IP's `country.iso_code`, `autonomous_system_number` and
 * `autonomous_system_organization`; the flat `country_code`, `country`, `asn` and `as_name` of others.
 */
function whereaboutsOf(record: MmdbValue): Whereabouts {
  const country = fieldOf(record, "country");
  return {
    country: codeOf(fieldOf(country, "iso_code") ?? fieldOf(record, "country_code") ?? country),
    asn: asnOf(fieldOf(record, "autonomous_system_number") ?? fieldOf(record, "as_number") ?? fieldOf(record, "asn")),
    organisation: textOf(
      fieldOf(record, "autonomous_system_organization") ??
        fieldOf(record, "as_name") ??
        fieldOf(record, "as_organization"),
    ),
  };
}

function fieldOf(value: MmdbValue, name: string): MmdbValue {
  return value instanceof Map ? (value.get(name) ?? null) : null;
}

function numberOf(value: MmdbValue, name: string): number {
  const field = fieldOf(value, name);
  if (typeof field !== "number") throw new MmdbDamage(`its metadata lack ${name}`);
  return field;
}

function codeOf(value: MmdbValue): string | null {
  return typeof value === "string" && /^[A-Za-z]{2}$/.test(value) ? value.toUpperCase() : null;
}

function asnOf(value: MmdbValue): number | null {
  const asn = typeof value === "string" ? Number(/^AS(\d{1,10})$/i.exec(value)?.[1] ?? Number.NaN) : value;
  return typeof asn === "number" && asn > 0 && asn <= 0xffffffff ? asn : null;
}

function textOf(value: MmdbValue): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, MAX_TEXT) : null;
}

/** The UTC day of a number of seconds since 1970; null for a time no table can have. */
function dayOf(seconds: number): string | null {
  return seconds < 253_402_300_800 ? new Date(seconds * 1000).toISOString().slice(0, 10) : null;
}
