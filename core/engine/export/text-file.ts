import fs from "node:fs";
import type { ExportedTable, Row } from "./exported-table.ts";

/** Writes a table as text: what stands before the rows, each portion of rows, what stands behind them. */
export async function writeTextFile(
  { rows }: ExportedTable,
  file: string,
  text: { readonly before: string; format(rows: readonly Row[], isFirst: boolean): string; readonly behind: string },
): Promise<void> {
  const descriptor = fs.openSync(file, "wx");
  try {
    fs.writeFileSync(descriptor, text.before);
    let isFirst = true;
    for await (const portion of rows) {
      if (portion.length === 0) continue;
      fs.writeFileSync(descriptor, text.format(portion, isFirst));
      isFirst = false;
    }
    fs.writeFileSync(descriptor, text.behind);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
