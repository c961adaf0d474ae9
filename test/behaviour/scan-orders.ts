import type { Visit } from "../../core/behaviour/strategy.ts";

/** Reproducible numbers in [0, 1): a 32-bit mulberry generator. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

/** A new order of the items, each permutation as likely as any other. */
export function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as Item, shuffled[last] as Item];
  }
  return shuffled;
}

/** The addresses in which a tool visits the ascending list it is given. */
export type ScanOrder = (addresses: readonly number[], random: () => number) => number[];

/** As given (svmap). */
export const ascending: ScanOrder = (addresses) => [...addresses];

/** From the highest address down. */
export const descending: ScanOrder = (addresses) => [...addresses].reverse();

/** Any order is as likely as any other (svmap --randomize, masscan). */
export const uniform: ScanOrder = (addresses, random) => shuffle(addresses, random);

/** Group after group, shuffled inside each (nmap --randomize-hosts, SIPPTS). */
export function shuffledGroups(size: number): ScanOrder {
  return (addresses, random) => {
    const order: number[] = [];
    for (let start = 0; start < addresses.length; start += size) {
      order.push(...shuffle(addresses.slice(start, start + size), random));
    }
    return order;
  };
}

/** Workers that take the next address from one list, each answer coming back up to `reach` addresses later. */
export function jittered(reach: number): ScanOrder {
  return (addresses, random) =>
    addresses
      .map((address, index) => ({ address, at: index + random() * reach }))
      .sort((a, b) => a.at - b.at)
      .map(({ address }) => address);
}

/** Threads that each walk up a range of their own, in step apart from jitter. */
export function ownRanges(threads: number): ScanOrder {
  return (addresses, random) => {
    const share = Math.ceil(addresses.length / threads);
    return addresses
      .map((address, index) => ({ address, at: (index % share) + 3 * random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ address }) => address);
  };
}

/** Addresses by their bytes read backwards (Sality). */
export const reverseByte: ScanOrder = (addresses) => {
  const reversed = (address: number) =>
    Number.parseInt(
      address
        .toString(16)
        .padStart(8, "0")
        .replace(/(..)(..)(..)(..)/, "$4$3$2$1"),
      16,
    );
  return [...addresses].sort((a, b) => reversed(a) - reversed(b));
};

/** ZMap: powers of a random generator modulo the smallest prime above the number of targets, from a random start. */
export const cyclic: ScanOrder = (addresses, random) => {
  let prime = addresses.length + 1;
  while (!isPrime(prime)) prime += 1;
  const factors = primeFactors(prime - 1);
  const generates = (value: number) => factors.every((factor) => power(value, (prime - 1) / factor, prime) !== 1);
  let generator = 0;
  do generator = 2 + Math.floor(random() * (prime - 3));
  while (!generates(generator));
  const order: number[] = [];
  let element = 1 + Math.floor(random() * (prime - 1));
  for (let step = 1; step < prime; step += 1) {
    const address = addresses[element - 1];
    if (address !== undefined) order.push(address);
    element = (element * generator) % prime;
  }
  return order;
};

/** A scan of the addresses, one visit a millisecond, of which each is lost with the given probability. */
export function scan(addresses: readonly number[], order: ScanOrder, loss: number, random: () => number): Visit[] {
  return order(addresses, random)
    .map((address, index) => ({ address, timeNs: BigInt(index) * 1_000_000n }))
    .filter(() => random() >= loss);
}

/** Every address of blocks given by first address and size. */
export function block(...ranges: readonly (readonly [first: number, size: number])[]): number[] {
  return ranges.flatMap(([first, size]) => Array.from({ length: size }, (_, index) => first + index));
}

function isPrime(value: number): boolean {
  return primeFactors(value).length === 1 && primeFactors(value)[0] === value;
}

function primeFactors(value: number): number[] {
  const factors: number[] = [];
  let rest = value;
  for (let factor = 2; factor * factor <= rest; factor += 1) {
    if (rest % factor !== 0) continue;
    factors.push(factor);
    while (rest % factor === 0) rest /= factor;
  }
  return rest > 1 ? [...factors, rest] : factors;
}

/** base^exponent modulo a number below 2^26, so that no product leaves the exact integers. */
function power(base: number, exponent: number, modulus: number): number {
  let result = 1;
  let square = base % modulus;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
