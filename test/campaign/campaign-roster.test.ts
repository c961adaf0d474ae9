import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyOf, matchCampaigns, newId } from "../../core/campaign/campaign-roster.ts";

/** Campaigns that share no source, some of them empty of ours. */
const partition = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 }).map((places) => {
  const campaigns = new Map<number, string[]>();
  for (const [source, place] of places.entries()) {
    if (place > 0) campaigns.set(place, [...(campaigns.get(place) ?? []), `192.0.2.${source}`]);
  }
  return [...campaigns.values()];
});

const knownOf = (campaigns: readonly (readonly string[])[]) =>
  new Map(matchCampaigns(new Map(), campaigns).ids.map((id, index) => [id, campaigns[index] as readonly string[]]));

describe("ids", () => {
  test("each campaign has one of its own, a known one is one that is known", () => {
    fc.assert(
      fc.property(partition, partition, (before, now) => {
        const known = knownOf(before);
        const { ids, splitFrom, mergedInto } = matchCampaigns(known, now);
        expect(new Set(ids).size).toBe(now.length);
        for (const [id, from] of splitFrom) {
          expect([known.has(id), known.has(from), ids.includes(id)]).toEqual([false, true, true]);
        }
        for (const [id, into] of mergedInto) {
          expect([known.has(id), ids.includes(id), ids.includes(into)]).toEqual([true, false, true]);
        }
      }),
    );
  });

  test("what was found is found again, whatever the order of campaigns and members", () => {
    fc.assert(
      fc.property(partition, partition, fc.func(fc.integer()), (before, now, mix) => {
        const mixed = <Value>(values: readonly Value[]) =>
          values
            .map((value, index) => ({ value, by: mix(index) }))
            .sort((a, b) => a.by - b.by)
            .map(({ value }) => value);
        const known = knownOf(before);
        const idOf = new Map(matchCampaigns(known, now).ids.map((id, index) => [keyOf(now[index] as string[]), id]));
        const other = mixed(now).map(mixed);
        const again = matchCampaigns(new Map(mixed([...known])), other);
        expect(again.ids).toEqual(other.map((members) => idOf.get(keyOf(members))));
        expect(matchCampaigns(known, before).ids).toEqual([...known.keys()]);
      }),
    );
  });

  test("a campaign that gains or loses less than half keeps its id", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 30 }),
        fc.double({ min: 0, max: 0.49, noNaN: true }),
        fc.integer({ min: 0, max: 3 }),
        (size, lost, gained) => {
          const before = Array.from({ length: size }, (_, index) => `198.51.100.${index}`);
          const kept = before.slice(Math.floor(size * lost));
          const now = [...kept, ...Array.from({ length: gained }, (_, index) => `203.0.113.${index}`)];
          const known = knownOf([before]);
          expect(matchCampaigns(known, [now]).ids).toEqual([...known.keys()]);
        },
      ),
    );
  });
});

const source = (...places: number[]) => places.map((place) => `192.0.2.${place}`);

test("a split leaves the id with the likest part, and says of the other where it comes from", () => {
  const known = new Map([["c-old", source(1, 2, 3, 4, 5, 6, 7, 8)]]);
  const { ids, splitFrom, mergedInto } = matchCampaigns(known, [source(6, 7, 8), source(1, 2, 3, 4, 5)]);
  expect(ids[1]).toBe("c-old");
  expect([...splitFrom]).toEqual([[ids[0], "c-old"]]);
  expect(mergedInto.size).toBe(0);
});

test("a merge keeps the id of the likest one, and says of the other where it went", () => {
  const known = new Map([
    ["c-one", source(1, 2, 3)],
    ["c-two", source(4, 5, 6, 7, 8)],
  ]);
  const { ids, splitFrom, mergedInto } = matchCampaigns(known, [source(1, 2, 3, 4, 5, 6, 7, 8)]);
  expect(ids).toEqual(["c-two"]);
  expect([...mergedInto]).toEqual([["c-one", "c-two"]]);
  expect(splitFrom.size).toBe(0);
});

test("an id is of the members, and of no other campaign", () => {
  const key = keyOf(source(2, 1));
  expect(key).toBe(keyOf(source(1, 2)));
  const first = newId(key, new Set());
  const second = newId(key, new Set([first]));
  expect(first).toMatch(/^c[0-9a-f]{8}$/);
  expect(second).not.toBe(first);
});
