import type { DuckDBConnection } from "@duckdb/node-api";
import type { EvolutionPart, EvolutionQuery, EvolutionSources, PeriodOfTool } from "../../contract/evolution.ts";
import { formatAddress } from "../../net/address.ts";
import type { SqlParameter } from "../../query/sql.ts";
import { formatPeriod, type PeriodUnit, usualUnit } from "../../report/calendar-period.ts";
import type { DayRange } from "../../report/covered-days.ts";
import { type Evolution, evolutionOf } from "../../report/evolution.ts";
import { addressOf } from "./address-of-key.ts";
import { ask } from "./ask.ts";
import { narrowedFlows } from "./narrowed-flows.ts";
import { bytesOf } from "./row-values.ts";

/** What the temporary table of a connection holds. */
const held = new WeakMap<DuckDBConnection, string>();

/** Tools over time of the flows that pass a filter, counted by the database: the rules are those of core/report/evolution.ts. */
export async function caseEvolution(
  connection: DuckDBConnection,
  query: EvolutionQuery,
  covered: readonly DayRange[],
  revision: number,
): Promise<Evolution> {
  const unit = query.unit ?? usualUnit(covered);
  await seenSources(connection, query, unit, revision);
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const periods = await rows(`SELECT period, count(*), count(*) FILTER (times > 1) FROM seen GROUP BY period`);
  const nodes = await rows(
    `SELECT period, tool, count(*), count(*) FILTER (tools > 1) FROM seen WHERE times > 1 GROUP BY period, tool`,
  );
  const links = await rows(
    `SELECT period, tool, next_period, next_tool, count(*) FROM seen WHERE next_period IS NOT NULL GROUP BY ALL`,
  );
  const [[sources, recurring] = []] = await rows(
    `SELECT count(DISTINCT source), count(DISTINCT source) FILTER (times > 1) FROM seen`,
  );
  const condition = await narrowedFlows(connection, query.flows, revision);
  const [[undated] = []] = await ask(
    connection,
    `SELECT count(*) FROM flow WHERE first_ns IS NULL AND ${condition.sql}`,
    condition,
  );
  return evolutionOf(
    {
      periods: periods.map(([period, all, more]) => ({
        period: Number(period),
        sources: Number(all),
        recurring: Number(more),
      })),
      nodes: nodes.map(([period, tool, count, several]) => ({
        ...placeOf(period, tool),
        sources: Number(count),
        severalTools: Number(several),
      })),
      links: links.map(([period, tool, nextPeriod, nextTool, count]) => ({
        from: placeOf(period, tool),
        to: placeOf(nextPeriod, nextTool),
        sources: Number(count),
      })),
      sources: Number(sources),
      recurring: Number(recurring),
      undatedFlows: Number(undated),
    },
    covered,
    unit,
  );
}

/** A stretch of the sources of a node or a link. */
export async function caseEvolutionSources(
  connection: DuckDBConnection,
  query: EvolutionQuery,
  { from, to }: EvolutionPart,
  covered: readonly DayRange[],
  revision: number,
  offset: number,
  limit: number,
): Promise<EvolutionSources> {
  const unit = query.unit ?? usualUnit(covered);
  await seenSources(connection, query, unit, revision);
  const at = ({ period, tool }: PeriodOfTool): SqlParameter[] => [
    { type: "BIGINT", value: BigInt(periodNumber(period)) },
    { type: "VARCHAR", value: tool ?? "" },
  ];
  const isNext = to === null ? "" : "AND next_period = ? AND coalesce(next_tool, '') = ?";
  const isPart = {
    sql: `times > 1 AND period = ? AND coalesce(tool, '') = ? ${isNext}`,
    parameters: [...at(from), ...(to === null ? [] : at(to))],
  };
  const [[total] = []] = await ask(connection, `SELECT count(*) FROM seen WHERE ${isPart.sql}`, isPart);
  const found = await ask(
    connection,
    `WITH wanted AS (SELECT source FROM seen WHERE ${isPart.sql} ORDER BY source LIMIT ${limit} OFFSET ${offset})
     SELECT source, period, tool, tools, packets::DOUBLE FROM seen WHERE source IN (FROM wanted) ORDER BY source, period`,
    isPart,
  );
  const sources = new Map<string, EvolutionSources["sources"][number]["seen"][number][]>();
  for (const [source, period, tool, tools, packets] of found) {
    const address = formatAddress(addressOf(bytesOf(source)));
    const place = placeOf(period, tool);
    const one = {
      ...place,
      period: formatPeriod(place.period, unit),
      tools: Number(tools),
      packets: Number(packets),
    };
    const known = sources.get(address);
    if (known === undefined) sources.set(address, [one]);
    else known.push(one);
  }
  return { total: Number(total), sources: Array.from(sources, ([address, seen]) => ({ address, seen })) };
}

/** Puts what each source was seen as into the table `seen`, a row for each of its periods. */
async function seenSources(
  connection: DuckDBConnection,
  { flows }: EvolutionQuery,
  unit: PeriodUnit,
  revision: number,
): Promise<void> {
  const question = JSON.stringify([revision, flows.text, flows.span, unit]);
  if (held.get(connection) === question) return;
  held.delete(connection);
  const condition = await narrowedFlows(connection, flows, revision);
  await ask(
    connection,
    `CREATE OR REPLACE TEMP TABLE seen AS
     WITH dated AS (
       SELECT id, source, packets, ${PERIOD[unit]} AS period
       FROM (SELECT id, source, packets, ${DATE} AS date FROM flow WHERE first_ns IS NOT NULL AND ${condition.sql})
     ), sent AS (
       SELECT d.source, d.period, s.tool, sum(s.packets)::HUGEINT AS packets
       FROM dated d JOIN strand s ON s.flow = d.id WHERE s.tool IS NOT NULL GROUP BY ALL
     ), named AS (
       SELECT source, period, arg_min(tool, struct_pack(fewer := -packets, tool := tool)) AS tool, count(*) AS tools
       FROM sent GROUP BY ALL
     ), periods AS (
       SELECT source, period, sum(packets) AS packets FROM dated GROUP BY ALL
     )
     SELECT p.source, p.period, n.tool, coalesce(n.tools, 0) AS tools, p.packets,
       count(*) OVER (PARTITION BY p.source) AS times,
       lead(p.period) OVER (PARTITION BY p.source ORDER BY p.period) AS next_period,
       lead(n.tool) OVER (PARTITION BY p.source ORDER BY p.period) AS next_tool
     FROM periods p LEFT JOIN named n ON n.source = p.source AND n.period = p.period`,
    condition,
  );
  held.set(connection, question);
}

const DAY_NS = 86_400_000_000_000n;
/** The UTC day of a flow's first packet. Casts of nanoseconds before 1970 round towards it, days must not. */
const DATE = `DATE '1970-01-01' + ((first_ns - ((first_ns % ${DAY_NS}) + ${DAY_NS}) % ${DAY_NS}) // ${DAY_NS})::INTEGER`;

/** Numbers of periods, as `periodOfDay` gives them. */
const PERIOD: Readonly<Record<PeriodUnit, string>> = {
  month: "year(date) * 12 + month(date) - 1",
  year: "year(date)",
};

/** The number of a period that is written as 2020, or 2020-03. */
function periodNumber(text: string): number {
  const [year, month] = text.split("-").map(Number);
  return month === undefined ? (year ?? 0) : (year ?? 0) * 12 + month - 1;
}

function placeOf(period: unknown, tool: unknown) {
  return { period: Number(period), tool: tool === null ? null : String(tool) };
}
