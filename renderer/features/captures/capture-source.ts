import type { CaptureQuery, CaptureRow } from "../../../core/contract/capture-table.ts";
import { call } from "../../bridge/bridge.ts";
import type { TableSource } from "../../ui/data-table/table-source.ts";

/** The files of a query, asked of the main process page by page. `reading` tells those of different readings apart. */
export function captureSource(query: CaptureQuery, reading: number, revision: number): TableSource<CaptureRow> {
  return {
    key: JSON.stringify([reading, query]),
    revision,
    load: (offset, limit) => call("captures.page", { query, offset, limit }),
    find: async (capture) => {
      const reply = await call("captures.find", { query, capture });
      return reply.ok ? reply.value : null;
    },
  };
}
