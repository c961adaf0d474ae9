import fc from "fast-check";
import { expect, test } from "vitest";
import { formatAddress, parseAddress } from "../../core/net/address.ts";
import { addressValue, ipv6FromValue } from "../../core/net/address-value.ts";
import { PrefixPreservingMap } from "../../core/net/prefix-preserving-map.ts";

const map = new PrefixPreservingMap("a key of the tests");
const same = new PrefixPreservingMap("a key of the tests");
const other = new PrefixPreservingMap("another key");

const ipv4 = fc.nat(0xffff_ffff);
const ipv6 = fc.bigInt(0n, 2n ** 128n - 1n).map(ipv6FromValue);

/** Leading bits that two addresses of one family have in common. */
function commonBits(a: number | string, b: number | string): number {
  const width = typeof a === "number" ? 32 : 128;
  const bits = (address: number | string) => addressValue(address).toString(2).padStart(width, "0");
  const [left, right] = [bits(a), bits(b)];
  let common = 0;
  while (common < width && left[common] === right[common]) common += 1;
  return common;
}

/** Another address with a given number of leading bits in common. */
const pairs = fc.oneof(
  fc.tuple(ipv4, fc.nat(31), ipv4).map(([a, bit, rest]): [number, number] => {
    const low = 2 ** (31 - bit);
    return [a, (a ^ low ^ (rest % low)) >>> 0];
  }),
  fc.tuple(ipv6, fc.nat(127), fc.bigInt(0n, 2n ** 128n - 1n)).map(([a, bit, rest]): [string, string] => {
    const low = 1n << BigInt(127 - bit);
    return [String(a), String(ipv6FromValue((addressValue(a) as bigint) ^ low ^ (rest % low)))];
  }),
);

test("two addresses have as many leading bits in common as before, so that no two become one", () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      expect(commonBits(map.map(a), map.map(b))).toBe(commonBits(a, b));
    }),
    { numRuns: 400 },
  );
});

test("the same key gives the same map, whatever was mapped before; another key another", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(ipv4, ipv6), { minLength: 1, maxLength: 5 }), (addresses) => {
      const [forwards, backwards] = [
        addresses.map((a) => map.map(a)),
        [...addresses].reverse().map((a) => same.map(a)),
      ];
      expect(backwards.reverse()).toEqual(forwards);
    }),
    { numRuns: 100 },
  );
  const hosts = Array.from({ length: 64 }, (_, index) => 0xc6336400 + index);
  expect(hosts.filter((host) => map.map(host) === other.map(host)).length).toBeLessThan(8);
});

test("the map is fixed: files that were anonymised with a key long ago go with those of today", () => {
  const mapped = ["198.51.100.7", "203.0.113.5", "10.1.2.3", "2001:db8:9::1"].map((text) =>
    formatAddress(map.map(parseAddress(text) as number | string)),
  );
  expect(mapped).toMatchInlineSnapshot(`
    [
      "197.26.172.195",
      "206.21.225.115",
      "14.42.39.201",
      "2081:fee1:9bdb:c809:a2a9:e548:6395:49a8",
    ]
  `);
});

test.each([
  ["below 1.0.0.0", "0.1.2.3", /^0\./],
  ["loopback", "127.0.0.1", /^127\./],
  ["no unicast", "239.1.2.3", /^(22[4-9]|2[345]\d)\./],
  ["global unicast", "2001:db8::1", /^[23][0-9a-f]{3}:/],
  ["unique local", "fd00::1", /^f[cd]/],
  ["link local", "fe80::1", /^fe[89ab]/],
  ["multicast", "ff02::1", /^ff/],
])("%s stays what it is", (_name, address, kept) => {
  expect(formatAddress(map.map(parseAddress(address) as number | string))).toMatch(kept);
});
