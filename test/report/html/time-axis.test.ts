import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOfDate, dayTicks, linear, textWidth } from "../../../core/report/html/axes.ts";
import { timeAxis } from "../../../core/report/html/drawing.ts";

/** Texts of an axis over these days, with their middles. */
function namedTicks(first: number, last: number) {
  const drawn = timeAxis(dayTicks(first, last), linear([first, last + 1], [190, 930]), 0, 100).join("");
  return Array.from(drawn.matchAll(/<text[^>]* x="([\d.]+)"[^>]*>([^<]*)<\/text>/g), ([, x, text]) => ({
    x: Number(x),
    text: text as string,
  }));
}

test("months are named evenly, where not all of them have room", () => {
  const names = namedTicks(dayOfDate("2020-01-01"), dayOfDate("2020-10-26")).map(({ text }) => text);
  expect(names).toEqual(["2020-01", "2020-03", "2020-05", "2020-07", "2020-09"]);
});

test("names of any axis have room, and each that has none leaves the others even", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 9_000 }), (first, days) => {
      const ticks = dayTicks(first, first + days);
      const named = namedTicks(first, first + days);
      for (const [index, { x, text }] of named.entries()) {
        const before = named[index - 1];
        if (before === undefined) continue;
        expect(x - before.x).toBeGreaterThanOrEqual((textWidth(text) + textWidth(before.text)) / 2);
      }
      const places = named.map(({ text }) => ticks.findIndex((tick) => tick.text === text));
      expect(new Set(places.slice(1).map((place, index) => place - (places[index] as number))).size).toBeLessThan(2);
    }),
    { seed: 1, numRuns: 300 },
  );
});
