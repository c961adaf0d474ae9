import { viewStrand } from "../../fingerprint/view-strand.ts";
import { evidenceOfExemplar, evidenceOfStrand } from "../evidence.ts";
import type { Rival } from "./proposal-strand.ts";
import type { SeparatorTest } from "./separators.ts";
import type { ChoiceSet } from "./smallest-cover.ts";

/** Rivals that the same separators keep out. */
export interface RivalGroup {
  /**
   * For the strand as a whole and each of its messages the separators that keep it out: a single message that fits would
   * make the strand one of several tools.
   */
  readonly rows: readonly ChoiceSet[];
  /** In no order. */
  readonly rivals: Rival[];
}

/** Rivals by what keeps them out, a rival a step. Cut strands are never claimed and left out. */
export function* groupRivals(rivals: Iterable<Rival>, test: SeparatorTest): Generator<void, RivalGroup[]> {
  const groups = new Map<string, RivalGroup>();
  for (const rival of rivals) {
    if (rival.state.cutPackets > 0) continue;
    const rows = rowsOf(rival, test);
    const name = rows.join(",");
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { rows, rivals: [rival] });
    else group.rivals.push(rival);
    yield;
  }
  return [...groups.values()];
}

/** Whether a set of separators keeps rivals of a group out, whole and message by message. */
export function keepsOut(group: RivalGroup, separators: ChoiceSet): boolean {
  return group.rows.every((row) => (row & separators) !== 0n);
}

/** Rivals of some groups. */
export function countRivals(groups: readonly RivalGroup[]): number {
  return groups.reduce((sum, { rivals }) => sum + rivals.length, 0);
}

/** The rows of a rival, ascending. Its messages are read only where masks do not tell what keeps them out. */
export function rowsOf({ state }: Rival, test: SeparatorTest): ChoiceSet[] {
  const view = viewStrand(state);
  const { rejecting, untold } = test.toldByMasks(view);
  if (untold.length === 0) return [rejecting];
  const rows = new Set([rejecting | test.rejecting(evidenceOfStrand(view), untold)]);
  if (view.exemplars.length > 1) {
    for (const exemplar of view.exemplars) {
      rows.add(rejecting | test.rejecting(evidenceOfExemplar(exemplar, view), untold));
    }
  }
  return [...rows].sort((a, b) => (a < b ? -1 : 1));
}
