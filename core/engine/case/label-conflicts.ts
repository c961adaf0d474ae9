import type { LabelRequest } from "../../contract/labels.ts";
import type { CaseLabel, LabelEvent } from "./labels.ts";

/** Two labels of a fingerprint that were given without knowledge of each other, in cases that were merged. */
export interface LabelConflict {
  readonly fingerprint: string;
  /** The one that holds: it was given last. */
  readonly holds: CaseLabel;
  readonly other: CaseLabel;
}

/**
 * Conflicts that nobody has decided, ascending by fingerprint. Whoever labels a fingerprint again, with both before their
 * eyes, decides: their event tells which label they found.
 */
export function labelConflicts(history: readonly LabelEvent[]): LabelConflict[] {
  const last = new Map<string, LabelEvent>();
  const conflicts = new Map<string, LabelConflict>();
  for (const event of history) {
    if (event.undone) continue;
    const { fingerprint, label, before } = event;
    const found = last.get(fingerprint)?.label ?? null;
    last.set(fingerprint, event);
    // Events of the first version do not tell what they found.
    const knew = before === undefined || saysSame(before, found);
    if (knew || label === null || found === null || saysSame(label, found)) conflicts.delete(fingerprint);
    else conflicts.set(fingerprint, { fingerprint, holds: label, other: found });
  }
  return [...conflicts.values()].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}

type Said = Pick<LabelRequest, "tool" | "family" | "variant"> | null;

function saysSame(one: Said, other: Said): boolean {
  return one?.tool === other?.tool && one?.family === other?.family && one?.variant === other?.variant;
}
