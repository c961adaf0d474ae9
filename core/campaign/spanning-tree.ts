import type { DayVectors } from "./day-vectors.ts";
import { SharedDays } from "./shared-days.ts";
import type { Steps } from "./steps.ts";

/**
 * Minimum spanning tree of mutual reachability: two sources reach each other at the largest of their distance and the
 * core distances of both. All are Hamming distances; the Euclidean ones of HDBSCAN are their square roots.
 */
export interface SpanningTree {
  /**
   * Core distance of each vector: within it are as many sources as asked for, the source itself among them. Where there
   * are fewer sources, all of them are.
   */
  readonly cores: Int32Array;
  /** The edges between distinct vectors. Those between sources of one vector are its core distance. */
  readonly edges: readonly Edge[];
}

/** Two vectors that reach each other at this distance. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly level: number;
}

/** Farther than any two vectors are. */
const FAR = 0x7fffffff;

/** The exact minimum spanning tree, by Prim's algorithm. `neighbours`: sources within a core distance, itself included. */
export function* spanningTree(vectors: DayVectors, neighbours: number): Steps<SpanningTree> {
  const shared = yield* SharedDays.of(vectors);
  const sizes = Int32Array.from(vectors.days, ({ length }) => length);
  const cores = yield* coreDistances(vectors, sizes, shared, neighbours);
  return { cores, edges: yield* primEdges(sizes, shared, cores) };
}

function* coreDistances(
  { sources }: DayVectors,
  sizes: Int32Array,
  shared: SharedDays,
  neighbours: number,
): Steps<Int32Array> {
  const weights = Int32Array.from(sources, ({ length }) => Math.min(length, neighbours));
  const nearest = new Int32Array(neighbours);
  const coreOf = (vector: number): number => {
    const row = shared.with(vector);
    const size = sizes[vector] as number;
    nearest.fill(FAR);
    let farthest = FAR;
    for (let other = 0; other < row.length; other++) {
      const distance = size + (sizes[other] as number) - 2 * (row[other] as number);
      if (distance >= farthest) continue;
      for (let source = 0; source < (weights[other] as number); source++) insert(nearest, distance);
      farthest = nearest[neighbours - 1] as number;
    }
    return nearest.findLast((distance) => distance < FAR) as number;
  };
  const cores = new Int32Array(sources.length);
  for (let vector = 0; vector < cores.length; vector++) {
    cores[vector] = coreOf(vector);
    yield;
  }
  return cores;
}

/** Puts a distance to its place in an ascending list, whose last one falls out. */
function insert(ascending: Int32Array, distance: number): void {
  let at = ascending.length - 1;
  if (distance >= (ascending[at] as number)) return;
  for (; at > 0 && (ascending[at - 1] as number) > distance; at--) ascending[at] = ascending[at - 1] as number;
  ascending[at] = distance;
}

function* primEdges(sizes: Int32Array, shared: SharedDays, cores: Int32Array): Steps<Edge[]> {
  const edges: Edge[] = [];
  const outside = new Outside(sizes, shared, cores);
  for (let added = 0; outside.count > 0; added = (edges.at(-1) as Edge).b) {
    edges.push(outside.nearestTo(added));
    yield;
  }
  return edges;
}

/** The vectors that are not in the tree yet, and how near each is to it. */
class Outside {
  /** Vectors outside. */
  count: number;
  private readonly vectors: Int32Array;
  private readonly levels: Int32Array;
  private readonly through: Int32Array;
  private readonly sizes: Int32Array;
  private readonly shared: SharedDays;
  private readonly cores: Int32Array;
  /** Place of the vector that is added next. */
  private at = 0;

  /** The tree begins with vector 0, which stands outside until the first is asked for. */
  constructor(sizes: Int32Array, shared: SharedDays, cores: Int32Array) {
    this.count = sizes.length - 1;
    this.vectors = Int32Array.from(sizes, (_, vector) => vector);
    this.levels = new Int32Array(sizes.length).fill(FAR);
    this.through = new Int32Array(sizes.length);
    this.sizes = sizes;
    this.shared = shared;
    this.cores = cores;
  }

  /** Takes the vector that was nearest in, and tells the next one with its edge. */
  nearestTo(added: number): Edge {
    const { vectors, levels, through, sizes, cores } = this;
    const left = this.count;
    vectors[this.at] = vectors[left] as number;
    const row = this.shared.with(added);
    const size = sizes[added] as number;
    const core = cores[added] as number;
    let lowest = FAR;
    for (let index = 0; index < left; index++) {
      const other = vectors[index] as number;
      let reach = size + (sizes[other] as number) - 2 * (row[other] as number);
      if (reach < core) reach = core;
      if (reach < (cores[other] as number)) reach = cores[other] as number;
      if (reach < (levels[other] as number)) {
        levels[other] = reach;
        through[other] = added;
      } else reach = levels[other] as number;
      if (reach < lowest) {
        lowest = reach;
        this.at = index;
      }
    }
    this.count -= 1;
    const next = vectors[this.at] as number;
    return { a: through[next] as number, b: next, level: lowest };
  }
}
