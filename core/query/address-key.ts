import type { Prefix } from "../behaviour/telescope.ts";
import type { IpAddress } from "../net/address.ts";
import { ipv6Groups } from "../net/address-value.ts";

const IPV4 = 4;
const IPV6 = 6;

/**
 * An address as bytes that sort as addresses do, IPv4 before IPv6: 4 and the four bytes of the address, or 6 and its
 * sixteen.
 */
export function addressKey(address: IpAddress): Uint8Array {
  if (typeof address === "number") {
    return Uint8Array.of(IPV4, address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255);
  }
  return Uint8Array.of(IPV6, ...ipv6Groups(address).flatMap((group) => [group >> 8, group & 255]));
}

/** The least and the greatest key of a prefix's addresses. */
export function prefixKeys({ network, length }: Prefix): readonly [least: Uint8Array, greatest: Uint8Array] {
  const least = addressKey(network);
  const greatest = least.map((byte, index) => {
    const free = 8 - Math.min(8, Math.max(0, length - (index - 1) * 8));
    return index === 0 ? byte : byte | ((1 << free) - 1);
  });
  return [least, greatest];
}
