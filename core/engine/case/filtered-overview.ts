import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import type { FlowQuery } from "../../contract/flow-table.ts";
import type { FilteredOverview, Overview, Timeline } from "../../contract/overview.ts";
import { countMethod, type MethodCounts } from "../../flow/method-counts.ts";
import type { GeoTable } from "../../geography/geo-table.ts";
import type { SqlCondition } from "../../query/sql.ts";
import { locatedSource, usedTable } from "../../report/located-source.ts";
import { mostFirst } from "../../report/most-first.ts";
import { formatTime } from "../../report/time-text.ts";
import { addressOf } from "./address-of-key.ts";
import { ask } from "./ask.ts";
import { flowCondition } from "./flow-columns.ts";

/** Sources listed at most. */
const TOP_SOURCES = 20;

/** The flows that pass, for the time of one question: the filter is applied once, and asked of in many ways. */
const PASSING = "passing_flow";

/**
 * The overview of the flows that pass a filter, made by the database. `overview`: that of all flows, whose bins of time
 * and names of tools it shares. `ofRules`: which captures `c` are shown.
 */
export async function filteredOverview(
  connection: DuckDBConnection,
  query: Pick<FlowQuery, "text" | "span">,
  overview: Overview,
  ofRules: SqlCondition,
  geoTables: readonly GeoTable[],
): Promise<Extract<FilteredOverview, { kind: "filtered" }>> {
  const flows = flowCondition(query);
  await ask(
    connection,
    `CREATE OR REPLACE TEMP TABLE ${PASSING} AS
      SELECT id, source, source_text, first_ns, last_ns, packets, packets_by_method, strategy
      FROM flow WHERE ${flows.sql}`,
    flows,
  );
  try {
    return await overviewOfPassing(connection, overview, ofRules, geoTables);
  } finally {
    await connection.run(`DROP TABLE ${PASSING}`);
  }
}

async function overviewOfPassing(
  connection: DuckDBConnection,
  overview: Overview,
  ofRules: SqlCondition,
  geoTables: readonly GeoTable[],
): Promise<Extract<FilteredOverview, { kind: "filtered" }>> {
  const asked = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const [totals = []] = await asked(`SELECT count(*), count(DISTINCT source), coalesce(sum(packets), 0)::DOUBLE,
    min(first_ns), max(last_ns), coalesce(sum(packets) FILTER (first_ns IS NULL), 0)::DOUBLE,
    (SELECT count(*) FROM flow) FROM ${PASSING}`);
  const [flows, sources, packets, first, last, undated, allFlows] = totals;
  const { tools, unnamed } = await toolsOf(asked, overview);
  const indexed = await countInIndex(connection, ofRules, overview.timeline);
  return {
    kind: "filtered",
    allFlows: Number(allFlows),
    notIndexed: indexed.notIndexed,
    firstPacketAt: timeOf(first),
    lastPacketAt: timeOf(last),
    packets: Number(packets),
    classes: [["sipRequest", Number(packets)]],
    sources: Number(sources),
    flows: Number(flows),
    setAside: { sources: 0, flows: 0, packets: 0 },
    destinations: indexed.destinations,
    methods: await methodsOf(asked),
    timeline: indexed.timeline === null ? null : { ...indexed.timeline, undated: Number(undated) },
    tools,
    toolsPending: false,
    unnamed,
    topSources: await topSourcesOf(connection, asked, ofRules, geoTables),
    geoTables: geoTables.map(usedTable),
  };
}

type Asked = (sql: string) => Promise<(readonly DuckDBValue[])[]>;

async function methodsOf(asked: Asked): Promise<[string, number][]> {
  const counted = await asked(`SELECT e.key, sum(e.value)::DOUBLE
    FROM (SELECT unnest(map_entries(packets_by_method)) AS e FROM ${PASSING}) GROUP BY e.key`);
  const methods: MethodCounts = new Map();
  for (const [method, packets] of counted) countMethod(methods, String(method), Number(packets));
  return mostFirst(methods);
}

async function toolsOf(asked: Asked, overview: Overview): Promise<Pick<Overview, "tools" | "unnamed">> {
  const strands = `${PASSING} m JOIN strand s ON s.flow = m.id`;
  const counted = await asked(`SELECT s.tool, sum(s.packets)::DOUBLE, count(DISTINCT s.flow), count(DISTINCT s.source),
    count(DISTINCT s.fingerprint) FROM ${strands} GROUP BY s.tool`);
  const strategies = await asked(
    `SELECT s.tool, m.strategy, count(DISTINCT s.flow) FROM ${strands} WHERE s.tool IS NOT NULL GROUP BY ALL`,
  );
  const known = new Map(overview.tools.map((tool) => [tool.id, tool]));
  const tools = counted.flatMap(([tool, packets, flows, sources]): Overview["tools"] => {
    const named = typeof tool === "string" ? known.get(tool) : undefined;
    if (named === undefined) return [];
    const own = strategies.filter(([of]) => of === tool);
    return [
      {
        id: named.id,
        name: named.name,
        family: named.family,
        packets: Number(packets),
        flows: Number(flows),
        sources: Number(sources),
        strategies: mostFirst(own.map(([, strategy, count]): [string, number] => [String(strategy), Number(count)])),
      },
    ];
  });
  const [, packets = 0, flows = 0, sources = 0, fingerprints = 0] = counted.find(([tool]) => tool === null) ?? [];
  return {
    tools: tools.sort((a, b) => b.packets - a.packets || (a.id < b.id ? -1 : 1)),
    unnamed: {
      packets: Number(packets),
      flows: Number(flows),
      sources: Number(sources),
      fingerprints: Number(fingerprints),
    },
  };
}

/**
 * Packets of the flows that pass, in the packet index: those of their sources between their first and last packets.
 * `sources`: of which of their sources. Both sides are joined by source and day, so that a packet is compared with the
 * flows of one day and not with all of its source. (An ASOF JOIN would say the same, but DuckDB 1.5 answers it wrongly
 * where packets have no flow.)
 */
function packetsOfFlows(ofRules: SqlCondition, columns: string, sources = "true"): SqlCondition {
  const ofCaptures = `p.capture IN (SELECT c.id FROM capture c WHERE ${ofRules.sql})`;
  const passing = `FROM ${PASSING} WHERE ${sources}`;
  const day = (time: string) => `${time} // 86400000000000`;
  return {
    sql: `SELECT ${columns} FROM packet p JOIN (
        SELECT source, first_ns, last_ns, unnest(range(${day("first_ns")}, ${day("last_ns")} + 1)) AS day ${passing}
      ) f ON p.source = f.source AND ${day("p.time_ns")} = f.day AND p.time_ns BETWEEN f.first_ns AND f.last_ns
      WHERE ${ofCaptures}
      UNION ALL SELECT ${columns} FROM packet p
      WHERE p.time_ns IS NULL AND p.source IN (SELECT source ${passing} AND first_ns IS NULL) AND ${ofCaptures}`,
    parameters: [...ofRules.parameters, ...ofRules.parameters],
  };
}

/** What only the packet index tells of the flows: distinct destinations, and packets over time in the bins of all. */
async function countInIndex(
  connection: DuckDBConnection,
  ofRules: SqlCondition,
  bins: Timeline | null,
): Promise<{ readonly destinations: number; readonly timeline: Timeline | null; readonly notIndexed: number }> {
  const missing = `SELECT count(*) FROM capture c WHERE ${ofRules.sql} AND NOT c.indexed AND c.requests > 0`;
  const [[notIndexed] = []] = await ask(connection, missing, ofRules);
  const { binSeconds, startSeconds } = bins ?? { binSeconds: 1, startSeconds: 0 };
  const bin = `(p.time_ns - ${startSeconds}000000000) // ${binSeconds}000000000`;
  const packets = packetsOfFlows(ofRules, `p.destination AS destination, ${bin} AS bin`);
  const [[destinations] = []] = await ask(
    connection,
    `SELECT count(DISTINCT destination) FROM (${packets.sql})`,
    packets,
  );
  const counts = { destinations: Number(destinations), notIndexed: Number(notIndexed) };
  if (bins === null) return { ...counts, timeline: null };
  const found = await ask(
    connection,
    `SELECT bin, count(*) FROM (${packets.sql}) WHERE bin IS NOT NULL GROUP BY bin`,
    packets,
  );
  const requests = bins.requests.map(() => 0);
  for (const [at, count] of found) requests[Number(at)] = Number(count);
  return { ...counts, timeline: { ...bins, requests, others: requests.map(() => 0) } };
}

/** The sources with most packets in these flows, by these flows alone. */
async function topSourcesOf(
  connection: DuckDBConnection,
  asked: Asked,
  ofRules: SqlCondition,
  geoTables: readonly GeoTable[],
): Promise<Overview["topSources"]> {
  const top = await asked(
    `SELECT source_text, sum(packets)::DOUBLE AS sent, count(*), min(first_ns), max(last_ns), hex(source)
      FROM ${PASSING} GROUP BY source, source_text ORDER BY sent DESC, source_text LIMIT ${TOP_SOURCES}`,
  );
  const ofTop = `source IN (${top.map(([, , , , , source]) => `from_hex('${String(source)}')`).join(", ") || "NULL"})`;
  const tools = await asked(
    `SELECT m.source_text, s.tool, sum(s.packets)::DOUBLE FROM ${PASSING} m JOIN strand s ON s.flow = m.id
      WHERE m.${ofTop} GROUP BY ALL`,
  );
  const packets = packetsOfFlows(ofRules, "p.source AS source, p.destination AS destination", ofTop);
  const counted = await ask(
    connection,
    `SELECT hex(source), count(DISTINCT destination) FROM (${packets.sql}) GROUP BY source`,
    packets,
  );
  const destinations = new Map(counted.map(([source, count]) => [String(source), Number(count)]));
  return top.map(([text, sent, count, first, last, source]) => ({
    address: String(text),
    packets: Number(sent),
    flows: Number(count),
    destinations: destinations.get(String(source)) ?? 0,
    firstPacketAt: timeOf(first),
    lastPacketAt: timeOf(last),
    tools: mostFirst(
      tools
        .filter(([of]) => of === text)
        .map(([, tool, of]): [string | null, number] => [tool === null ? null : String(tool), Number(of)]),
    ),
    located: locatedSource(geoTables, addressOf(Buffer.from(String(source), "hex"))),
  }));
}

function timeOf(value: DuckDBValue | undefined): string | null {
  return formatTime(typeof value === "bigint" ? value : null);
}
