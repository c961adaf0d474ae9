import type { PreviewedBlock, PreviewedTable } from "../../../core/contract/reader-report.ts";
import { countOf, sentenceCount } from "../../ui/numbers.ts";

/** What a section holds, in words. */
export function holdings(blocks: readonly PreviewedBlock[]): string {
  const figures = blocks.filter(({ kind }) => kind === "figure").length;
  const tables = blocks.filter(({ kind }) => kind === "table").length;
  const parts = [
    ...(figures > 0 ? [countOf(figures, "figure")] : []),
    ...(tables > 0 ? [countOf(tables, "table")] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "words only";
}

/** The rows of a table that the file has and the preview has not; null: it has all. */
export function furtherRows({ rows, inAll }: PreviewedTable): string | null {
  const further = inAll - rows.length;
  return further === 0 ? null : `… and ${countOf(further, "further row")}: the file has all ${sentenceCount(inAll)}.`;
}
