import { countOf, sentenceCount } from "../numbers.ts";
import type { CopiedRows } from "./table-text.ts";

/** How many rows a list has; null before they are counted. */
export function describeRows(
  counts: { readonly matching: number; readonly total: number } | null,
  noun: string,
): string {
  if (counts === null) return `${noun}s not counted yet`;
  if (counts.matching === counts.total) return countOf(counts.total, noun);
  return `${sentenceCount(counts.matching)} of ${countOf(counts.total, noun)} match`;
}

/** What is selected: the marked rows, else the row that is inspected, with its place in the list. */
export function describeSelection(
  marked: number,
  selected: string | null,
  index: number | null | undefined,
  noun: string,
): string {
  if (marked > 0) return `selection ${sentenceCount(marked)}`;
  if (selected === null) return "none selected";
  if (index === null) return `1 selected, not among these ${noun}s`;
  return index === undefined ? "1 selected" : `1 selected, row ${sentenceCount(index + 1)}`;
}

/** What came of copying rows; `said` is what the clipboard says of it. */
export function describeCopied(copied: CopiedRows, said: string, noun: string): string {
  if (!copied.ok) return `Not copied: ${copied.message}`;
  if (said !== "Copied") return said;
  const left = copied.left === 0 ? "" : `; no room for ${countOf(copied.left, "further one")}`;
  return `Copied ${countOf(copied.rows, noun)}${left}`;
}
