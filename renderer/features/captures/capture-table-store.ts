import { CAPTURE_COLUMNS } from "../../../core/contract/capture-table.ts";
import { tableStore } from "../../ui/data-table/table-store.ts";

/** Columns of the list of captures and where it was scrolled to, kept across restarts. */
export const captureTable = tableStore("ringprint.capture-table", CAPTURE_COLUMNS);
