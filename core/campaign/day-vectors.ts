/** Sources by the days on which they sent. Sources of the same days share one vector. */
export interface DayVectors {
  /** Distinct days of all sources. */
  readonly dayCount: number;
  /** The days of each vector, ascending, as their places among all days. The vectors ascend by these. */
  readonly days: readonly Int32Array[];
  /** Of each vector the sources that have it, as indexes into what was given. */
  readonly sources: readonly (readonly number[])[];
}

/** The vectors of sources whose days are given as day numbers in any order. */
export function vectorsOfDays(daysOfSources: readonly Iterable<number>[]): DayVectors {
  const placeOf = placesOf(daysOfSources);
  const byKey = new Map<string, { readonly days: Int32Array; readonly sources: number[] }>();
  for (const [source, given] of daysOfSources.entries()) {
    const days = Int32Array.from(new Set(given), (day) => placeOf.get(day) as number).sort();
    const key = days.join();
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, { days, sources: [source] });
    else same.sources.push(source);
  }
  const vectors = [...byKey.values()].sort((a, b) => compareDays(a.days, b.days));
  return {
    dayCount: placeOf.size,
    days: vectors.map(({ days }) => days),
    sources: vectors.map(({ sources }) => sources),
  };
}

function placesOf(daysOfSources: readonly Iterable<number>[]): ReadonlyMap<number, number> {
  const days = new Set<number>();
  for (const ofSource of daysOfSources) for (const day of ofSource) days.add(day);
  return new Map([...days].sort((a, b) => a - b).map((day, place) => [day, place]));
}

function compareDays(a: Int32Array, b: Int32Array): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    if (a[at] !== b[at]) return (a[at] as number) - (b[at] as number);
  }
  return a.length - b.length;
}
