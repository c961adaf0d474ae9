import { SIGNATURE_COLUMNS } from "../../../core/contract/signatures.ts";
import { tableStore } from "../../ui/data-table/table-store.ts";

/** Columns of the list of signatures and where it was scrolled to, kept across restarts. */
export const signatureTable = tableStore("ringprint.signature-table", SIGNATURE_COLUMNS);
