/**
 * HDBSCAN from its definitions, on every source by itself: no merged duplicates, no spanning tree, no order of edges. Slow
 * and plain, and it shares nothing with core/campaign. Levels are Hamming distances.
 */
export interface PlainRules {
  readonly neighbours: number;
  readonly minClusterSize: number;
  readonly allowSingle: boolean;
}

/** Mutual reachability of all pairs of sources. */
export function plainReachability(daysOfSources: readonly (readonly number[])[], neighbours: number): number[][] {
  const distance = daysOfSources.map((a) => daysOfSources.map((b) => differingDays(a, b)));
  const cores = distance.map((row) => [...row].sort((a, b) => a - b)[Math.min(neighbours, row.length) - 1] as number);
  return distance.map((row, a) => row.map((value, b) => Math.max(value, cores[a] as number, cores[b] as number)));
}

/** What is connected among some sources where they reach each other within a level; a single source is not connected to itself. */
export function plainParts(
  reach: readonly (readonly number[])[],
  sources: readonly number[],
  level: number,
): number[][] {
  const left = new Set(sources);
  const parts: number[][] = [];
  for (const first of sources) {
    if (!left.delete(first)) continue;
    const part = [first];
    for (const source of part) {
      for (const other of [...left]) {
        if (((reach[source] as number[])[other] as number) <= level) {
          left.delete(other);
          part.push(other);
        }
      }
    }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts;
}

interface PlainCluster {
  readonly sources: readonly number[];
  readonly mass: number;
  readonly parts: readonly PlainCluster[];
}

/** The clusters of most excess of mass, each as ascending indexes of sources. */
export function plainClusters(daysOfSources: readonly (readonly number[])[], rules: PlainRules): (readonly number[])[] {
  if (daysOfSources.length < rules.minClusterSize) return [];
  const reach = plainReachability(daysOfSources, rules.neighbours);
  const levels = [...new Set(reach.flat())].sort((a, b) => b - a);
  const all = grow([...daysOfSources.keys()], 0);
  return rules.allowSingle ? choose(all).chosen : all.parts.flatMap((part) => choose(part).chosen);

  function grow(sources: readonly number[], birth: number): PlainCluster {
    let mass = 0;
    let alive = sources;
    for (const [at, level] of levels.entries()) {
      const below = levels[at + 1];
      const parts = below === undefined ? [] : plainParts(reach, alive, below);
      const large = parts.filter((part) => part.length >= rules.minClusterSize);
      const density = 1 / Math.max(Math.sqrt(level), 1e-9);
      const [only] = large;
      if (only !== undefined && large.length === 1) {
        mass += (alive.length - only.length) * (density - birth);
        alive = only;
        continue;
      }
      mass += alive.length * (density - birth);
      return { sources, mass, parts: large.map((part) => grow(part, density)) };
    }
    throw new Error("below the lowest level nothing is connected");
  }
}

function choose({ sources, mass, parts }: PlainCluster): {
  readonly chosen: (readonly number[])[];
  readonly mass: number;
} {
  const chosen = parts.map(choose);
  const together = chosen.map((part) => part.mass).sort((a, b) => a - b);
  const sum = together.reduce((total, one) => total + one, 0);
  return sum > mass ? { chosen: chosen.flatMap((part) => part.chosen), mass: sum } : { chosen: [sources], mass };
}

function differingDays(a: readonly number[], b: readonly number[]): number {
  return a.filter((day) => !b.includes(day)).length + b.filter((day) => !a.includes(day)).length;
}
