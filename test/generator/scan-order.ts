import type { Random } from "./random.ts";

/** An IPv4 prefix: the first address as an unsigned number, and the count of leading bits it fixes. */
export interface Prefix {
  readonly base: number;
  readonly bits: number;
}

export type ScanOrder =
  | "sequential"
  | "descending"
  | "random"
  | "random-with-replacement"
  | "random-sequential"
  | "reverse-byte"
  | "mixed"
  | "single-target";

/** Parses `198.51.100.0/24`. */
export function prefix(text: string): Prefix {
  const [address, bits] = text.split("/") as [string, string];
  return { base: address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0), bits: Number(bits) };
}

/** Every address of the prefixes, prefix by prefix as given. */
export function telescopeAddresses(telescope: readonly Prefix[]): number[] {
  return telescope.flatMap(({ base, bits }) => Array.from({ length: 2 ** (32 - bits) }, (_, host) => base + host));
}

/**
 * The addresses of a telescope in the order in which a scanner visits them. `count` keeps a random part of them
 * (or draws that many, with replacement); without it every address is visited once.
 */
export function scanOrder(
  order: ScanOrder,
  telescope: readonly Prefix[],
  random: Random,
  options: { readonly count?: number; readonly blockSize?: number } = {},
): number[] {
  const all = telescopeAddresses(telescope);
  const count = options.count ?? all.length;
  if (order === "random-with-replacement") return Array.from({ length: count }, () => random.pick(all));
  if (order === "single-target") return new Array<number>(count).fill(random.pick(all));

  const kept = random.shuffle(all).slice(0, count);
  const ascending = [...kept].sort((left, right) => left - right);
  switch (order) {
    case "sequential":
      return ascending;
    case "descending":
      return ascending.reverse();
    case "random":
      return kept;
    case "random-sequential":
      return shuffleInBlocks(ascending, options.blockSize ?? 64, random);
    case "reverse-byte":
      return ascending.sort((left, right) => reverseBytes(left) - reverseBytes(right));
    case "mixed": {
      // Seven tenths in order, the rest at random behind: two programs after one another, or a scan with many gaps.
      const inOrder = new Set(random.shuffle(ascending).slice(0, Math.round(ascending.length * 0.7)));
      const late = random.shuffle(ascending.filter((address) => !inOrder.has(address)));
      return [...ascending.filter((address) => inOrder.has(address)), ...late];
    }
  }
}

/** Shuffled inside each block, block after block: how scanners with a pool of probes in flight look. */
function shuffleInBlocks(addresses: readonly number[], blockSize: number, random: Random): number[] {
  const blocks: number[] = [];
  for (let start = 0; start < addresses.length; start += blockSize) {
    blocks.push(...random.shuffle(addresses.slice(start, start + blockSize)));
  }
  return blocks;
}

/** The address with its four bytes in reverse: the last byte counts most. */
export function reverseBytes(address: number): number {
  return (
    (address % 256) * 0x1000000 +
    (Math.floor(address / 0x100) % 256) * 0x10000 +
    (Math.floor(address / 0x10000) % 256) * 0x100 +
    Math.floor(address / 0x1000000)
  );
}

/** Dotted text of an address. */
export function dotted(address: number): string {
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join(".");
}
