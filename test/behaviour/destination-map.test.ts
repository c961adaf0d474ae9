import fc from "fast-check";
import { expect, test } from "vitest";
import { ipv4Prefix, mapDestinations, smallestMap } from "../../core/behaviour/destination-map.ts";
import { contains, formatPrefix, parsePrefix } from "../../core/behaviour/telescope.ts";
import { type IpAddress, parseAddress } from "../../core/net/address.ts";

type Visits = ReadonlyMap<IpAddress, bigint | null>;

function address(text: string): number {
  return parseAddress(text) as number;
}

/** Visits in the order given, a nanosecond apart. */
function visitsTo(...addresses: readonly string[]): Map<IpAddress, bigint> {
  return new Map(addresses.map((text, index) => [parseAddress(text) as IpAddress, BigInt(index)]));
}

function home(...addresses: readonly string[]): string {
  const map = mapDestinations(visitsTo(...addresses), null);
  return map === null ? "none" : formatPrefix(map.home);
}

test.each([
  ["one address", ["198.51.100.7"], "198.51.100.0/24"],
  ["the ends of a /24", ["198.51.100.0", "198.51.100.255"], "198.51.100.0/24"],
  ["a /23 fits no square", ["198.51.100.9", "198.51.101.9"], "198.51.100.0/22"],
  ["a /16", ["198.51.0.1", "198.51.255.1"], "198.51.0.0/16"],
  ["a /8", ["10.0.0.1", "10.255.0.1"], "10.0.0.0/8"],
  ["wider than a /8", ["10.0.0.1", "11.0.0.1"], "0.0.0.0/0"],
  ["the ends of IPv4", ["0.0.0.0", "255.255.255.255"], "0.0.0.0/0"],
  ["IPv6 is not counted", ["10.0.0.1", "2001:db8::1"], "10.0.0.0/24"],
  ["IPv6 alone", ["2001:db8::1"], "none"],
  ["nothing", [], "none"],
])("the map begins at the smallest square: %s", (_name, addresses, expected) => {
  expect(home(...addresses)).toBe(expected);
});

test("at /24 each cell is an address, with its time", () => {
  const map = mapDestinations(visitsTo("198.51.100.9", "198.51.100.3", "198.51.100.255"), null);
  expect(map).toMatchObject({ order: 4, prefix: { network: address("198.51.100.0"), length: 24 } });
  expect(map?.cells).toEqual({
    blocks: Uint16Array.of(3, 9, 255),
    destinations: Uint32Array.of(1, 1, 1),
    lowest: Uint32Array.of(address("198.51.100.3"), address("198.51.100.9"), address("198.51.100.255")),
    highest: Uint32Array.of(address("198.51.100.3"), address("198.51.100.9"), address("198.51.100.255")),
    firstNs: BigInt64Array.of(1n, 0n, 2n),
    lastNs: BigInt64Array.of(1n, 0n, 2n),
  });
});

test("cells are as wide as they can be without joining what the finest would tell apart", () => {
  const far = mapDestinations(visitsTo("192.0.2.1", "192.0.2.9", "198.51.100.1", "203.0.113.1"), null);
  expect(far?.order).toBe(4);
  expect([...(far?.cells.blocks ?? [])]).toEqual([192, 198, 203]);
  expect([...(far?.cells.destinations ?? [])]).toEqual([2, 1, 1]);
  // Two /16 that are neighbours in a /8: only the finest cells, of a /16 each, part them.
  expect(mapDestinations(visitsTo("10.0.0.1", "10.1.0.1", "203.0.113.1"), null)?.order).toBe(8);
  expect(mapDestinations(visitsTo("10.0.0.1", "10.4.0.1", "203.0.113.1"), null)?.order).toBe(7);
});

test("without a time for each, no time is told", () => {
  const visits: Visits = new Map([[address("10.0.0.1"), 5n] as const, [address("10.0.0.2"), null] as const]);
  expect(mapDestinations(visits, null)?.cells).toMatchObject({ firstNs: null, lastNs: null });
});

test("a prefix without destinations is an empty map", () => {
  const parsed = parsePrefix("203.0.113.0/24");
  if (!parsed.ok) throw new Error("a prefix");
  const map = mapDestinations(visitsTo("10.0.0.1"), ipv4Prefix(parsed.prefix.network as number, 24));
  expect(map?.cells.blocks).toHaveLength(0);
  expect(formatPrefix(map?.home ?? parsed.prefix)).toBe("10.0.0.0/24");
});

const ipv4 = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 0x0a000000, max: 0x0a00ffff }),
  fc.integer({ min: 0x0a000000, max: 0x0a000fff }),
);
const visits = fc
  .uniqueArray(fc.tuple(ipv4, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), {
    minLength: 1,
    maxLength: 60,
    selector: ([destination]) => destination,
  })
  .map((entries) => new Map(entries));

test("cells are what their definition says, in any prefix", () => {
  fc.assert(
    fc.property(visits, fc.integer({ min: 0, max: 12 }), ipv4, fc.boolean(), (all, half, anywhere, homeWanted) => {
      const map = mapDestinations(all, homeWanted ? null : ipv4Prefix(anywhere, 2 * half));
      if (map === null) throw new Error("there are IPv4 destinations");
      const { prefix, order, cells } = map;
      const cellLength = prefix.length + 2 * order;
      const inside = [...all].filter(([destination]) => contains(prefix, destination));
      if (homeWanted) expect(inside).toHaveLength(all.size);
      const cellOf = (destination: number) => (destination - prefix.network) >>> (32 - cellLength);
      const occupied = new Set(inside.map(([destination]) => cellOf(destination)));
      expect([...cells.blocks]).toEqual([...occupied].sort((a, b) => a - b));
      for (const [index, block] of cells.blocks.entries()) {
        const entries = inside.filter(([destination]) => cellOf(destination) === block);
        const destinations = entries.map(([destination]) => destination);
        const times = entries.map(([, time]) => time).sort((a, b) => (a < b ? -1 : 1));
        expect(cells.destinations[index]).toBe(entries.length);
        expect(cells.lowest[index]).toBe(Math.min(...destinations));
        expect(cells.highest[index]).toBe(Math.max(...destinations));
        expect(cells.firstNs?.[index]).toBe(times[0]);
        expect(cells.lastNs?.[index]).toBe(times.at(-1));
      }
      const finest = Math.min(8, (32 - prefix.length) / 2);
      const apart = (size: number) =>
        new Set(inside.map(([destination]) => (destination - prefix.network) >>> (32 - prefix.length - 2 * size))).size;
      expect(apart(order)).toBe(apart(finest));
      if (order > 4) expect(apart(order - 1)).toBeLessThan(apart(finest));
    }),
  );
});

test("the smallest map of some addresses holds them, and no smaller square does", () => {
  fc.assert(
    fc.property(ipv4, ipv4, (a, b) => {
      const { network, length } = smallestMap(Math.min(a, b), Math.max(a, b));
      expect(length % 2).toBe(0);
      for (const held of [a, b]) expect(ipv4Prefix(held, length).network).toBe(network);
      if (length < 24) expect(ipv4Prefix(a, length + 2).network).not.toBe(ipv4Prefix(b, length + 2).network);
    }),
  );
});
