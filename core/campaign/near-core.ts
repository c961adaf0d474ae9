import type { DayVectors } from "./day-vectors.ts";

/** Sources that make the core: the densest one and its four nearest. */
const CORE_SOURCES = 5;
/** A core of so few days stands for nothing but itself. */
const FEW_DAYS = 2;

/**
 * Of a cluster the vectors no farther from its core than half the core's days, or just as the core where it has at most
 * two days (spec section 7). The core has the days on which most of the densest member and its four nearest sent.
 *
 * @param cores core distances of all vectors
 */
export function nearCore(vectors: DayVectors, cores: Int32Array, cluster: readonly number[]): number[] {
  const core = coreOf(vectors, densestOf(vectors, cores, cluster), cluster);
  const farthest = core.size <= FEW_DAYS ? 0 : core.size / 2;
  return cluster.filter((vector) => differingDays(vectors.days[vector] as Int32Array, core) <= farthest);
}

/**
 * The vector with the lowest core distance. Of several the one that differs least from all members, then the first by
 * its days: that is no choice by order of rows or by address.
 */
function densestOf(vectors: DayVectors, cores: Int32Array, cluster: readonly number[]): number {
  const lowest = cluster.reduce((least, vector) => Math.min(least, cores[vector] as number), Number.POSITIVE_INFINITY);
  const { onDay, members } = countDays(vectors, cluster);
  // Members differ on a day of the vector where they did not send, and on every other day where they did.
  const distanceToAll = (vector: number) =>
    (vectors.days[vector] as Int32Array).reduce((sum, day) => sum + members - 2 * (onDay.get(day) as number), 0);
  let densest = { vector: -1, distance: Number.POSITIVE_INFINITY };
  for (const vector of [...cluster].sort((a, b) => a - b)) {
    if (cores[vector] !== lowest) continue;
    const distance = distanceToAll(vector);
    if (distance < densest.distance) densest = { vector, distance };
  }
  return densest.vector;
}

/** Days on which most of the five members nearest to a vector sent. Of members as far as the fifth all count. */
function coreOf(vectors: DayVectors, densest: number, cluster: readonly number[]): ReadonlySet<number> {
  const days = new Set(vectors.days[densest]);
  const byDistance = new Map<number, number[]>();
  for (const vector of cluster) {
    const distance = differingDays(vectors.days[vector] as Int32Array, days);
    const same = byDistance.get(distance);
    if (same === undefined) byDistance.set(distance, [vector]);
    else same.push(vector);
  }
  const nearest: number[] = [];
  let sources = 0;
  for (const distance of [...byDistance.keys()].sort((a, b) => a - b)) {
    if (sources >= CORE_SOURCES) break;
    for (const vector of byDistance.get(distance) as number[]) {
      nearest.push(vector);
      sources += (vectors.sources[vector] as readonly number[]).length;
    }
  }
  const { onDay, members } = countDays(vectors, nearest);
  return new Set([...onDay].flatMap(([day, count]) => (count > members / 2 ? [day] : [])));
}

/** Sources of vectors, and how many of them sent on each day. */
function countDays(vectors: DayVectors, some: readonly number[]) {
  const onDay = new Map<number, number>();
  let members = 0;
  for (const vector of some) {
    const { length } = vectors.sources[vector] as readonly number[];
    members += length;
    for (const day of vectors.days[vector] as Int32Array) onDay.set(day, (onDay.get(day) ?? 0) + length);
  }
  return { onDay, members };
}

function differingDays(days: Int32Array, others: ReadonlySet<number>): number {
  const shared = days.reduce((sum, day) => sum + (others.has(day) ? 1 : 0), 0);
  return days.length + others.size - 2 * shared;
}
