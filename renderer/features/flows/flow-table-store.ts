import { create } from "zustand";
import type { TableLayout } from "../../ui/data-table/table-layout.ts";
import { decodeFlowTable, encodeFlowTable, type FlowTable } from "./flow-table-state.ts";

const KEY = "ringprint.flow-table";

/** Columns of the flow table and where it was scrolled to, kept across restarts. */
export const useFlowTable = create<FlowTable>()(() => decodeFlowTable(readStored()));

/** Keeps how the columns are arranged. */
export function arrangeColumns(layout: TableLayout): void {
  useFlowTable.setState({ layout });
  write();
}

/** Keeps the first row seen when the table is left. */
export function leaveAtRow(firstRow: number): void {
  useFlowTable.setState({ firstRow });
  write();
}

// A full or forbidden storage costs the memory of the layout, nothing else.
function write(): void {
  try {
    localStorage.setItem(KEY, encodeFlowTable(useFlowTable.getState()));
  } catch {}
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
