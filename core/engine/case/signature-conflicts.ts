import type { OwnSignature } from "../../signature/own-signatures.ts";
import type { SignatureRevision } from "./own-signatures.ts";

/** What somebody made of a signature. */
export interface WrittenStand {
  /** Null: it is as packs have it. */
  readonly stand: OwnSignature | null;
  readonly author: string;
  readonly atMs: number;
}

/** A signature that was written differently, without knowledge of each other, in cases that were merged. */
export interface SignatureConflict {
  readonly id: string;
  /** What holds: it was written last. */
  readonly holds: WrittenStand;
  readonly other: WrittenStand;
}

/**
 * Conflicts that nobody has decided, ascending by id. Whoever writes the signature again, with both before their eyes,
 * decides: their event tells what they found.
 */
export function signatureConflicts(revisions: readonly SignatureRevision[]): SignatureConflict[] {
  const last = new Map<string, WrittenStand>();
  const conflicts = new Map<string, SignatureConflict>();
  for (const { undone, author, atMs, changes } of revisions) {
    if (undone) continue;
    for (const { id, before, after } of changes) {
      const found = last.get(id);
      const written = { stand: after, author, atMs };
      last.set(id, written);
      if (found === undefined || isSame(before, found.stand) || isSame(after, found.stand)) conflicts.delete(id);
      else conflicts.set(id, { id, holds: written, other: found });
    }
  }
  return [...conflicts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whatever the order in which keys were written. */
function isSame(one: OwnSignature | null, other: OwnSignature | null): boolean {
  return textOf(one) === textOf(other);
}

function textOf(stand: OwnSignature | null): string {
  return JSON.stringify(stand, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
