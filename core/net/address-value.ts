import { type IpAddress, readIpv6 } from "./address.ts";

/** The 128-bit number an IPv6 address stands for; the text is the canonical one that `IpAddress` holds. */
export function ipv6Value(text: string): bigint {
  const [head = "", tail] = text.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...left, ...new Array<string>(8 - left.length - right.length).fill("0"), ...right];
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
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

/** The value with its bytes in reverse order (that of 192.0.2.1 becomes that of 1.2.0.192), twice gives it back. */
export function reverseBytes(value: AddressValue): AddressValue {
  if (typeof value === "number") {
    return (value & 255) * 0x1000000 + (((value >>> 8) & 255) << 16) + (((value >>> 16) & 255) << 8) + (value >>> 24);
  }
  let rest = value;
  let reversed = 0n;
  for (let byte = 0; byte < 16; byte += 1) {
    reversed = (reversed << 8n) | (rest & 0xffn);
    rest >>= 8n;
  }
  return reversed;
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
