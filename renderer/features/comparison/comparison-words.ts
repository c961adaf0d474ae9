import type { ComparedRow, Comparison } from "../../../core/contract/comparison.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";

type Compared = Extract<Comparison, { kind: "compared" }>;
type Count = Compared["counts"][number];

/** What of the rows is shown. */
export interface ShownRows {
  readonly what: ComparedRow["what"] | null;
  readonly change: ComparedRow["change"] | null;
  readonly words: string;
}

/** What differs, in a sentence. */
export function comparisonSentence(counts: readonly Count[]): string {
  const parts = (["tool", "fingerprint", "source"] as const).map((what) => {
    const of = (change: ComparedRow["change"]) =>
      counts.find((count) => count.what === what && count.change === change)?.count ?? 0;
    return `${countOf(of("gained"), what)} gained, ${formatCount(of("lost"))} lost, ${formatCount(of("changed"))} changed`;
  });
  return `${parts.join("; ")}.`;
}

/** The rows that are shown, in their order. */
export function shownRows(rows: readonly ComparedRow[], { what, change, words }: ShownRows): readonly ComparedRow[] {
  const wanted = words.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (what === null || row.what === what) &&
      (change === null || row.change === change) &&
      `${row.id} ${row.name ?? ""} ${toolWords(row)}`.toLowerCase().includes(wanted),
  );
}

/** How many of the rows that are wanted the list does not hold: it has the largest of each kind. */
export function notListed({ rows, counts }: Pick<Compared, "rows" | "counts">, { what, change }: ShownRows): number {
  const isWanted = (one: Pick<ComparedRow, "what" | "change">) =>
    (what === null || one.what === what) && (change === null || one.change === change);
  const inAll = counts.filter(isWanted).reduce((sum, { count }) => sum + count, 0);
  return inAll - rows.filter(isWanted).length;
}

/** Tools of a fingerprint or source, there and here where these differ; of a tool none. */
export function toolWords({ what, before, after }: ComparedRow): string {
  if (what === "tool") return "";
  const [there, here] = [toolsOf(before), toolsOf(after)];
  return there === null || there === here ? (here ?? "") : here === null ? there : `${there}, now ${here}`;
}

function toolsOf(side: ComparedRow["before"]): string | null {
  if (side === null) return null;
  return side.tools.length === 0 ? "unknown" : side.tools.join(", ");
}
