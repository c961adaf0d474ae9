import { CAMPAIGN_COLUMNS } from "../../../core/contract/campaigns.ts";
import { tableStore } from "../../ui/data-table/table-store.ts";

/** Columns of the list of campaigns and where it was scrolled to, kept across restarts. */
export const campaignTable = tableStore("ringprint.campaign-table", CAMPAIGN_COLUMNS);
