import fc from "fast-check";
import { expect, test } from "vitest";
import { blockAt, pointOf } from "../../core/behaviour/hilbert.ts";

const order = fc.integer({ min: 1, max: 16 });
const orderAndBlock = order.chain((chosen) =>
  fc.tuple(fc.constant(chosen), fc.integer({ min: 0, max: 4 ** chosen - 1 })),
);

test("every place holds exactly one block", () => {
  for (const small of [1, 2, 3, 4, 5]) {
    const places = Array.from({ length: 4 ** small }, (_, block) => pointOf(block, small));
    expect(new Set(places.map(({ x, y }) => y * 2 ** small + x)).size).toBe(4 ** small);
    for (const { x, y } of places) expect(Math.min(x, y) >= 0 && Math.max(x, y) < 2 ** small).toBe(true);
  }
  fc.assert(
    fc.property(orderAndBlock, ([size, block]) => {
      expect(blockAt(pointOf(block, size), size)).toBe(block);
    }),
  );
});

test("neighbouring blocks lie side by side", () => {
  fc.assert(
    fc.property(orderAndBlock, ([size, block]) => {
      fc.pre(block + 1 < 4 ** size);
      const [here, there] = [pointOf(block, size), pointOf(block + 1, size)];
      expect(Math.abs(here.x - there.x) + Math.abs(here.y - there.y)).toBe(1);
    }),
  );
});

test("a block lies in the quarter of its place that holds it at each zoom", () => {
  fc.assert(
    fc.property(orderAndBlock, ([size, block]) => {
      fc.pre(size > 1);
      const { x, y } = pointOf(block, size);
      expect(pointOf(block >>> 2, size - 1)).toEqual({ x: x >> 1, y: y >> 1 });
    }),
  );
});

test("prefixes of even length are squares, those of odd length two squares side by side", () => {
  const prefix = fc
    .integer({ min: 0, max: 12 })
    .chain((length) => fc.tuple(fc.constant(length), fc.integer({ min: 0, max: 2 ** length - 1 })));
  fc.assert(
    fc.property(prefix, ([length, network]) => {
      const cellLength = 2 * Math.ceil(length / 2) + 4;
      const count = 2 ** (cellLength - length);
      const places = Array.from({ length: count }, (_, index) => pointOf(network * count + index, cellLength / 2));
      const [width, height] = (["x", "y"] as const).map((axis) => {
        const all = places.map((place) => place[axis]);
        return Math.max(...all) - Math.min(...all) + 1;
      }) as [number, number];
      expect(width * height).toBe(count);
      expect(Math.max(width, height) / Math.min(width, height)).toBe(length % 2 === 0 ? 1 : 2);
    }),
  );
});

test("the blocks of all of IPv4 lie as in the usual pictures", () => {
  const row = (y: number) => Array.from({ length: 16 }, (_, x) => blockAt({ x, y }, 4));
  expect(row(0)).toEqual([0, 1, 14, 15, 16, 19, 20, 21, 234, 235, 236, 239, 240, 241, 254, 255]);
  expect(row(1)).toEqual([3, 2, 13, 12, 17, 18, 23, 22, 233, 232, 237, 238, 243, 242, 253, 252]);
});
