import fc from "fast-check";
import { expect, test } from "vitest";
import { ipv4Prefix } from "../../../../core/behaviour/destination-map.ts";
import { formatPrefix } from "../../../../core/behaviour/telescope.ts";
import { placeOfAddress } from "../../../../renderer/features/inspector/map/map-grid.ts";
import { mapRows } from "../../../../renderer/features/inspector/map/map-rows.ts";
import {
  mapsAround,
  partLength,
  partOf,
  scatteredParts,
  zoomTarget,
} from "../../../../renderer/features/inspector/map/map-zoom.ts";
import { address, gridOf, mapPrefix } from "./map-of.ts";

const FAR = ["192.0.2.1", "192.0.2.129", "198.51.100.1", "198.51.103.1", "203.0.113.7"];

/** Into which map a click on the address leads. */
function zoomFrom(prefix: string | null, at: string): string | null {
  const grid = gridOf(FAR, prefix);
  const place = placeOfAddress(grid, address(at));
  const part = place === null ? null : partOf(grid, place);
  const target = part === null ? null : zoomTarget(grid, part);
  return target === null ? null : formatPrefix(target);
}

test.each([
  ["all of IPv4", null, "192.0.2.1", "192.0.2.0/24"],
  ["only what is there is zoomed into", null, "198.51.0.0", "198.51.100.0/22"],
  ["from a /22 on", "198.51.100.0/22", "198.51.103.9", "198.51.103.0/24"],
  ["a single destination", null, "203.99.0.0", "203.0.113.0/24"],
  ["a part without destinations", null, "8.8.8.8", null],
  ["addresses are the end", "192.0.2.0/24", "192.0.2.1", null],
])("zooming in: %s", (_name, prefix, at, target) => {
  expect(zoomFrom(prefix, at)).toBe(target);
});

test.each([
  ["192.0.2.0/24", "0.0.0.0/0", "/0 /8 /16 /24"],
  ["0.0.0.0/0", "0.0.0.0/0", "/0"],
  ["198.51.100.0/22", "198.51.100.0/22", "/8 /16 /22"],
  ["198.51.101.0/24", "198.51.100.0/22", "/8 /16 /22 /24"],
  ["10.0.0.0/8", "10.64.0.0/10", "/8"],
])("maps around %s, where all is in %s: %s", (current, home, lengths) => {
  const around = mapsAround(mapPrefix(current), mapPrefix(home));
  expect(around.map(({ length }) => `/${length}`).join(" ")).toBe(lengths);
  expect(around.at(-1)).toEqual(mapPrefix(current));
});

test("the table has a row for each part with destinations, with its first and last first visit", () => {
  const told = mapRows(gridOf(FAR)).map(({ part, destinations, firstNs, lastNs }) => [
    formatPrefix(part),
    destinations,
    firstNs,
    lastNs,
  ]);
  expect(told).toEqual([
    ["192.0.0.0/8", 2, 0n, 1_000_000_000n],
    ["198.0.0.0/8", 2, 2_000_000_000n, 3_000_000_000n],
    ["203.0.0.0/8", 1, 4_000_000_000n, 4_000_000_000n],
  ]);
  const inside = mapRows(gridOf(["198.18.9.1", "198.18.4.2", "198.18.9.7"], "198.18.0.0/16"));
  expect(inside.map(({ part, firstNs, lastNs }) => [formatPrefix(part), firstNs, lastNs])).toEqual([
    ["198.18.4.0/24", 1_000_000_000n, 1_000_000_000n],
    ["198.18.9.0/24", 0n, 2_000_000_000n],
  ]);
});

test("rows are the destinations by part, whatever map they are in", () => {
  const near = fc.integer({ min: 0xc6120000, max: 0xc613ffff });
  const seen = fc.uniqueArray(fc.oneof(near, fc.integer({ min: 0, max: 0xffffffff })), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(
      seen,
      fc.constantFrom(null, "0.0.0.0/0", "198.0.0.0/8", "198.16.0.0/14", "198.18.0.0/16"),
      (list, prefix) => {
        const grid = gridOf(list, prefix);
        const { network, length } = grid.map.prefix;
        const parts = new Map<number, number[]>();
        for (const [second, one] of list.entries()) {
          if (ipv4Prefix(one, length).network !== network) continue;
          const part = ipv4Prefix(one, partLength(grid)).network;
          parts.set(part, [...(parts.get(part) ?? []), second]);
        }
        const rows = [...parts].sort(([a], [b]) => a - b);
        expect(mapRows(grid)).toEqual(
          rows.map(([part, seconds]) => ({
            part: ipv4Prefix(part, partLength(grid)),
            destinations: seconds.length,
            firstNs: BigInt(Math.min(...seconds)) * 1_000_000_000n,
            lastNs: BigInt(Math.max(...seconds)) * 1_000_000_000n,
          })),
        );
      },
    ),
  );
});

const hosts = (network: string, count: number) => Array.from({ length: count }, (_, host) => `${network}.${host}`);

test.each([
  ["blocks far apart", [...hosts("192.0.2", 8), ...hosts("203.0.113", 4)], null, ["192.0.2.0/24", "203.0.113.0/24"]],
  ["with hardly a destination each", FAR, null, []],
  ["one block alone", hosts("192.0.2", 9), "192.0.0.0/16", []],
  ["too many", Array.from({ length: 9 }, (_, at) => hosts(`${10 * (at + 1)}.0.0`, 4)).flat(), null, []],
  ["finer cells tell more", [...hosts("192.0.2", 8), ...hosts("192.1.2", 8), ...hosts("203.0.113", 8)], null, []],
  ["addresses are the end", hosts("192.0.2", 8), null, []],
])("small maps of scattered parts: %s", (_name, addresses, prefix, expected) => {
  expect(scatteredParts(gridOf(addresses, prefix)).map(formatPrefix)).toEqual(expected);
});
