import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addHash, countDistinct, type DistinctSketch, mergeSketches } from "../../core/fingerprint/distinct-sketch.ts";
import { hash53, hash64 } from "../../core/fingerprint/hash64.ts";

function sketchOf(things: readonly string[]): DistinctSketch {
  const sketch: DistinctSketch = [];
  for (const thing of things) addHash(sketch, hash53([thing]));
  return sketch;
}

describe("counting distinct things", () => {
  test("is exact below 32 and never says less from there on", () => {
    const things = Array.from({ length: 40 }, (_, i) => `thing ${i}`);
    for (let count = 0; count < 32; count += 1) {
      expect(countDistinct(sketchOf([...things.slice(0, count), ...things.slice(0, count)]))).toBe(count);
    }
    expect(countDistinct(sketchOf(things))).toBeGreaterThanOrEqual(32);
  });

  test.each([100, 1000, 20_000])("estimates %i", (count) => {
    const estimate = countDistinct(sketchOf(Array.from({ length: count }, (_, i) => `${i}`)));
    // The standard error of 32 kept values is 18 %.
    expect(estimate / count).toBeGreaterThan(0.5);
    expect(estimate / count).toBeLessThan(1.5);
  });

  test("does not depend on order or split", () => {
    const things = fc.array(fc.stringMatching(/^[a-z]{1,2}$/), { maxLength: 120 });
    fc.assert(
      fc.property(things, fc.nat(120), (list, cut) => {
        const merged = sketchOf(list.slice(cut).reverse());
        mergeSketches(merged, sketchOf(list.slice(0, cut)));
        expect(merged).toEqual(sketchOf(list));
      }),
    );
  });
});

describe("the fixed hash", () => {
  test.each([
    [[], "eb943f56bad89774"],
    [[""], "99d020ac1537fb2f"],
    [["a"], "54736a63dda33733"],
    [["ab", "c"], "78336820808b44a8"],
    [["a", "bc"], "bb80aeeb81bb5fad"],
    [["OPTIONS sip:100@192.0.2.1 SIP/2.0\r\n", "198.51.100.7", "192.0.2.1"], "6489dfa0e954be8d"],
  ])("of %j is pinned", (parts, expected) => {
    const { high, low } = hash64(parts);
    expect(`${high.toString(16).padStart(8, "0")}${low.toString(16).padStart(8, "0")}`).toBe(expected);
  });
});
