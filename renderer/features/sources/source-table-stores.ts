import { SOURCE_COLUMNS } from "../../../core/contract/source-table.ts";
import { tableStore } from "../../ui/data-table/table-store.ts";
import { flowListColumns } from "./flow-list-columns.tsx";

/** Columns of the list of sources and where it was scrolled to, kept across restarts. */
export const sourceTable = tableStore("ringprint.source-table", SOURCE_COLUMNS);

/** The same of the list of a source's flows. */
export const flowListTable = tableStore(
  "ringprint.source-flow-table",
  flowListColumns(new Map()).map(({ name }) => name),
);
