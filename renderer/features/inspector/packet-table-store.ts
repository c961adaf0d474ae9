import { PACKET_COLUMNS } from "../../../core/contract/packet-table.ts";
import { tableStore } from "../../ui/data-table/table-store.ts";

/** Columns of the list of packets, kept across restarts. */
export const packetTable = tableStore("ringprint.packet-table", PACKET_COLUMNS);
