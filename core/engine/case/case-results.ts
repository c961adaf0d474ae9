import type { DuckDBConnection } from "@duckdb/node-api";
import { parsePrefix } from "../../behaviour/telescope.ts";
import type { FlowMap, MapPrefix } from "../../contract/flow-map.ts";
import {
  FACET_FIELDS,
  type FlowColumn,
  type FlowFacet,
  type FlowPage,
  type FlowQuery,
  type FlowRow,
} from "../../contract/flow-table.ts";
import type { FlowInspection, GroupInspection, StrandInspection } from "../../contract/inspection.ts";
import type { Overview } from "../../contract/overview.ts";
import { viewStrand } from "../../fingerprint/view-strand.ts";
import { nanoseconds } from "../../flow/rule-texts.ts";
import { stateOfSource } from "../../flow/source.ts";
import type { GeoTable } from "../../geography/geo-table.ts";
import { parseFilter } from "../../query/parse-filter.ts";
import { compileSql, type SqlCondition } from "../../query/sql.ts";
import { FLOWS } from "../../query/tables.ts";
import { flowsOf } from "../../report/build-report.ts";
import { facetOf } from "../../report/flow-facets.ts";
import { flowIdOf, type JudgedFlow, judgeFlow } from "../../report/flow-report.ts";
import { inspectFlow } from "../../report/inspect-flow.ts";
import { inspectStrand } from "../../report/inspect-strand.ts";
import { mapFlow } from "../../report/map-flow.ts";
import { relocated } from "../../report/overview.ts";
import type { JudgedStrand } from "../../report/strand-report.ts";
import { type Telescope, telescopeOf } from "../../report/telescope-report.ts";
import { likenessOf } from "../../signature/match.ts";
import type { AboutResults, AnswersOfResults } from "../results.ts";
import { addressOf } from "./address-of-key.ts";
import { ask, askForRowids } from "./ask.ts";
import { listCaptures } from "./case-captures.ts";
import { foldRulesText } from "./case-settings.ts";
import { CaseStates } from "./case-states.ts";
import { FLOW_COLUMNS_IN_SQL, facetsStatement } from "./flow-columns.ts";
import type { JudgingRules } from "./judge-case.ts";
import { bytesOf } from "./row-values.ts";
import type { Turns } from "./turns.ts";

/** Flows that were judged again for an inspection, kept for the questions that follow. */
const MOST_KEPT_FLOWS = 16;

/** What the tables of a case say: answers every question of the window, and holds no more than it was asked for. */
export class CaseResults implements AnswersOfResults {
  private readonly turns: Turns;
  private readonly judging: JudgingRules;
  private readonly about: AboutResults;
  private readonly flows = new Map<string, JudgedFlow>();
  private telescope: Telescope | null = null;
  /** The states behind the tables: these stand while no captures come or go. */
  private states: CaseStates | null = null;
  /** The last question with the rows that answer it, in order: most pages are asked of the same one. */
  private ordered: { readonly question: string; readonly rows: BigInt64Array; readonly total: number } | null = null;

  constructor(turns: Turns, judging: JudgingRules, about: AboutResults) {
    this.turns = turns;
    this.judging = judging;
    this.about = about;
  }

  withTables(geoTables: readonly GeoTable[], revision: number): CaseResults {
    return new CaseResults(this.turns, this.judging, { ...this.about, geoTables, revision });
  }

  overview(): Promise<Overview> {
    return this.turns.take(async (connection) => {
      const overview = JSON.parse(await viewOf(connection, "overview")) as Overview;
      return relocated(
        { ...overview, revision: this.about.revision, partial: this.about.partial },
        this.about.geoTables,
      );
    });
  }

  flowPage(query: FlowQuery, offset: number, limit: number): Promise<FlowPage> {
    return this.turns.take(async (connection) => {
      const { rows: ordered, total } = await this.order(connection, query);
      const wanted = ordered.subarray(offset, offset + limit);
      const list = Array.from(wanted, String).join(", ") || "NULL";
      const found = await connection.runAndReadAll(`SELECT rowid, shown FROM flow WHERE rowid IN (${list})`);
      const shown = new Map(
        found.getRows().map(([rowid, row]) => [rowid as bigint, JSON.parse(String(row)) as FlowRow]),
      );
      // Rows are gone where newer results are on their way: these will be asked for anew.
      const rows = Array.from(wanted).flatMap((rowid) => shown.get(rowid) ?? []);
      return { revision: this.about.revision, offset, rows, matching: ordered.length, total };
    });
  }

  findFlow(query: FlowQuery, flowId: string): Promise<number | null> {
    return this.turns.take(async (connection) => {
      const { rows } = await this.order(connection, query);
      const found = await connection.runAndReadAll("SELECT rowid FROM flow WHERE id = ?", [flowId]);
      const rowid = found.getRows()[0]?.[0];
      const index = typeof rowid === "bigint" ? rows.indexOf(rowid) : -1;
      return index < 0 ? null : index;
    });
  }

  flowFacets(query: FlowQuery): Promise<readonly FlowFacet[]> {
    return this.turns.take(async (connection) => {
      const condition = conditionOf(query);
      const counted = await ask(connection, facetsStatement(condition.sql), condition);
      return FACET_FIELDS.map((field) => {
        const own = counted.filter(([of]) => of === field);
        return facetOf(
          field,
          own.map(([, value, flows]): [string | null, number] => [value as string | null, Number(flows)]),
        );
      });
    });
  }

  inspectFlow(flowId: string): Promise<FlowInspection | null> {
    return this.turns.take(async (connection) => {
      const flow = await this.judged(connection, flowId);
      if (flow === null) return null;
      const { flowTimeoutSeconds } = this.judging.rules;
      return inspectFlow(
        flow,
        { telescope: await this.knownTelescope(connection), flowTimeoutSeconds },
        this.about.geoTables,
      );
    });
  }

  mapFlow(flowId: string, prefix: MapPrefix | null): Promise<FlowMap | null> {
    return this.turns.take(async (connection) => {
      const flow = await this.judged(connection, flowId);
      return flow === null ? null : mapFlow(flow.state, prefix);
    });
  }

  inspectStrand(strandId: string): Promise<StrandInspection | null> {
    return this.turns.take(async (connection) => {
      const flow = await this.judged(connection, strandId.slice(0, strandId.indexOf("/")));
      const strand = flow?.strands.find(({ id }) => id === strandId);
      if (strand === undefined) return null;
      const verdict = strand.identified ?? likenessOf(viewStrand(strand.strand.state), this.judging.library);
      const captures = await listCaptures(connection);
      const names = new Map(captures.map(({ capture }) => [capture.sha256, capture.name]));
      return inspectStrand(strand, verdict, await groupOf(connection, strand), names);
    });
  }

  /** Row numbers of the flows of a query, in its order. */
  private async order(
    connection: DuckDBConnection,
    query: FlowQuery,
  ): Promise<{ readonly rows: BigInt64Array; readonly total: number }> {
    const question = JSON.stringify(query);
    if (this.ordered?.question === question) return this.ordered;
    const condition = conditionOf(query);
    const direction = query.descending ? "DESC" : "ASC";
    const rows = await askForRowids(
      connection,
      `SELECT rowid FROM flow WHERE ${condition.sql} ORDER BY ${SORT_COLUMNS[query.sort]} ${direction} NULLS LAST, id`,
      condition,
    );
    const total = await connection.runAndReadAll("SELECT count(*) FROM flow");
    this.ordered = { question, rows, total: Number(total.value(0, 0)) };
    return this.ordered;
  }

  /** The flow, judged again from its state; null where there is none in the tables. */
  private async judged(connection: DuckDBConnection, flowId: string): Promise<JudgedFlow | null> {
    const known = this.flows.get(flowId);
    if (known !== undefined) return known;
    const found = await connection.runAndReadAll("SELECT source FROM flow WHERE id = ?", [flowId]);
    const [row] = found.getRows();
    if (row === undefined) return null;
    const address = bytesOf(row[0]);
    const { rules, library } = this.judging;
    const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
    this.states ??= await CaseStates.of(connection, await this.captureIds(connection), timeoutNs);
    const source = addressOf(address);
    for (const read of (await this.states.loadBetween(address, address)).values()) {
      for (const state of flowsOf(stateOfSource(read, timeoutNs))) {
        if (flowIdOf(source, state) === flowId)
          return this.keep(judgeFlow(source, state, rules.telescope ?? [], library, rules.preset));
      }
    }
    return null;
  }

  private keep(flow: JudgedFlow): JudgedFlow {
    for (const oldest of [...this.flows.keys()].slice(0, this.flows.size - MOST_KEPT_FLOWS + 1))
      this.flows.delete(oldest);
    this.flows.set(flow.report.id, flow);
    return flow;
  }

  private async captureIds(connection: DuckDBConnection): Promise<number[]> {
    const text = foldRulesText(this.judging.rules);
    const found = await connection.runAndReadAll("SELECT id FROM capture WHERE rules = ?", [text]);
    return found.getRows().map(([id]) => Number(id));
  }

  private async knownTelescope(connection: DuckDBConnection): Promise<Telescope> {
    if (this.telescope === null) {
      const { prefixes, inferred } = JSON.parse(await viewOf(connection, "telescope")) as StoredTelescope;
      const parsed = prefixes.map((text) => {
        const prefix = parsePrefix(text);
        if (!prefix.ok) throw new Error("the case holds prefixes as they are written");
        return prefix.prefix;
      });
      this.telescope = { ...telescopeOf(parsed, []), inferred };
    }
    return this.telescope;
  }
}

async function groupOf(connection: DuckDBConnection, { fingerprint, named }: JudgedStrand): Promise<GroupInspection> {
  const found = await connection.runAndReadAll(
    "SELECT fingerprint_group FROM fingerprint WHERE id = ? AND tool IS NOT DISTINCT FROM ?",
    [fingerprint.id, named?.signature.tool.id ?? null],
  );
  return JSON.parse(String(found.value(0, 0))) as GroupInspection;
}

async function viewOf(connection: DuckDBConnection, name: string): Promise<string> {
  const found = await connection.runAndReadAll("SELECT value FROM view WHERE name = ?", [name]);
  return String(found.value(0, 0));
}

interface StoredTelescope {
  readonly prefixes: readonly string[];
  readonly inferred: boolean;
}

/** What each column sorts by. */
const SORT_COLUMNS: Readonly<Record<FlowColumn, string>> = {
  source: "source",
  tools: "most_tool",
  packets: "packets",
  destinations: "destinations",
  rate: "rate",
  first: "first_ns",
  duration: "duration",
  strategy: "strategy",
  methods: "most_method",
  ports: "ports",
};

function conditionOf({ text, span }: FlowQuery): SqlCondition {
  const parsed = parseFilter(text, FLOWS);
  if (!parsed.ok) throw new Error(`this is no filter: ${parsed.fault.message}`);
  const { sql, parameters } = compileSql(parsed.expression, FLOWS, FLOW_COLUMNS_IN_SQL);
  if (span === null) return { sql, parameters };
  return {
    sql: `(${sql}) AND first_ns / 1e9 < ? AND last_ns / 1e9 >= ?`,
    parameters: [
      ...parameters,
      { type: "DOUBLE", value: span.endSeconds },
      { type: "DOUBLE", value: span.startSeconds },
    ],
  };
}
