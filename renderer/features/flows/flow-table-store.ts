import { FLOW_COLUMNS } from "../../../core/contract/flow-table.ts";
import { tableStore } from "../../ui/data-table/table-store.ts";

/** Columns of the flow table and where it was scrolled to, kept across restarts. */
export const flowTable = tableStore("ringprint.flow-table", FLOW_COLUMNS);
