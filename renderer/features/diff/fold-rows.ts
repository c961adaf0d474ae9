import type { DiffRowView } from "../../../core/contract/diff.ts";

/** A row, or the keys of equal rows in a row that are folded into one line. */
export type FoldedRow =
  | { readonly kind: "row"; readonly row: DiffRowView }
  | { readonly kind: "equal"; readonly keys: readonly string[] };

/** Rows with neighbouring equal ones folded, unless they are to be shown. */
export function foldRows(rows: readonly DiffRowView[], equalRowsShown: boolean): readonly FoldedRow[] {
  const folded: (FoldedRow & { keys?: string[] })[] = [];
  for (const row of rows) {
    if (row.kind !== "equal" || equalRowsShown) {
      folded.push({ kind: "row", row });
      continue;
    }
    const last = folded.at(-1);
    if (last?.kind === "equal") folded[folded.length - 1] = { kind: "equal", keys: [...last.keys, row.key] };
    else folded.push({ kind: "equal", keys: [row.key] });
  }
  return folded;
}
