import fc from "fast-check";
import { expect, test } from "vitest";
import { ipv4Prefix } from "../../../../core/behaviour/destination-map.ts";
import { formatPrefix } from "../../../../core/behaviour/telescope.ts";
import { blockAtPlace, indexAt, placeOfAddress } from "../../../../renderer/features/inspector/map/map-grid.ts";
import { address, gridOf } from "./map-of.ts";

const ipv4 = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 0xc6336400, max: 0xc63364ff }),
  fc.integer({ min: 0xc6120000, max: 0xc612ffff }),
);
const addresses = fc.uniqueArray(ipv4, { minLength: 1, maxLength: 40 });

test("a cell is found at the place of its addresses, and the place names its block", () => {
  fc.assert(
    fc.property(addresses, (all) => {
      const grid = gridOf(all);
      for (const one of all) {
        const place = placeOfAddress(grid, one);
        if (place === null) throw new Error("the map holds all");
        const index = indexAt(grid, place);
        expect(grid.map.cells.lowest[index]).toBeLessThanOrEqual(one);
        expect(grid.map.cells.highest[index]).toBeGreaterThanOrEqual(one);
        expect(blockAtPlace(grid, place)).toEqual(ipv4Prefix(one, grid.cellLength));
      }
      expect(grid.indexes.filter((index) => index >= 0)).toHaveLength(grid.x.length);
    }),
  );
});

test("a map looks like its part of any wider map", () => {
  fc.assert(
    fc.property(ipv4, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }), (one, a, b) => {
      const [wide, narrow] = [2 * Math.min(a, b), 2 * Math.max(a, b)];
      const [wider, narrower] = [wide, narrow].map((length) => gridOf([one], formatPrefix(ipv4Prefix(one, length))));
      if (wider === undefined || narrower === undefined) throw new Error("two maps");
      const times = 2 ** ((narrow - wide) / 2);
      const corner = placeOfAddress(wider, ipv4Prefix(one, narrow).network);
      const place = placeOfAddress(narrower, one);
      const inWider = placeOfAddress(wider, one);
      // Both as parts of the narrower square, at the coarser one's resolution.
      const share = (point: { x: number; y: number } | null, side: number, axis: "x" | "y") =>
        (point?.[axis] ?? -1) / side;
      for (const axis of ["x", "y"] as const) {
        const fine = share(place, narrower.side, axis);
        const coarse =
          share(inWider, wider.side, axis) * times - Math.floor((share(corner, wider.side, axis) + 1e-12) * times);
        expect(Math.abs(coarse - fine)).toBeLessThan(Math.max(1 / narrower.side, times / wider.side));
      }
    }),
  );
});

test("an address outside has no place", () => {
  expect(placeOfAddress(gridOf(["198.51.100.1"]), address("198.51.101.1"))).toBeNull();
  expect(indexAt(gridOf(["198.51.100.1"]), { x: 0, y: 0 })).toBe(-1);
});
