import type { PacketId, PacketQuery, PacketRow } from "../../../core/contract/packet-table.ts";
import { call } from "../../bridge/bridge.ts";
import type { TableSource } from "../../ui/data-table/table-source.ts";

/** What tells a packet from all others of a case, as one text. */
export function idOfPacket({ capture, number }: PacketId): string {
  return `${capture}/${number}`;
}

/** The packet with such an id. */
export function packetOfId(id: string): PacketId {
  const slash = id.indexOf("/");
  return { capture: id.slice(0, slash), number: Number(id.slice(slash + 1)) };
}

/** The packet with such an id as the diff names it. */
export function referenceOfPacket(id: string): string {
  const { capture, number } = packetOfId(id);
  return `${capture}#${number}`;
}

/** The packets of a query, asked of the main process page by page. `reading` tells those of different readings apart. */
export function packetSource(query: PacketQuery, reading: number, revision: number): TableSource<PacketRow> {
  return {
    key: JSON.stringify([reading, query]),
    revision,
    load: async (offset, limit) => {
      const reply = await call("packets.page", { query, offset, limit });
      if (!reply.ok) return reply;
      const { value } = reply;
      if (value.kind === "page") return { ok: true, value };
      return { ok: false, error: { message: value.kind === "no-filter" ? value.message : NOT_YET } };
    },
    find: async (id) => {
      const reply = await call("packets.find", { query, ...packetOfId(id), after: null });
      return reply.ok ? (reply.value?.index ?? null) : null;
    },
  };
}

/** Why there are no packets yet. */
export const NOT_YET = "Packets are listed once all captures are read.";
