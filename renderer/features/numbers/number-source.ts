import type { NumberQuery, NumberRow } from "../../../core/contract/numbers.ts";
import { call } from "../../bridge/bridge.ts";
import type { TableSource } from "../../ui/data-table/table-source.ts";

/** The numbers of a query, asked of the main process page by page. `reading` tells those of different readings apart. */
export function numberSource(query: NumberQuery, reading: number, revision: number): TableSource<NumberRow> {
  return {
    key: JSON.stringify([reading, query]),
    revision,
    load: (offset, limit) => call("numbers.page", { query, offset, limit }),
    find: async (number) => {
      const reply = await call("numbers.find", { query, number });
      return reply.ok ? reply.value : null;
    },
  };
}
