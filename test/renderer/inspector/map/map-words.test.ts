import { expect, test } from "vitest";
import { placeOfAddress } from "../../../../renderer/features/inspector/map/map-grid.ts";
import { visitOrder } from "../../../../renderer/features/inspector/map/map-times.ts";
import { describeCell, describeMap, describeUnmapped } from "../../../../renderer/features/inspector/map/map-words.ts";
import { address, gridOf } from "./map-of.ts";

/** The cell of an address as it is told. */
function told(addresses: readonly string[], at: string, prefix: string | null = null): string {
  const grid = gridOf(addresses, prefix);
  const place = placeOfAddress(grid, address(at));
  if (place === null) throw new Error("the map holds the address");
  const { name, destinations, times } = describeCell(grid, place, { firstNs: 0n }, visitOrder(grid.map.cells));
  return `${name} ${destinations}. ${times}`.trim();
}

const FAR = ["203.0.113.7", "192.0.2.1", "192.0.2.129"];

test.each([
  [
    "an address",
    ["198.51.100.4", "198.51.100.9"],
    "198.51.100.9",
    "198.51.100.9 visited. First visit 1970-01-01 00:00:01.000000000 +00:00, 1.0\u202fs after the flow's start, number 2 of 2 addresses.",
  ],
  ["an address nobody asked", ["198.51.100.4"], "198.51.100.5", "198.51.100.5 not visited."],
  [
    "a block with one destination names it",
    FAR,
    "203.1.2.3",
    "203.0.0.0/8 one destination, 203.0.113.7. First visit 1970-01-01 00:00:00.000000000 +00:00, 0\u202fms after the flow's start, number 1 of 2 blocks.",
  ],
  [
    "a block with several tells how many of how many, and from where to where",
    FAR,
    "192.0.2.129",
    "192.0.0.0/8 2 of 16,777,216 addresses, 192.0.2.1 to 192.0.2.129. First visit 1970-01-01 00:00:01.000000000 +00:00, 1.0\u202fs after the flow's start, number 2 of 2 blocks.",
  ],
  ["an empty block", FAR, "8.8.8.8", "8.0.0.0/8 no destination."],
])("%s", (_name, addresses, at, expected) => {
  expect(told(addresses, at)).toBe(expected);
});

test("the map in a sentence", () => {
  expect(describeMap(gridOf(FAR))).toBe("Map of 0.0.0.0/0: 3 destinations, 16 by 16 cells of a /8 each");
  expect(describeMap(gridOf(FAR, "203.0.113.0/24"))).toBe(
    "Map of 203.0.113.0/24: 1 destination, 16 by 16 cells of an address each",
  );
});

test("destinations without a place are told with their number", () => {
  const { map } = gridOf(FAR);
  expect(describeUnmapped({ map, ipv6Destinations: 0 })).toBe("");
  expect(describeUnmapped({ map, ipv6Destinations: 1 })).toBe(
    "1 IPv6 destination more has no place on this map: IPv6 is too wide for it.",
  );
  expect(describeUnmapped({ map: null, ipv6Destinations: 1_200 })).toBe(
    "Not applicable: 1,200 IPv6 destinations and no other, and IPv6 is too wide for a map of this kind.",
  );
});
