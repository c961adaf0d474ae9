import type { Visit } from "../../core/behaviour/strategy.ts";
import type { Random } from "../generator/random.ts";
import { reverseBytes } from "../generator/scan-order.ts";

/** The addresses in which a tool visits the ascending list it is given. */
export type ScanOrder = (addresses: readonly number[], random: Random) => number[];

/** As given (svmap). */
export const ascending: ScanOrder = (addresses) => [...addresses];

/** From the highest address down. */
export const descending: ScanOrder = (addresses) => [...addresses].reverse();

/** Any order is as likely as any other (svmap --randomize, masscan). */
export const uniform: ScanOrder = (addresses, random) => random.shuffle(addresses);

/** Group after group, shuffled inside each (nmap --randomize-hosts, SIPPTS). */
export function shuffledGroups(size: number): ScanOrder {
  return (addresses, random) => {
    const order: number[] = [];
    for (let start = 0; start < addresses.length; start += size) {
      order.push(...random.shuffle(addresses.slice(start, start + size)));
    }
    return order;
  };
}

/** Workers that take the next address from one list, each answer coming back up to `reach` addresses later. */
export function jittered(reach: number): ScanOrder {
  return (addresses, random) =>
    addresses
      .map((address, index) => ({ address, at: index + random.fraction() * reach }))
      .sort((a, b) => a.at - b.at)
      .map(({ address }) => address);
}

/** Threads that each walk up a range of their own, in step apart from jitter. */
export function ownRanges(threads: number): ScanOrder {
  return (addresses, random) => {
    const share = Math.ceil(addresses.length / threads);
    return addresses
      .map((address, index) => ({ address, at: (index % share) + 3 * random.fraction() }))
      .sort((a, b) => a.at - b.at)
      .map(({ address }) => address);
  };
}

/** Addresses by their bytes read backwards (Sality). */
export const reverseByte: ScanOrder = (addresses) => [...addresses].sort((a, b) => reverseBytes(a) - reverseBytes(b));

/** ZMap: powers of a random generator modulo the smallest prime above the number of targets, from a random start. */
export const cyclic: ScanOrder = (addresses, random) => {
  let prime = addresses.length + 1;
  while (!isPrime(prime)) prime += 1;
  const factors = primeFactors(prime - 1);
  const generates = (value: number) => factors.every((factor) => power(value, (prime - 1) / factor, prime) !== 1);
  let generator = 0;
  do generator = random.int(2, prime - 2);
  while (!generates(generator));
  const order: number[] = [];
  let element = random.int(1, prime - 1);
  for (let step = 1; step < prime; step += 1) {
    const address = addresses[element - 1];
    if (address !== undefined) order.push(address);
    element = (element * generator) % prime;
  }
  return order;
};

/** A scan of the addresses, one visit a millisecond, of which each is lost with the given probability. */
export function scan(addresses: readonly number[], order: ScanOrder, loss: number, random: Random): Visit[] {
  return order(addresses, random)
    .map((address, index) => [address, BigInt(index) * 1_000_000n] as const)
    .filter(() => !random.chance(loss));
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
