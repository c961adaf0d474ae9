import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type IpAddress, parseAddress, readIpv6 } from "../../core/net/address.ts";
import {
  addressValue,
  compareAddresses,
  ipv6FromValue,
  ipv6Value,
  reverseBytes,
} from "../../core/net/address-value.ts";

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
    expect(ipv6FromValue(0xffffc0000201n)).toBe("::ffff:c000:201");
  });

  test("bytes in reverse order", () => {
    expect(reverseBytes(addressValue(address("192.0.2.1")))).toBe(address("1.2.0.192"));
    expect(reverseBytes(addressValue(address("1.2.3.255")))).toBe(address("255.3.2.1"));
    expect(reverseBytes(ipv6Value("2001:db8::1"))).toBe(0x010000000000000000000000b80d0120n);
    const anyAddress = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), ipv6);
    fc.assert(
      fc.property(anyAddress, (any) => {
        expect(reverseBytes(reverseBytes(addressValue(any)))).toBe(addressValue(any));
      }),
    );
  });

  test("addresses order by number, IPv4 first", () => {
    const ordered = ["9.0.0.0", "10.0.0.0", "255.0.0.0", "::1", "9::", "10::"].map(address);
    expect([...ordered].reverse().sort(compareAddresses)).toEqual(ordered);
  });
});
