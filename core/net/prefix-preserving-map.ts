import { hmac } from "@noble/hashes/hmac.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { IpAddress } from "./address.ts";
import { ipv6FromValue, ipv6Value } from "./address-value.ts";

/** So that the key is good for nothing else. */
const SALT = "ringprint.anonymise version 1";
/** About a third of a second and 32 MB for each guess of a key (RFC 7914). */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, dkLen: 32 } as const;

/**
 * Blocks that keep their place, as the bits they begin with. IPv4: below 1.0.0.0, where an address in decimal is a small
 * number that means anything; loopback; all that is no unicast. IPv6: global unicast, local and multicast.
 */
const KEPT_IPV4 = ["00000000", "01111111", "111"];
const KEPT_IPV6 = ["00000000", "001", "1111110", "1111111010", "11111111"];

/** What stands for the bits of a prefix when the next bit is decided, so that both families are apart. */
const IPV4 = 4;
const IPV6 = 6;

/**
 * A bijection of the addresses of each family under which two addresses have as many leading bits in common as before
 * (Xu, Fan, Ammar and Moon, "Prefix-Preserving IP Address Anonymization", 2002; Crypto-PAn). A bit is turned over as a
 * keyed function of the bits before it says: the lowest bit of HMAC-SHA-256 over family, their number and the bits
 * themselves, filled up with zeros. Its key is scrypt of the analyst's. The blocks above are mapped into themselves. The
 * same key gives the same map everywhere.
 */
export class PrefixPreservingMap {
  readonly #key: Uint8Array;
  /** Bits that IPv4 prefixes turn over, by number of bits and value: most addresses share most of theirs. */
  readonly #turned = new Map<number, number>();
  readonly #known = new Map<IpAddress, IpAddress>();

  /** @param key what the analyst keeps secret, any text that is not empty */
  constructor(key: string) {
    this.#key = scrypt(utf8ToBytes(key.normalize("NFC")), utf8ToBytes(SALT), SCRYPT);
  }

  /** The address that stands for this one. */
  map(address: IpAddress): IpAddress {
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    const mapped = typeof address === "number" ? this.#mapIpv4(address) : this.#mapIpv6(address);
    this.#known.set(address, mapped);
    return mapped;
  }

  #mapIpv4(address: number): number {
    let mapped = 0;
    for (let bits = 0; bits < 32; bits += 1) {
      const prefix = bits === 0 ? 0 : address >>> (32 - bits);
      const bit = (address >>> (31 - bits)) & 1;
      mapped = mapped * 2 + (bit ^ this.#turnedAfter(prefix, bits));
    }
    return mapped;
  }

  #turnedAfter(prefix: number, bits: number): number {
    const place = prefix * 32 + bits;
    const known = this.#turned.get(place);
    if (known !== undefined) return known;
    const turned = leadsTo(KEPT_IPV4, prefix.toString(2).padStart(bits, "0"), bits)
      ? 0
      : this.#bitOf(IPV4, bits, BigInt(prefix) << BigInt(128 - bits));
    this.#turned.set(place, turned);
    return turned;
  }

  #mapIpv6(address: string): IpAddress {
    const value = ipv6Value(address);
    const digits = value.toString(2).padStart(128, "0");
    let mapped = 0n;
    for (let bits = 0; bits < 128; bits += 1) {
      const rest = BigInt(128 - bits);
      const turned = leadsTo(KEPT_IPV6, digits, bits) ? 0 : this.#bitOf(IPV6, bits, (value >> rest) << rest);
      mapped = mapped * 2n + BigInt(Number(digits[bits]) ^ turned);
    }
    return ipv6FromValue(mapped);
  }

  /** @param prefix its bits as the highest of 128 */
  #bitOf(family: number, bits: number, prefix: bigint): number {
    const input = new Uint8Array(18);
    input[0] = family;
    input[1] = bits;
    for (let at = 0; at < 16; at += 1) input[2 + at] = Number((prefix >> BigInt(120 - 8 * at)) & 0xffn);
    return (hmac(sha256, this.#key, input)[31] as number) & 1;
  }
}

/** Whether one of the blocks lies below the first bits of an address: the next bit then has to stay. */
function leadsTo(blocks: readonly string[], digits: string, bits: number): boolean {
  return blocks.some((block) => bits < block.length && block.startsWith(digits.slice(0, bits)));
}
