import type { FingerprintQuery, FingerprintRow } from "../../../core/contract/fingerprint-table.ts";
import { call } from "../../bridge/bridge.ts";
import type { TableSource } from "../../ui/data-table/table-source.ts";

/** Why there are no groups of fingerprints yet. */
export const NOT_YET = "Fingerprints are listed once all captures are read.";

/** The groups of a query, asked of the main process page by page. `reading` tells those of different readings apart. */
export function fingerprintSource(
  query: FingerprintQuery,
  reading: number,
  revision: number,
): TableSource<FingerprintRow> {
  return {
    key: JSON.stringify([reading, query]),
    revision,
    load: async (offset, limit) => {
      const reply = await call("fingerprints.page", { query, offset, limit });
      if (!reply.ok) return reply;
      return reply.value.kind === "page"
        ? { ok: true, value: reply.value }
        : { ok: false, error: { message: NOT_YET } };
    },
    find: async (fingerprint) => {
      const reply = await call("fingerprints.find", { query, fingerprint });
      return reply.ok ? reply.value : null;
    },
  };
}
