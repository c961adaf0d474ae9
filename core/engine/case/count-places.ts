import type { DuckDBConnection } from "@duckdb/node-api";
import type { FlowCondition } from "../../contract/flow-table.ts";
import type { CountedPlaces } from "../../report/places.ts";
import { ask } from "./ask.ts";
import { narrowedFlows } from "./narrowed-flows.ts";

/** Sources and packets of the flows that pass a filter, by the places that are noted in the case. */
export async function countPlacesOfCase(
  connection: DuckDBConnection,
  asked: FlowCondition,
  revision: number,
): Promise<CountedPlaces> {
  const condition = await narrowedFlows(connection, asked, revision);
  // A flow is of one source, so what is counted of each source adds up.
  const places = await ask(
    connection,
    `SELECT grouping(p.country), p.country, count(f.source), coalesce(sum(f.packets), 0)::DOUBLE, coalesce(sum(f.flows), 0)::DOUBLE
     FROM (SELECT source, sum(packets) AS packets, count(*) AS flows FROM flow WHERE ${condition.sql} GROUP BY source) f
     LEFT JOIN place p ON p.source = f.source
     GROUP BY GROUPING SETS ((), (p.country))`,
    condition,
  );
  const isAll = asked.text.trim() === "" && asked.span === null;
  const tools = await ask(
    connection,
    `WITH of_flow AS (
       SELECT source, tool, flow, sum(packets) AS packets FROM strand
       ${isAll ? "" : `WHERE flow IN (SELECT id FROM flow WHERE ${condition.sql})`} GROUP BY ALL
     ), of_source AS (
       SELECT source, tool, sum(packets) AS packets, count(*) AS flows FROM of_flow GROUP BY ALL
     )
     SELECT grouping(p.country), p.country, s.tool, count(*), sum(s.packets)::DOUBLE, sum(s.flows)::DOUBLE
     FROM of_source s LEFT JOIN place p ON p.source = s.source
     GROUP BY GROUPING SETS ((s.tool), (p.country, s.tool))`,
    condition,
  );
  const countsOf = ([sources, packets, flows]: readonly unknown[]) => ({
    sources: Number(sources),
    packets: Number(packets),
    flows: Number(flows),
  });
  const textOf = (value: unknown) => (value === null ? null : String(value));
  // `grouping` is 1 where a column is summed over.
  const isOf = (row: readonly unknown[], summed: 0 | 1) => Number(row[0]) === summed;
  const all = places.find((row) => isOf(row, 1)) ?? [1, null, 0, 0, 0];
  return {
    all: countsOf(all.slice(2)),
    countries: places
      .filter((row) => isOf(row, 0))
      .map(([, country, ...counts]) => ({ country: textOf(country), ...countsOf(counts) })),
    tools: tools
      .filter((row) => isOf(row, 1))
      .map(([, , tool, ...counts]) => ({ tool: textOf(tool), ...countsOf(counts) })),
    ofTools: tools
      .filter((row) => isOf(row, 0))
      .map(([, country, tool, ...counts]) => ({ country: textOf(country), tool: textOf(tool), ...countsOf(counts) })),
  };
}
