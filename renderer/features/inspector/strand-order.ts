import type { StrandRow } from "../../../core/contract/inspection.ts";

/** Strands with most packets first; equal ones as they come. */
export function orderStrands(strands: readonly StrandRow[]): readonly StrandRow[] {
  return [...strands].sort((a, b) => b.packets - a.packets);
}

/** The strand that is shown: the one chosen before where it is of this flow, else the one with most packets. */
export function chooseStrand(strands: readonly StrandRow[], wanted: string | null): StrandRow | null {
  return strands.find(({ id }) => id === wanted) ?? orderStrands(strands)[0] ?? null;
}
