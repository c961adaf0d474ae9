import type { Prefix } from "../../behaviour/telescope.ts";
import { leaksInText } from "../../pack/leak-guard.ts";
import type { ExportedTable, Row } from "./exported-table.ts";

/** Looks at tables on their way out for addresses of the telescope, in whatever form (spec section 10). */
export class TelescopeWatch {
  /** Whether any cell held one. */
  found = false;
  private readonly telescope: readonly Prefix[];

  constructor(telescope: readonly Prefix[]) {
    this.telescope = telescope;
  }

  /** The same table; its rows are looked at as they go. */
  over({ columns, rows }: ExportedTable): ExportedTable {
    return { columns, rows: this.watched(rows) };
  }

  private async *watched(rows: ExportedTable["rows"]): ExportedTable["rows"] {
    for await (const portion of rows) {
      this.found ||= portion.some((row) => this.givesAway(row));
      yield portion;
    }
  }

  private givesAway(row: Row): boolean {
    return row.some((cell) => typeof cell === "string" && leaksInText(cell, this.telescope).length > 0);
  }
}
