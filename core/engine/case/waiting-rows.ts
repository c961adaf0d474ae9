import { blobValue, type DuckDBValue } from "@duckdb/node-api";
import type { IpAddress } from "../../net/address.ts";
import type { JudgedStrand } from "../../report/strand-report.ts";
import type { BulkAppend } from "./bulk-append.ts";
import { OutlineWriter } from "./stored-outlines.ts";

/** Rows that wait to be appended together. */
const ROWS_AT_ONCE = 1024;

/** Rows until there are enough of them to append. */
export class WaitingRows {
  private readonly append: BulkAppend;
  private columns: DuckDBValue[][] = [];
  private rows = 0;

  constructor(append: BulkAppend) {
    this.append = append;
  }

  add(values: readonly DuckDBValue[]): void {
    for (const [column, value] of values.entries()) {
      const known = this.columns[column];
      if (known === undefined) this.columns[column] = [value];
      else known.push(value);
    }
    this.rows += 1;
    if (this.rows === ROWS_AT_ONCE) this.hand();
  }

  close(): void {
    if (this.rows > 0) this.hand();
    this.append.close();
  }

  drop(): void {
    this.append.drop();
  }

  private hand(): void {
    this.append.append(this.columns, this.rows);
    this.columns = [];
    this.rows = 0;
  }
}

/** Outlines until there are enough of them for a row. */
export class OutlineRows {
  private readonly append: BulkAppend;
  private writer = new OutlineWriter();
  private rows = 0;
  private latestSource: IpAddress | null = null;

  constructor(append: BulkAppend) {
    this.append = append;
  }

  /** Adds a strand. All strands of a source are in one row, so that sources can be counted row by row. */
  add(source: IpAddress, { flowId, strand: { localId, state }, told }: JudgedStrand): void {
    if (this.writer.isFull && source !== this.latestSource) this.hand();
    this.latestSource = source;
    this.writer.add(source, flowId, localId, state, told);
  }

  close(): void {
    if (!this.writer.isEmpty) this.hand();
    this.append.close();
  }

  drop(): void {
    this.append.drop();
  }

  /** Rows are large: none waits for others. */
  private hand(): void {
    const { shapes, strands } = this.writer.bytes();
    this.append.append([[this.rows], [blobValue(shapes)], [blobValue(strands)]], 1);
    this.append.flush();
    this.rows += 1;
    this.writer = new OutlineWriter();
  }
}
