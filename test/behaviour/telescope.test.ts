import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  blockOf,
  contains,
  countIpv4Addresses,
  describePrefixError,
  formatPrefix,
  inferTelescope,
  ipv4Blocks,
  normalisePrefixes,
  type Prefix,
  parsePrefix,
  prefixOf,
} from "../../core/behaviour/telescope.ts";
import { formatAddress, type IpAddress, parseAddress, readIpv6 } from "../../core/net/address.ts";

const ipv4 = fc.integer({ min: 0, max: 0xffffffff });
const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => readIpv6(bytes, 0));

function address(text: string): IpAddress {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(`not an address: ${text}`);
  return parsed;
}

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(describePrefixError(parsed.error));
  return parsed.prefix;
}

describe("prefixes", () => {
  test.each([
    ["198.51.100.0/24", "198.51.100.0/24"],
    [" 198.51.100.0/24 ", "198.51.100.0/24"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["203.0.113.9", "203.0.113.9/32"],
    ["2001:DB8:0:0::/32", "2001:db8::/32"],
    ["::/0", "::/0"],
    ["2001:db8::1", "2001:db8::1/128"],
  ])("%s reads as %s", (text, expected) => expect(formatPrefix(prefix(text))).toBe(expected));

  test.each([
    "",
    "/24",
    "198.51.100.0/33",
    "198.51.100.0/024",
    "198.51.100/24",
    "198.51.100.0/",
    "2001:db8::/129",
    "a/8",
  ])("%j is no prefix", (text) =>
    expect(parsePrefix(text)).toEqual({ ok: false, error: { code: "not-a-prefix", text } }),
  );

  test("blocks hold the addresses that a prefix holds, and each is in one of them at most", () => {
    const near = fc.integer({ min: 0xc6336000, max: 0xc63360ff });
    const address = fc.oneof(ipv4, near, fc.constantFrom(0, 0xffffffff));
    const some = fc.tuple(fc.oneof(address, ipv6), fc.integer({ min: 0, max: 32 })).map(([one, length]) => {
      return prefixOf(one, length);
    });
    fc.assert(
      fc.property(
        fc.array(some, { maxLength: 12 }),
        fc.array(address, { minLength: 1, maxLength: 20 }),
        (list, seen) => {
          const blocks = ipv4Blocks(list);
          for (const [index, { start, end }] of blocks.entries()) {
            expect(end).toBeGreaterThan(start);
            expect(start).toBeGreaterThanOrEqual(blocks[index - 1]?.end ?? 0);
          }
          for (const one of seen) {
            const holding = blocks.filter(({ start, end }) => start <= one && one < end);
            expect(blockOf(blocks, one)).toBe(holding[0]);
            expect(holding.length).toBe(list.some((prefix) => contains(prefix, one)) ? 1 : 0);
          }
        },
      ),
    );
  });

  test("host bits are refused, with the block that was meant", () => {
    const parsed = parsePrefix("198.51.100.7/24");
    expect(parsed.ok ? "" : describePrefixError(parsed.error)).toContain("198.51.100.0/24");
    expect(parsePrefix("2001:db8::1/64")).toMatchObject({ error: { code: "host-bits-set" } });
  });

  test.each([
    ["198.51.100.0/24", "198.51.100.255", true],
    ["198.51.100.0/24", "198.51.101.0", false],
    ["128.0.0.0/1", "255.255.255.255", true],
    ["0.0.0.0/0", "203.0.113.1", true],
    ["203.0.113.1/32", "203.0.113.1", true],
    ["2001:db8::/32", "2001:db8:ffff::", true],
    ["2001:db8::/32", "2001:db9::", false],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::/0", "203.0.113.1", false],
  ])("%s holds %s: %s", (block, text, expected) => expect(contains(prefix(block), address(text))).toBe(expected));

  test("text and value name each other", () => {
    const anyPrefix = fc.oneof(
      fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })),
      fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })),
    );
    fc.assert(
      fc.property(anyPrefix, ([value, length]) => {
        const block = prefixOf(value, length);
        expect(prefix(formatPrefix(block))).toEqual(block);
        expect(contains(block, value)).toBe(true);
      }),
    );
  });

  test("blocks inside others and repeats count once", () => {
    const given = ["10.0.1.0/24", "10.0.0.0/16", "192.0.2.0/24", "192.0.2.0/24", "2001:db8::/32"].map(prefix);
    expect(normalisePrefixes(given).map(formatPrefix)).toEqual(["10.0.0.0/16", "192.0.2.0/24", "2001:db8::/32"]);
    expect(countIpv4Addresses(given)).toBe(65_536 + 256);
  });
});

describe("inferred telescope", () => {
  test.each([
    ["one destination stands for its /24", ["198.51.100.7"], ["198.51.100.0/24"]],
    ["halves join", ["198.51.100.7", "198.51.101.9"], ["198.51.100.0/23"]],
    [
      "neighbours that form no prefix stay apart",
      ["198.51.101.7", "198.51.102.9"],
      ["198.51.101.0/24", "198.51.102.0/24"],
    ],
    ["a gap is not filled", ["10.0.0.1", "10.0.1.1", "10.0.3.1"], ["10.0.0.0/23", "10.0.3.0/24"]],
    ["IPv6 counts in /64s", ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"], ["2001:db8::/64", "2001:db8:0:1::/64"]],
    ["both versions", ["2001:db8::1", "203.0.113.1"], ["203.0.113.0/24", "2001:db8::/64"]],
    ["nothing seen, nothing said", [], []],
  ])("%s", (_name, seen, expected) => {
    expect(inferTelescope(seen.map(address)).map(formatPrefix)).toEqual(expected);
  });

  test("joins up to a /8 and no further", () => {
    const seen = Array.from({ length: 2 * 65_536 }, (_, index) => 0x0a000000 + index * 256 + 1);
    expect(inferTelescope(seen).map(formatPrefix)).toEqual(["10.0.0.0/8", "11.0.0.0/8"]);
  });

  test("holds every destination, overlaps nowhere, covers only /24s seen, in any order", () => {
    const dense = fc.array(fc.integer({ min: 0xc6336000, max: 0xc633ffff }), { maxLength: 200 });
    fc.assert(
      fc.property(dense, (seen) => {
        const telescope = inferTelescope(seen);
        expect(inferTelescope([...seen].reverse())).toEqual(telescope);
        expect(normalisePrefixes(telescope)).toEqual(telescope);
        for (const value of seen) {
          expect(
            telescope.some((block) => contains(block, value)),
            formatAddress(value),
          ).toBe(true);
        }
        expect(countIpv4Addresses(telescope)).toBe(256 * new Set(seen.map((value) => value >>> 8)).size);
      }),
    );
  });
});
