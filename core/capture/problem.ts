/**
 * What a problem does to the counts. `stopped`: nothing behind it was read. `left-out`: packets were skipped or could
 * not be decoded, and reading went on. `noted`: everything was read.
 */
export type ProblemEffect = "stopped" | "left-out" | "noted";

/** What a kind of problem says of itself. Half sentences without a full stop join to `found; kept.` */
export interface ProblemWords {
  readonly effect: ProblemEffect;
  /** What was found. */
  readonly found: string;
  /** What was done with it and what was kept. */
  readonly kept: string;
  /** What it means for the results, and what can be done. One or two whole sentences. */
  readonly meaning: string;
}

/** All problems of one kind in one capture. */
export interface Problem extends ProblemWords {
  readonly code: string;
  readonly count: number;
  /** Number of the first packet concerned; null where no packet is, or where it was skipped and so has no number. */
  readonly firstPacket: number | null;
  /** Where the first record or block concerned starts, in bytes of the decompressed stream; null where none is. */
  readonly firstOffset: number | null;
}

/** Where in a capture something is. */
export type ProblemPlace = Pick<Problem, "firstPacket" | "firstOffset">;

/** A problem that concerns a file and no place in it. */
export const NO_PLACE: ProblemPlace = { firstPacket: null, firstOffset: null };

/** Counts problems by kind and keeps the first place of each. Owned by one reader. */
export class ProblemLog {
  readonly #problems = new Map<string, Problem>();

  /** Counts a problem. Of one kind, the words are those of the first. */
  note(code: string, words: ProblemWords, place: ProblemPlace): void {
    const known = this.#problems.get(code);
    this.#problems.set(
      code,
      known === undefined ? { code, ...words, count: 1, ...place } : { ...known, count: known.count + 1 },
    );
  }

  /** In the order of first appearance, one entry per code. */
  list(): readonly Problem[] {
    return [...this.#problems.values()];
  }
}

/** One sentence: what was found, and what was kept. */
export function messageOf({ found, kept }: ProblemWords): string {
  return `${found}; ${kept}.`;
}
