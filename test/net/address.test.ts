import fc from "fast-check";
import { expect, test } from "vitest";
import { formatAddress, parseAddress, readIpv4, readIpv6 } from "../../core/net/address.ts";
import { octets } from "../builders/bytes.ts";

test.each([
  ["0.0.0.0", "0.0.0.0"],
  ["255.255.255.255", "255.255.255.255"],
  ["192.0.2.1", "192.0.2.1"],
  ["010.0.0.1", "10.0.0.1"],
  ["256.0.0.1", undefined],
  ["1.2.3", undefined],
  ["1.2.3.4.5", undefined],
  [" 1.2.3.4", undefined],
  ["", undefined],
  // RFC 5952: the longest run of zeros, the first of equals, never a single group.
  ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
  ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
  ["::", "::"],
  ["::1", "::1"],
  ["1::", "1::"],
  ["::ffff:192.0.2.1", "::ffff:c000:201"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
  ["1:2:3:4:5:6:7:8:9", undefined],
  ["1:2:3:4:5:6:7", undefined],
  ["1::2::3", undefined],
  [":1:2:3:4:5:6:7", undefined],
  ["1.2.3.4::", undefined],
  ["12345::", undefined],
  ["::g", undefined],
])("%j reads as %j", (text, canonical) => {
  const address = parseAddress(text);
  expect(address === undefined ? undefined : formatAddress(address)).toBe(canonical);
});

test("four bytes make an address that compares with ===", () => {
  expect(readIpv4(octets(9, 255, 0, 2, 1, 9), 1)).toBe(parseAddress("255.0.2.1"));
});

test("sixteen bytes make an address that its own text spells", () => {
  const group = fc.oneof(fc.constant([0, 0]), fc.tuple(fc.nat(255), fc.nat(255)));
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const address = readIpv6(octets(7, ...groups.flat()), 1);
      expect(parseAddress(formatAddress(address))).toBe(address);
      const full = groups.map(([high = 0, low = 0]) => (high * 256 + low).toString(16).padStart(4, "0")).join(":");
      expect(parseAddress(full.toUpperCase())).toBe(address);
    }),
  );
});
