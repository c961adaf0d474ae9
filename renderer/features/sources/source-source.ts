import type { FlowQuery, FlowRow } from "../../../core/contract/flow-table.ts";
import type { SourceQuery, SourceRow } from "../../../core/contract/source-table.ts";
import { call } from "../../bridge/bridge.ts";
import type { TableSource } from "../../ui/data-table/table-source.ts";

/** The sources of a query, asked of the main process page by page. `reading` tells those of different readings apart. */
export function sourceSource(query: SourceQuery, reading: number, revision: number): TableSource<SourceRow> {
  return {
    key: JSON.stringify([reading, query]),
    revision,
    load: (offset, limit) => call("sources.page", { query, offset, limit }),
    find: async (address) => {
      const reply = await call("sources.find", { query, address });
      return reply.ok ? reply.value : null;
    },
  };
}

/** The flows of a source, in the same way. */
export function flowsOfSource(query: FlowQuery, reading: number, revision: number): TableSource<FlowRow> {
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
