import { FINGERPRINT_COLUMNS } from "../../../core/contract/fingerprint-table.ts";
import { tableStore } from "../../ui/data-table/table-store.ts";

/** Columns of the list of fingerprints and where it was scrolled to, kept across restarts. */
export const fingerprintTable = tableStore("ringprint.fingerprint-table", FINGERPRINT_COLUMNS);
