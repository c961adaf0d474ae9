import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseClusters } from "../../core/campaign/condensed-tree.ts";
import { type DayVectors, vectorsOfDays } from "../../core/campaign/day-vectors.ts";
import { type MergeNode, mergeTree, vectorsOf } from "../../core/campaign/merge-tree.ts";
import { type SpanningTree, spanningTree } from "../../core/campaign/spanning-tree.ts";
import { finish } from "../../core/campaign/steps.ts";
import fixtures from "./mst-weights.json" with { type: "json" };
import { plainClusters, plainParts, plainReachability } from "./plain-clusters.ts";

/** Weights of the tree over all sources, ascending: those of one vector reach each other at its core distance. */
function weightsOf(vectors: DayVectors, { cores, edges }: SpanningTree): number[] {
  const between = edges.map(({ level }) => level);
  const within = vectors.sources.flatMap(({ length }, vector) =>
    new Array<number>(length - 1).fill(cores[vector] as number),
  );
  return [...between, ...within].sort((a, b) => a - b);
}

/** The parts into which all sources fall at a level, as the tree of merges has it. */
function partsAt(vectors: DayVectors, root: MergeNode, level: number): number[][] {
  if (root.level <= level) return [sourcesIn(vectors, vectorsOf(root))];
  const singles = sourcesIn(vectors, root.singles).map((source) => [source]);
  return [...singles, ...root.children.flatMap((child) => partsAt(vectors, child, level))];
}

function sourcesIn(vectors: DayVectors, some: readonly number[]): number[] {
  return some.flatMap((vector) => vectors.sources[vector] as readonly number[]).sort((a, b) => a - b);
}

function clustersOf(
  daysOfSources: readonly (readonly number[])[],
  neighbours: number,
  allowSingle: boolean,
): number[][] {
  const vectors = vectorsOfDays(daysOfSources);
  const root = mergeTree(vectors, finish(spanningTree(vectors, neighbours)));
  const chosen = root === undefined ? [] : chooseClusters(root, { minClusterSize: 5, allowSingle });
  return chosen.map((some) => sourcesIn(vectors, some));
}

/** Groups in one order. */
function sorted(groups: readonly (readonly number[])[]): string[] {
  return groups.map((group) => group.join()).sort();
}

describe(`minimum spanning trees of ${fixtures.origin}`, () => {
  test("there are 50, with and without duplicates", () => {
    expect(fixtures.sets).toHaveLength(50);
    const distinct = fixtures.sets.filter(
      ({ daysOfSources }) => vectorsOfDays(daysOfSources).sources.length === daysOfSources.length,
    );
    expect(distinct.length).toBeGreaterThan(10);
    expect(distinct.length).toBeLessThan(40);
  });

  test.each(fixtures.sets)("$name", ({ daysOfSources, neighbours, weights }) => {
    const vectors = vectorsOfDays(daysOfSources);
    const tree = finish(spanningTree(vectors, neighbours));
    expect(weightsOf(vectors, tree)).toEqual(weights);
    const reach = plainReachability(daysOfSources, neighbours);
    const root = mergeTree(vectors, tree) as MergeNode;
    for (const level of new Set([-1, ...reach.flat()])) {
      expect(sorted(partsAt(vectors, root, level))).toEqual(
        sorted(plainParts(reach, [...daysOfSources.keys()], level)),
      );
    }
    for (const allowSingle of [false, true]) {
      const rules = { neighbours, minClusterSize: 5, allowSingle };
      expect(sorted(clustersOf(daysOfSources, neighbours, allowSingle))).toEqual(
        sorted(plainClusters(daysOfSources, rules)),
      );
    }
  });
});

const someSources = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 0, max: 40 })).chain(([days, count]) =>
  fc.array(fc.uniqueArray(fc.integer({ min: 0, max: days - 1 }), { maxLength: Math.min(days, 12) }), {
    minLength: count,
    maxLength: count,
  }),
);

test("the clusters are those of the definition, whatever the data", () => {
  fc.assert(
    fc.property(someSources, fc.constantFrom(5, 6), fc.boolean(), (daysOfSources, neighbours, allowSingle) => {
      const plain = plainClusters(daysOfSources, { neighbours, minClusterSize: 5, allowSingle });
      expect(sorted(clustersOf(daysOfSources, neighbours, allowSingle))).toEqual(sorted(plain));
    }),
    { numRuns: 300 },
  );
});

test("the order of sources and of their days changes no cluster", () => {
  const shuffled = someSources.chain((given) =>
    fc.tuple(
      fc.constant(given),
      fc.shuffledSubarray([...given.keys()], { minLength: given.length, maxLength: given.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, fc.boolean(), ([given, order], allowSingle) => {
      const moved = order.map((source) => [...(given[source] as number[])].reverse());
      const clusters = clustersOf(moved, 5, allowSingle).map((cluster) =>
        cluster.map((at) => order[at] as number).sort((a, b) => a - b),
      );
      expect(sorted(clusters)).toEqual(sorted(clustersOf(given, 5, allowSingle)));
    }),
    { numRuns: 300 },
  );
});

test("equal sources, of which the definition knows nothing special, are a cluster from five on", () => {
  const background = [
    [0, 1, 2, 3, 4, 5, 6],
    [10, 11, 12, 13, 14, 15, 16, 17],
    [20, 21, 22, 23, 24],
  ];
  const equal = (count: number) => [...background, ...new Array<number[]>(count).fill([30, 40])];
  expect(clustersOf(equal(5), 5, true)).toHaveLength(1);
  const twice = clustersOf([...equal(5), ...new Array<number[]>(5).fill([31, 41])], 5, false);
  expect(sorted(twice)).toEqual(["3,4,5,6,7", "8,9,10,11,12"]);
  expect(clustersOf(equal(4), 5, true)).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
});

test("vectors of many days, which are compared bit by bit, have the same distances", () => {
  const daysOfSources = Array.from({ length: 60 }, (_, source) =>
    Array.from({ length: 400 }, (_, day) => day).filter((day) => (day * day * 7 + source * source * 13) % 5 < 3),
  );
  const vectors = vectorsOfDays(daysOfSources);
  const reach = plainReachability(daysOfSources, 5);
  const { cores } = finish(spanningTree(vectors, 5));
  for (const [vector, sources] of vectors.sources.entries()) {
    for (const source of sources) expect(cores[vector]).toBe((reach[source] as number[])[source]);
  }
});
