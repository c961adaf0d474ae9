import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type IpAddress, parseAddress, readIpv6 } from "../../core/net/address.ts";
import { compareAddresses, ipv6FromValue, ipv6Groups, ipv6Value } from "../../core/net/address-value.ts";

const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => readIpv6(bytes, 0));

function address(text: string): IpAddress {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(`not an address: ${text}`);
  return parsed;
}

describe("address values", () => {
  test("an IPv6 address and its number name each other", () => {
    fc.assert(fc.property(ipv6, (text) => ipv6FromValue(ipv6Value(String(text))) === text));
    expect(ipv6Value("2001:db8::1")).toBe(0x20010db8000000000000000000000001n);
    expect(ipv6Value("::")).toBe(0n);
    expect(ipv6Groups("2001:db8::1")).toEqual([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]);
    expect(ipv6Groups("1:2:3:4:5:6:7:8")).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ipv6FromValue(0xffffc0000201n)).toBe("::ffff:c000:201");
  });

  test("addresses order by number, IPv4 first", () => {
    const ordered = ["9.0.0.0", "10.0.0.0", "255.0.0.0", "::1", "9::", "10::"].map(address);
    expect([...ordered].reverse().sort(compareAddresses)).toEqual(ordered);
  });
});
