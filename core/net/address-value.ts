import { type IpAddress, readIpv6 } from "./address.ts";

/** The eight groups of an IPv6 address; the text is the canonical one that `IpAddress` holds. */
export function ipv6Groups(text: string): number[] {
  const [head = "", tail] = text.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = new Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

/** The 128-bit number an IPv6 address stands for; the text is the canonical one that `IpAddress` holds. */
export function ipv6Value(text: string): bigint {
  return ipv6Groups(text).reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The IPv6 address of a 128-bit number. */
export function ipv6FromValue(value: bigint): IpAddress {
  return readIpv6(
    Uint8Array.from({ length: 16 }, (_, index) => Number((value >> BigInt(120 - 8 * index)) & 0xffn)),
    0,
  );
}

/** The number an address stands for: 32 bits as a number, 128 bits as a bigint. */
export type AddressValue = number | bigint;

/** The number an address stands for. */
export function addressValue(address: IpAddress): AddressValue {
  return typeof address === "number" ? address : ipv6Value(address);
}

/** Numeric order of values; a 32-bit value (number) stands before every 128-bit value (bigint). */
export function compareValues(a: AddressValue, b: AddressValue): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Numeric order of addresses, IPv4 before IPv6. */
export function compareAddresses(a: IpAddress, b: IpAddress): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareValues(addressValue(a), addressValue(b));
}
