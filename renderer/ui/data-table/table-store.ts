import { create, type StoreApi, type UseBoundStore } from "zustand";
import type { TableLayout } from "./table-layout.ts";
import { decodeTableMemory, encodeTableMemory, type TableMemory } from "./table-memory.ts";

/** Columns of a table and where it was scrolled to, kept across restarts. */
export interface TableStore {
  readonly use: UseBoundStore<StoreApi<TableMemory>>;
  /** Keeps how the columns are arranged. */
  readonly arrangeColumns: (layout: TableLayout) => void;
  /** Keeps the first row seen when the table is left. */
  readonly leaveAtRow: (firstRow: number) => void;
}

/** The memory of the table with these columns, stored under a key of its own. */
export function tableStore(key: string, columns: readonly string[]): TableStore {
  const use = create<TableMemory>()(() => decodeTableMemory(readStored(key), columns));
  const keep = (change: Partial<TableMemory>) => {
    use.setState(change);
    // A full or forbidden storage costs the memory of the layout, nothing else.
    try {
      localStorage.setItem(key, encodeTableMemory(use.getState()));
    } catch {}
  };
  return { use, arrangeColumns: (layout) => keep({ layout }), leaveAtRow: (firstRow) => keep({ firstRow }) };
}

function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
