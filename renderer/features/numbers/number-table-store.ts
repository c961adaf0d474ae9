import { NUMBER_COLUMNS } from "../../../core/contract/numbers.ts";
import { tableStore } from "../../ui/data-table/table-store.ts";

/** Columns of the list of numbers and where it was scrolled to, kept across restarts. */
export const numberTable = tableStore("ringprint.number-table", NUMBER_COLUMNS);
