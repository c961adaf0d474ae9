/** What a cell holds. Times are text: RFC 3339 in UTC with nine decimals. */
export type CellType = "text" | "integer" | "real";

/** A value of a table; null is unknown. */
export type Cell = string | number | null;

/** A row, with a cell for each column. */
export type Row = readonly Cell[];

/** A table on its way out: the same columns and values whatever it is written as. */
export interface ExportedTable {
  readonly columns: readonly { readonly name: string; readonly type: CellType }[];
  /** Rows by portions, in an order that depends on nothing but the values. */
  readonly rows: AsyncIterable<readonly Row[]>;
}

/** How a table is written. */
export const EXPORT_FORMATS = ["csv", "json", "parquet"] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Writes a table to a file that is not there yet. Rejects where the file cannot be written. */
export type TableWriter = (table: ExportedTable, file: string) => Promise<void>;
