import { type Prefix, parsePrefix } from "../../core/behaviour/telescope.ts";
import { addressValue } from "../../core/net/address-value.ts";
import { concat } from "./bytes.ts";

/** A value of a record. Numbers are unsigned 32 bits; `bytes` stand as they are. */
export type MmdbField =
  | string
  | number
  | boolean
  | { readonly bytes: readonly number[] }
  | readonly MmdbField[]
  | { readonly [name: string]: MmdbField };

export interface MmdbOptions {
  readonly recordBits: 24 | 28 | 32;
  readonly ipVersion: 4 | 6;
  /** Besides what the format wants. */
  readonly metadata: { readonly [name: string]: MmdbField };
}

const DEFAULTS: MmdbOptions = { recordBits: 28, ipVersion: 6, metadata: {} };
const MARKER = new Uint8Array([0xab, 0xcd, 0xef, ...new TextEncoder().encode("MaxMind.com")]);

/** A node's two branches: another node, a record by number, or nothing. */
type Branch = { readonly node: number } | { readonly record: number } | null;

/** A MaxMind DB file: records by prefix, narrower prefixes inside wider ones. */
export function mmdbFile(
  networks: readonly (readonly [prefix: string, record: MmdbField])[],
  options: Partial<MmdbOptions> = {},
): Uint8Array {
  const { recordBits, ipVersion, metadata } = { ...DEFAULTS, ...options };
  const nodes: [Branch, Branch][] = [[null, null]];
  const prefixes = networks.map(([text, record], index) => ({ bits: bitsOf(text, ipVersion), record, index }));
  for (const { bits, index } of prefixes.sort((a, b) => a.bits.length - b.bits.length)) {
    let node = nodes[0] as [Branch, Branch];
    for (const bit of bits.slice(0, -1)) {
      const branch = node[bit] as Branch;
      if (branch === null || "record" in branch) {
        nodes.push([branch, branch]);
        node[bit] = { node: nodes.length - 1 };
      }
      node = nodes[(node[bit] as { node: number }).node] as [Branch, Branch];
    }
    node[bits.at(-1) as 0 | 1] = { record: index };
  }
  const records = networks.map(([, record]) => encoded(record));
  const offsets = records.map((_, index) => records.slice(0, index).reduce((sum, { length }) => sum + length, 0));
  const branchValue = (branch: Branch) => {
    if (branch === null) return nodes.length;
    return "node" in branch ? branch.node : nodes.length + 16 + (offsets[branch.record] as number);
  };
  return concat(
    ...nodes.map(([left, right]) => nodeBytes(branchValue(left), branchValue(right), recordBits)),
    new Uint8Array(16),
    ...records,
    MARKER,
    encoded({
      binary_format_major_version: 2,
      binary_format_minor_version: 0,
      build_epoch: 1_795_305_600,
      database_type: "Made-Up",
      description: { en: "Made-up table" },
      ip_version: ipVersion,
      languages: ["en"],
      node_count: nodes.length,
      record_size: recordBits,
      ...metadata,
    }),
  );
}

/** Bits of the prefix from the left; an IPv4 prefix stands behind 96 zeros in a file of IPv6. */
function bitsOf(text: string, ipVersion: 4 | 6): (0 | 1)[] {
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(`not a prefix: ${text}`);
  const { network, length }: Prefix = parsed.prefix;
  const width = typeof network === "number" ? 32 : 128;
  const before = typeof network === "number" && ipVersion === 6 ? 96 : 0;
  const bits = BigInt(addressValue(network)).toString(2).padStart(width, "0").slice(0, length);
  return Array.from("0".repeat(before) + bits, (bit) => (bit === "1" ? 1 : 0));
}

function nodeBytes(left: number, right: number, recordBits: 24 | 28 | 32): Uint8Array {
  const low = (value: number, count: number) =>
    Array.from({ length: count }, (_, index) => Math.floor(value / 256 ** (count - 1 - index)) & 255);
  if (recordBits !== 28) return new Uint8Array([...low(left, recordBits / 8), ...low(right, recordBits / 8)]);
  const middle = ((left >>> 24) << 4) | (right >>> 24);
  return new Uint8Array([...low(left, 3), middle, ...low(right, 3)]);
}

function encoded(value: MmdbField): Uint8Array {
  if (typeof value === "string") {
    const text = new TextEncoder().encode(value);
    return concat(control(2, text.length), text);
  }
  if (typeof value === "number") {
    return new Uint8Array([...control(6, 4), value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
  }
  if (typeof value === "boolean") return control(14, value ? 1 : 0);
  if (Array.isArray(value)) return concat(control(11, value.length), ...value.map(encoded));
  if (isBytes(value)) return new Uint8Array(value.bytes);
  const entries = Object.entries(value as { readonly [name: string]: MmdbField });
  return concat(control(7, entries.length), ...entries.flatMap(([name, field]) => [encoded(name), encoded(field)]));
}

function isBytes(value: MmdbField): value is { readonly bytes: readonly number[] } {
  return typeof value === "object" && "bytes" in value;
}

/** Control byte with what belongs to it. Sizes up to 284. */
function control(type: number, size: number): Uint8Array {
  const first = (type > 7 ? 0 : type << 5) | Math.min(size, 29);
  return new Uint8Array([first, ...(type > 7 ? [type - 7] : []), ...(size < 29 ? [] : [size - 29])]);
}
