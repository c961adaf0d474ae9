import { setImmediate } from "node:timers/promises";
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import type { News } from "../../contract/news.ts";
import type { Overview } from "../../contract/overview.ts";
import { nanoseconds } from "../../flow/rule-texts.ts";
import { stateOfSource } from "../../flow/source.ts";
import { formatAddress } from "../../net/address.ts";
import { flowsOf } from "../../report/build-report.ts";
import { judgeFlow } from "../../report/flow-report.ts";
import { addressOf } from "./address-of-key.ts";
import { listCaptures } from "./case-captures.ts";
import { foldRulesText } from "./case-settings.ts";
import { CaseStates } from "./case-states.ts";
import type { JudgingRules } from "./judge-case.ts";
import { bytesOf } from "./row-values.ts";

/** Sources whose earlier states are in memory at once. */
const SOURCES_AT_ONCE = 200;
const MOST_NAMES = 20;

/** A tool or fingerprint of the whole case, with its numbers there. */
interface Found {
  readonly tool: string | null;
  readonly packets: number;
  readonly flows: number;
  readonly sources: number;
}

/**
 * What the last import brought, as `newsSchema` defines it. The tables of the case have to be judged; only sources that
 * the last import touched are judged once more, without it. Of a flood, tools and fingerprints are those of the flows
 * that are looked into, sources are all.
 *
 * @param most sources and fingerprints listed at most; all are counted
 */
export async function whatIsNew(connection: DuckDBConnection, judging: JudgingRules, most: number): Promise<News> {
  const text = foldRulesText(judging.rules);
  const captures = (await listCaptures(connection)).filter(({ rules }) => rules === text);
  const imported = (capture: (typeof captures)[number]) => capture.imported ?? 0;
  const latest = Math.max(0, ...captures.map(imported));
  const last = captures.filter((capture) => imported(capture) === latest);
  const earlier = captures.filter((capture) => imported(capture) < latest);
  if (earlier.length === 0) return { kind: "first", captures: captures.length };
  const ids = (of: typeof captures) => of.map(({ id }) => id).join(", ");
  const touched = `SELECT DISTINCT source FROM source_state WHERE capture IN (${ids(last)})`;
  const before = `SELECT DISTINCT source FROM source_state WHERE capture IN (${ids(earlier)})`;
  const [fingerprints, tools] = [
    await onlyIn(connection, touched, "fingerprint"),
    await onlyIn(connection, touched, "tool"),
  ];
  const both = await connection.runAndReadAll(
    `SELECT DISTINCT source FROM flow WHERE source IN (${touched}) AND source IN (${before}) ORDER BY source`,
  );
  const addresses = both.getRows().map(([source]) => bytesOf(source));
  const timeoutNs = nanoseconds(judging.rules.flowTimeoutSeconds);
  const states = await CaseStates.of(
    connection,
    earlier.map(({ id }) => id),
    timeoutNs,
  );
  for (let start = 0; start < addresses.length && fingerprints.size + tools.size > 0; start += SOURCES_AT_ONCE) {
    await forgetKnown(states, addresses.slice(start, start + SOURCES_AT_ONCE), judging, fingerprints, tools);
    await setImmediate();
  }
  const names = await toolNames(connection);
  return {
    kind: "news",
    names: last.slice(0, MOST_NAMES).map(({ capture }) => capture.name),
    captures: last.length,
    earlierCaptures: earlier.length,
    sources: await newSources(connection, `${touched} EXCEPT ${before}`, most),
    tools: Array.from(tools, ([id, { tool: _, ...numbers }]) => ({ id, name: names.get(id) ?? id, ...numbers })),
    fingerprints: {
      count: fingerprints.size,
      listed: Array.from(fingerprints, ([id, found]) => ({ id, ...found })).slice(0, most),
    },
  };
}

/** Tools or fingerprints that are in no source but the touched ones, most packets first. */
async function onlyIn(
  connection: DuckDBConnection,
  touched: string,
  column: "fingerprint" | "tool",
): Promise<Map<string, Found>> {
  const rows = await connection.runAndReadAll(
    `SELECT ${column}, max(tool), sum(packets)::DOUBLE AS sent, count(DISTINCT flow), count(DISTINCT source)
     FROM strand WHERE ${column} IS NOT NULL GROUP BY ${column}
     HAVING bool_and(source IN (SELECT source FROM (${touched}))) ORDER BY sent DESC, ${column}`,
  );
  return new Map(
    rows.getRows().map(([id, tool, packets, flows, sources]) => [
      String(id),
      {
        tool: tool === null || tool === undefined ? null : String(tool),
        packets: Number(packets),
        flows: Number(flows),
        sources: Number(sources),
      },
    ]),
  );
}

/** Takes away what these sources had before. */
async function forgetKnown(
  states: CaseStates,
  addresses: readonly Uint8Array[],
  { rules, library }: JudgingRules,
  fingerprints: Map<string, Found>,
  tools: Map<string, Found>,
): Promise<void> {
  const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
  for (const [address, source] of await states.loadOf(addresses)) {
    for (const state of flowsOf(stateOfSource(source, timeoutNs))) {
      const flow = judgeFlow(address, state, rules.telescope ?? [], library, rules.preset);
      for (const { fingerprint, named } of flow.strands) {
        fingerprints.delete(fingerprint.id);
        if (named !== null) tools.delete(named.signature.tool.id);
      }
    }
  }
}

async function newSources(connection: DuckDBConnection, sources: string, most: number) {
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM (${sources})`);
  const rows = await connection.runAndReadAll(
    `SELECT source, sum(packets)::DOUBLE AS sent, count(*) FROM flow WHERE source IN (${sources})
     GROUP BY source ORDER BY sent DESC, source LIMIT ${most}`,
  );
  const listed = rows.getRows().map(([source, packets, flows]) => ({
    address: formatAddress(addressOf(bytesOf(source as DuckDBValue))),
    packets: Number(packets),
    flows: Number(flows),
  }));
  return { count: Number(counted.value(0, 0)), listed };
}

async function toolNames(connection: DuckDBConnection): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.runAndReadAll("SELECT value FROM view WHERE name = 'overview'");
  const { tools } = JSON.parse(String(rows.value(0, 0))) as Overview;
  return new Map(tools.map(({ id, name }) => [id, name]));
}
