import { blobValue, type DuckDBConnection } from "@duckdb/node-api";
import type { SourceInspection, SourcePage, SourceQuery, SourceRow } from "../../contract/source-table.ts";
import { type IpAddress, parseAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import { parseFilter } from "../../query/parse-filter.ts";
import { compileSql, type SqlCondition } from "../../query/sql.ts";
import { SOURCES } from "../../query/tables.ts";
import { inspectSource, type SourceCounts } from "../../report/counted-source.ts";
import { locatedSource } from "../../report/located-source.ts";
import type { AboutResults } from "../results.ts";
import { ask, askForRowids } from "./ask.ts";
import { coveredDaysOfCase } from "./case-captures.ts";
import { flowCondition } from "./flow-columns.ts";
import { allOf } from "./packet-conditions.ts";
import { SOURCE_COLUMNS_IN_SQL, SOURCE_SORT_COLUMNS } from "./source-columns.ts";
import type { Turns } from "./turns.ts";

/** The sources of a case, as its tables have them. */
export class CaseSources {
  private readonly turns: Turns;
  /** The rules whose captures are shown, as `foldRulesText` writes them. */
  private readonly rulesText: string;
  private readonly about: AboutResults;
  /** The last question with the rows that answer it, in order: most pages are asked of the same one. */
  private ordered: { readonly question: string; readonly rows: Float64Array; readonly total: number } | null = null;

  constructor(turns: Turns, rulesText: string, about: AboutResults) {
    this.turns = turns;
    this.rulesText = rulesText;
    this.about = about;
  }

  page(query: SourceQuery, offset: number, limit: number): Promise<SourcePage> {
    return this.turns.take(async (connection) => {
      const { rows: ordered, total } = await this.order(connection, query);
      const wanted = ordered.subarray(offset, offset + limit);
      const list = Array.from(wanted, String).join(", ") || "NULL";
      const found = await connection.runAndReadAll(`SELECT rowid::DOUBLE, shown FROM source WHERE rowid IN (${list})`);
      const shown = new Map(found.getRows().map(([rowid, counts]) => [rowid as number, this.rowOf(String(counts))]));
      // Rows are gone where newer results are on their way: these will be asked for anew.
      const rows = Array.from(wanted).flatMap((rowid) => shown.get(rowid) ?? []);
      return { revision: this.about.revision, offset, rows, matching: ordered.length, total };
    });
  }

  find(query: SourceQuery, address: string): Promise<number | null> {
    return this.turns.take(async (connection) => {
      const { rows } = await this.order(connection, query);
      const found = await connection.runAndReadAll("SELECT rowid::DOUBLE FROM source WHERE source_text = ?", [address]);
      const rowid = found.getRows()[0]?.[0];
      const index = typeof rowid === "number" ? rows.indexOf(rowid) : -1;
      return index < 0 ? null : index;
    });
  }

  inspect(address: string): Promise<SourceInspection | null> {
    return this.turns.take(async (connection) => {
      const source = parseAddress(address);
      if (source === undefined) return null;
      const found = await connection.runAndReadAll("SELECT shown, days FROM source WHERE source = ?", [
        blobValue(addressKey(source)),
      ]);
      const [row] = found.getRowObjectsJson();
      if (row === undefined) return null;
      const covered = await coveredDaysOfCase(connection, this.rulesText);
      const counts = JSON.parse(String(row.shown)) as SourceCounts;
      return inspectSource(source, counts, row.days as number[], covered, this.about.geoTables);
    });
  }

  private rowOf(text: string): SourceRow {
    const counts = JSON.parse(text) as SourceCounts;
    return { ...counts, located: locatedSource(this.about.geoTables, parseAddress(counts.address) as IpAddress) };
  }

  /** Row numbers of the sources of a query, in its order. */
  private async order(
    connection: DuckDBConnection,
    query: SourceQuery,
  ): Promise<{ readonly rows: Float64Array; readonly total: number }> {
    const question = JSON.stringify(query);
    if (this.ordered?.question === question) return this.ordered;
    const condition = conditionOf(query);
    const direction = query.descending ? "DESC" : "ASC";
    const rows = await askForRowids(
      connection,
      `SELECT s.rowid::DOUBLE FROM source s WHERE ${condition.sql}
        ORDER BY ${SOURCE_SORT_COLUMNS[query.sort]} ${direction} NULLS LAST, s.source`,
      condition,
    );
    const [[total] = []] = await ask(connection, "SELECT count(*) FROM source", NOTHING);
    this.ordered = { question, rows, total: Number(total) };
    return this.ordered;
  }
}

const NOTHING: SqlCondition = { sql: "", parameters: [] };

function conditionOf({ text, flows }: SourceQuery): SqlCondition {
  const parsed = parseFilter(text, SOURCES);
  if (!parsed.ok) throw new Error(`this is no filter: ${parsed.fault.message}`);
  const own = compileSql(parsed.expression, SOURCES, SOURCE_COLUMNS_IN_SQL);
  if (flows.text.trim() === "" && flows.span === null) return own;
  const { sql, parameters } = flowCondition(flows);
  return allOf([own, { sql: `s.source IN (SELECT source FROM flow WHERE ${sql})`, parameters }]);
}
