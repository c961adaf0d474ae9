import type { FlowQuery, FlowRow } from "../../../core/contract/flow-table.ts";
import { call } from "../../bridge/bridge.ts";
import type { TableSource } from "../../ui/data-table/table-source.ts";

/**
 * The flows of a query, asked of the main process page by page. Rows of one reading are no answer in another one, whose
 * revisions start again; `reading` tells them apart.
 */
export function flowSource(query: FlowQuery, reading: number, revision: number): TableSource<FlowRow> {
  return {
    key: JSON.stringify([reading, query]),
    revision,
    load: (offset, limit) => call("flows.page", { query, offset, limit }),
    find: async (flow) => {
      const reply = await call("flows.find", { query, flow });
      return reply.ok ? reply.value : null;
    },
  };
}
