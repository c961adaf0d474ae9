/** Sets are bits of a number: bit i says that choice i is in it. */
export type ChoiceSet = bigint;

/** Steps of the exact search. Where it needs more, the choices that cover most are taken. */
const MOST_STEPS = 20_000;
/** More rows than this are not compared with each other. */
const MOST_COMPARED = 1000;

/** A choice that rows can be covered by. */
export interface Choice {
  /** How little it is wanted; the sum over all choices is kept low. */
  readonly cost: number;
}

/**
 * The smallest set of choices of which every row holds one: exact where few steps tell, else the choices that cover most,
 * without those that were not needed in the end. Among equally small ones that with the lowest cost, then with the choices
 * that come first. Rows without a choice cannot be covered and are left out; their order does not matter.
 *
 * @returns places of the choices, ascending
 */
export function smallestCover(rows: Iterable<ChoiceSet>, choices: readonly Choice[]): number[] {
  const needed = hardestRows(rows);
  const search = new Search(needed, choices);
  return search.run() ?? pruned(greedyCover(needed, choices), needed);
}

/** The rows that decide: what covers a row covers every row that holds more choices. Ascending. */
function hardestRows(rows: Iterable<ChoiceSet>): ChoiceSet[] {
  const distinct = [...new Set(rows)]
    .filter((row) => row !== 0n)
    .sort((a, b) => sizeOf(a) - sizeOf(b) || compare(a, b));
  if (distinct.length > MOST_COMPARED) return distinct;
  const hardest: ChoiceSet[] = [];
  for (const row of distinct) if (!hardest.some((known) => (known & row) === known)) hardest.push(row);
  return hardest;
}

/** Looks for all smallest covers by trying each choice of the first row that is not covered. */
class Search {
  private readonly rows: readonly ChoiceSet[];
  private readonly choices: readonly Choice[];
  private steps = 0;
  private best: { readonly places: readonly number[]; readonly cost: number } | null = null;

  constructor(rows: readonly ChoiceSet[], choices: readonly Choice[]) {
    this.rows = rows;
    this.choices = choices;
  }

  /** Null where it takes too long. */
  run(): number[] | null {
    for (let size = 0; this.best === null; size += 1) {
      if (!this.extend([], 0n, 0n, size)) return null;
    }
    return [...this.best.places];
  }

  /** False: given up. `barred` choices were tried in the place of an earlier one: what holds them has been seen. */
  private extend(places: readonly number[], chosen: ChoiceSet, barred: ChoiceSet, left: number): boolean {
    this.steps += 1;
    if (this.steps > MOST_STEPS) return false;
    const open = this.rows.find((row) => (row & chosen) === 0n);
    if (open === undefined) {
      this.offer(places);
      return true;
    }
    if (left === 0) return true;
    let tried = barred;
    for (const place of placesOf(open & ~barred)) {
      const bit = 1n << BigInt(place);
      if (!this.extend([...places, place], chosen | bit, tried, left - 1)) return false;
      tried |= bit;
    }
    return true;
  }

  private offer(places: readonly number[]): void {
    const sorted = [...places].sort((a, b) => a - b);
    const cost = sorted.reduce((sum, place) => sum + (this.choices[place] as Choice).cost, 0);
    const { best } = this;
    if (best === null || cost < best.cost || (cost === best.cost && comesFirst(sorted, best.places))) {
      this.best = { places: sorted, cost };
    }
  }
}

function comesFirst(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((place, index) => place !== b[index]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}

function greedyCover(rows: readonly ChoiceSet[], choices: readonly Choice[]): number[] {
  const chosen: number[] = [];
  let open = rows;
  while (open.length > 0) {
    const covered = choices.map((_, place) => open.filter((row) => holds(row, place)).length);
    const best = choices.reduce((most, { cost }, place) => {
      const gain = (covered[place] as number) - (covered[most] as number);
      return gain > 0 || (gain === 0 && cost < (choices[most] as Choice).cost) ? place : most;
    }, 0);
    chosen.push(best);
    open = open.filter((row) => !holds(row, best));
  }
  return chosen;
}

/** Without the choices that others make needless, the last one first. */
function pruned(chosen: readonly number[], rows: readonly ChoiceSet[]): number[] {
  let kept = [...chosen];
  for (const place of [...chosen].reverse()) {
    const others = kept.filter((other) => other !== place);
    if (rows.every((row) => others.some((other) => holds(row, other)))) kept = others;
  }
  return kept.sort((a, b) => a - b);
}

function holds(row: ChoiceSet, place: number): boolean {
  return ((row >> BigInt(place)) & 1n) === 1n;
}

/** The choices of a set, ascending. */
export function placesOf(set: ChoiceSet): number[] {
  const places: number[] = [];
  for (let place = 0, rest = set; rest !== 0n; place += 1, rest >>= 1n) if ((rest & 1n) === 1n) places.push(place);
  return places;
}

/** The set of these choices. */
export function setOf(places: readonly number[]): ChoiceSet {
  return places.reduce((set, place) => set | (1n << BigInt(place)), 0n);
}

function sizeOf(set: ChoiceSet): number {
  return placesOf(set).length;
}

function compare(a: ChoiceSet, b: ChoiceSet): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
