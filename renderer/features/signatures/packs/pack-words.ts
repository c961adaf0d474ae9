import type { KnownKey } from "../../../../core/contract/keys.ts";
import type { ImportedRow } from "../../../../core/contract/packs.ts";
import { countOf } from "../../../ui/numbers.ts";

/** What would become of a signature, in a word or two. */
export const IMPORT_WORDS: Readonly<Record<ImportedRow["kind"], string>> = {
  new: "new",
  changed: "changed",
  identical: "identical",
  conflicting: "conflicts",
  left: "left out",
};

/** How a list of signatures is ordered: what asks for a decision first. */
const RANK: Readonly<Record<ImportedRow["kind"], number>> = {
  conflicting: 0,
  changed: 1,
  new: 2,
  left: 3,
  identical: 4,
};

/** What needs a decision first, then ascending by id. What was left out stays where it stood. */
export function byDecision(rows: readonly ImportedRow[], stood: readonly string[]): readonly ImportedRow[] {
  const place = new Map(stood.map((id, index) => [id, index]));
  const known = (row: ImportedRow) => place.get(row.signature) ?? stood.length;
  return [...rows].sort(
    (a, b) => known(a) - known(b) || RANK[a.kind] - RANK[b.kind] || (a.signature < b.signature ? -1 : 1),
  );
}

/** What an import would do, in a sentence. */
export function importSentence(rows: readonly ImportedRow[]): string {
  const count = (kind: ImportedRow["kind"]) => rows.filter((row) => row.kind === kind).length;
  const parts = [
    `${count("new")} new`,
    `${count("changed")} changed`,
    `${count("identical")} identical`,
    `${count("conflicting")} conflicting`,
    ...(count("left") > 0 ? [`${count("left")} left out`] : []),
  ];
  return `${countOf(rows.length, "signature")}: ${parts.join(", ")}.`;
}

/** Why nothing can be imported as it is chosen; null where it can. */
export function whyNotImported(rows: readonly ImportedRow[]): string | null {
  const conflicting = rows.filter(({ kind }) => kind === "conflicting").length;
  if (conflicting > 0) {
    const conflict = conflicting === 1 ? "conflicts" : "conflict";
    return `${countOf(conflicting, "signature")} ${conflict} with the library. Leave out what conflicts to import the others.`;
  }
  if (rows.some(({ kind }) => kind === "new" || kind === "changed")) return null;
  return "There is nothing to import: the case has all of it already, or it is left out.";
}

/** A key in groups that the eye can compare. */
export function keyText(publicKey: string): string {
  return (publicKey.match(/.{1,8}/g) ?? []).join(" ");
}

/** Whose a key is, and what it is good for. */
export const KEY_WORDS: Readonly<Record<KnownKey["kind"], string>> = {
  own: "yours: packs can be sealed with it",
  missing: "▲ yours, but its file is not where it was",
  trusted: "somebody else's, trusted",
};

/** The public key that a text spells; null: none. */
export function keyIn(text: string): string | null {
  const digits = text.replace(/[\s:]/g, "").toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}
