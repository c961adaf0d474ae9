import type { RowPage } from "./block-cache.ts";

/** What answers a request for rows: a page, or why there is none. */
export type RowReply<Row> =
  | { readonly ok: true; readonly value: RowPage<Row> }
  | { readonly ok: false; readonly error: { readonly message: string } };

/** Where a table has its rows from. The table asks, the source answers; make a new one when the question changes. */
export interface TableSource<Row> {
  /** Tells this question (filter and order) from others. */
  readonly key: string;
  /** Rises when newer rows can be asked for. */
  readonly revision: number;
  readonly load: (offset: number, limit: number) => Promise<RowReply<Row>>;
  /** Index of a row among all that match; null where it is not among them. */
  readonly find: (id: string) => Promise<number | null>;
}
