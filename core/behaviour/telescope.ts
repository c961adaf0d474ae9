import { formatAddress, type IpAddress, parseAddress } from "../net/address.ts";
import { addressValue, compareAddresses, ipv6FromValue, ipv6Value } from "../net/address-value.ts";

/** A block of addresses in CIDR notation; the bits behind `length` are zero. */
export interface Prefix {
  /** Lowest address of the block. */
  readonly network: IpAddress;
  /** Fixed bits: 0..32 for IPv4, 0..128 for IPv6. */
  readonly length: number;
}

/** Why a text is no prefix. */
export type PrefixError =
  | { readonly code: "not-a-prefix"; readonly text: string }
  | { readonly code: "host-bits-set"; readonly text: string; readonly meant: Prefix };

/** Outcome of reading a prefix. */
export type ParsedPrefix =
  | { readonly ok: true; readonly prefix: Prefix }
  | { readonly ok: false; readonly error: PrefixError };

/** Bits of the blocks in which a telescope is inferred, and the shortest IPv4 prefix that joining may reach. */
const INFERRED_IPV4_LENGTH = 24;
const SHORTEST_INFERRED_LENGTH = 8;
const INFERRED_IPV6_LENGTH = 64;

/**
 * The prefix a text spells, as `198.51.100.0/24` or `2001:db8::/32`; an address alone is a prefix of one address.
 * A network with host bits is refused, not rounded: a telescope decides every rate, so a slip in it has to show.
 */
export function parsePrefix(text: string): ParsedPrefix {
  const refused = { ok: false, error: { code: "not-a-prefix", text } } as const;
  const match = /^([^/]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text.trim());
  const address = match === null ? undefined : parseAddress(match[1] as string);
  if (match === null || address === undefined) return refused;
  const bits = typeof address === "number" ? 32 : 128;
  const length = match[2] === undefined ? bits : Number(match[2]);
  if (length > bits) return refused;
  const prefix = prefixOf(address, length);
  return prefix.network === address
    ? { ok: true, prefix }
    : { ok: false, error: { code: "host-bits-set", text, meant: prefix } };
}

/** A sentence for the analyst. */
export function describePrefixError(error: PrefixError): string {
  switch (error.code) {
    case "not-a-prefix":
      return `"${error.text}" is not a prefix such as 198.51.100.0/24 or 2001:db8::/32.`;
    case "host-bits-set":
      return `"${error.text}" has bits set behind its length; the block is ${formatPrefix(error.meant)}.`;
  }
}

/** CIDR notation of a prefix. */
export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix.network)}/${prefix.length}`;
}

/** The block of `length` fixed bits that holds the address. */
export function prefixOf(address: IpAddress, length: number): Prefix {
  if (typeof address === "number") {
    const size = 2 ** (32 - length);
    return { network: Math.floor(address / size) * size, length };
  }
  const hostBits = BigInt(128 - length);
  return { network: ipv6FromValue((ipv6Value(address) >> hostBits) << hostBits), length };
}

/** Whether the address lies in the block; the two IP versions never hold each other's addresses. */
export function contains(prefix: Prefix, address: IpAddress): boolean {
  if (typeof address !== typeof prefix.network) return false;
  return prefixOf(address, prefix.length).network === prefix.network;
}

/** Order of prefixes: by network, IPv4 first, the wider block before those inside it. */
export function comparePrefixes(a: Prefix, b: Prefix): number {
  return compareAddresses(a.network, b.network) || a.length - b.length;
}

/** The same addresses without repeats and without blocks inside others, in order. */
export function normalisePrefixes(prefixes: readonly Prefix[]): Prefix[] {
  const kept: Prefix[] = [];
  for (const prefix of [...prefixes].sort(comparePrefixes)) {
    const last = kept.at(-1);
    // In this order a block that holds the next one is the last one kept.
    if (last === undefined || !contains(last, prefix.network)) kept.push(prefix);
  }
  return kept;
}

/** IPv4 addresses from the first to the one in front of `end`. */
export interface Ipv4Block {
  readonly start: number;
  readonly end: number;
}

/** The IPv4 addresses that the prefixes hold, as blocks that do not overlap, ascending. */
export function ipv4Blocks(prefixes: readonly Prefix[]): Ipv4Block[] {
  return normalisePrefixes(prefixes).flatMap(({ network, length }) =>
    typeof network === "number" ? { start: network, end: network + 2 ** (32 - length) } : [],
  );
}

/** The block that holds the address, by binary search among such blocks. */
export function blockOf<Block extends Ipv4Block>(blocks: readonly Block[], address: number): Block | undefined {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle] as Block).start <= address) low = middle + 1;
    else high = middle;
  }
  const block = blocks[low - 1];
  return block !== undefined && address < block.end ? block : undefined;
}

/** Number of IPv4 addresses the prefixes hold, each counted once. */
export function countIpv4Addresses(prefixes: readonly Prefix[]): number {
  return ipv4Blocks(prefixes).reduce((sum, { start, end }) => sum + end - start, 0);
}

/**
 * The telescope that the destinations of all requests suggest. Every /24 (IPv6: /64) in which at least one address
 * was probed counts as a whole; two neighbouring IPv4 blocks that form a wider prefix are joined, up to a /8.
 * So the prefixes cover the /24s seen and nothing else, and the answer does not depend on any order.
 * A guess from below: monitored blocks that nobody probed are missing. It is shown as inferred and can be edited.
 */
export function inferTelescope(destinations: Iterable<IpAddress>): Prefix[] {
  const ipv4Blocks = new Set<number>();
  const ipv6Blocks = new Set<bigint>();
  for (const address of destinations) {
    const value = addressValue(address);
    if (typeof value === "number") ipv4Blocks.add(value >>> (32 - INFERRED_IPV4_LENGTH));
    else ipv6Blocks.add(value >> BigInt(128 - INFERRED_IPV6_LENGTH));
  }
  const ipv6 = Array.from(ipv6Blocks, (block) => ({
    network: ipv6FromValue(block << BigInt(128 - INFERRED_IPV6_LENGTH)),
    length: INFERRED_IPV6_LENGTH,
  }));
  return [...joinSiblings(ipv4Blocks), ...ipv6].sort(comparePrefixes);
}

/** The fewest prefixes that hold exactly the given /24s (as numbers of blocks), none shorter than a /8. */
function joinSiblings(blocks: ReadonlySet<number>): Prefix[] {
  const prefixes: Prefix[] = [];
  let level = blocks;
  for (let length = INFERRED_IPV4_LENGTH; level.size > 0; length -= 1) {
    const parents = new Set<number>();
    for (const block of level) {
      if (length > SHORTEST_INFERRED_LENGTH && level.has(block ^ 1)) parents.add(block >>> 1);
      else prefixes.push({ network: block * 2 ** (32 - length), length });
    }
    level = parents;
  }
  return prefixes;
}
