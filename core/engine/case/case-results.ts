import type { DuckDBConnection } from "@duckdb/node-api";
import type { FlowMap, MapPrefix } from "../../contract/flow-map.ts";
import {
  FACET_FIELDS,
  type FlowColumn,
  type FlowCondition,
  type FlowFacet,
  type FlowPage,
  type FlowQuery,
  type FlowRow,
} from "../../contract/flow-table.ts";
import type { FlowInspection, GroupInspection, StrandInspection } from "../../contract/inspection.ts";
import type { LabelPreview } from "../../contract/labels.ts";
import type { Overview } from "../../contract/overview.ts";
import type { SourceInspection, SourcePage, SourceQuery } from "../../contract/source-table.ts";
import { viewStrand } from "../../fingerprint/view-strand.ts";
import { nanoseconds } from "../../flow/rule-texts.ts";
import { stateOfSource } from "../../flow/source.ts";
import type { SqlCondition, SqlParameter } from "../../query/sql.ts";
import { flowsOf } from "../../report/build-report.ts";
import { facetOf } from "../../report/flow-facets.ts";
import { flowIdOf, type JudgedFlow, judgeFlow } from "../../report/flow-report.ts";
import { inspectFlow } from "../../report/inspect-flow.ts";
import { inspectStrand } from "../../report/inspect-strand.ts";
import { mapFlow } from "../../report/map-flow.ts";
import { mostFirst } from "../../report/most-first.ts";
import { relocated } from "../../report/overview.ts";
import type { JudgedStrand } from "../../report/strand-report.ts";
import type { Telescope } from "../../report/telescope-report.ts";
import { likenessOf } from "../../signature/match.ts";
import type { AboutResults, AnswersOfResults, FlowSpan, FlowsOfNotes } from "../results.ts";
import { addressOf } from "./address-of-key.ts";
import { ask, askForRowids, isOneOf } from "./ask.ts";
import { listCaptures } from "./case-captures.ts";
import { CaseFigures } from "./case-figures.ts";
import { foldRulesText } from "./case-settings.ts";
import { CaseSources } from "./case-sources.ts";
import { CaseStates } from "./case-states.ts";
import { facetsStatement, LABELS_OF_FLOWS, noteIsOn } from "./flow-columns.ts";
import type { JudgingRules } from "./judge-case.ts";
import { keepLatest } from "./keep-latest.ts";
import { previewLabel } from "./label-preview.ts";
import { type CaseLabel, type LabelGround, LabelGrounds } from "./labels.ts";
import { strandsOf } from "./listed-strands.ts";
import { narrowedFlows } from "./narrowed-flows.ts";
import { bytesOf } from "./row-values.ts";
import { storedTelescope } from "./stored-telescope.ts";
import type { Turns } from "./turns.ts";
import type { StoredGroup } from "./view-writer.ts";
import { viewOf } from "./views.ts";

/** Flows that were judged again for an inspection, kept for the questions that follow. */
const MOST_KEPT_FLOWS = 16;
/** Counts of values, kept because analysts take filters away again. */
const MOST_KEPT_FACETS = 16;

/** Rows that are put in order before all others are: pages are mostly asked for at the top, and these take a tenth of the time. */
const FIRST_ROWS = 500;

/** The rows that answer a question, in order. */
interface OrderedFlows {
  readonly question: string;
  readonly matching: number;
  readonly total: number;
  /** Numbers of all their rows, or of the first ones, where nobody has asked for others yet. */
  readonly rows: Float64Array;
}

/** What the tables of a case say: answers every question of the window, and holds no more than it was asked for. */
export class CaseResults implements AnswersOfResults {
  readonly figures: CaseFigures;
  private readonly turns: Turns;
  private readonly judging: JudgingRules;
  private readonly about: AboutResults;
  private readonly sources: CaseSources;
  private readonly flows = new Map<string, JudgedFlow>();
  private readonly facets = new Map<string, readonly FlowFacet[]>();
  private telescope: Telescope | null = null;
  /** The states behind the tables: these stand while no captures come or go. */
  private states: CaseStates | null = null;
  /** Numbers of the captures whose flows these are; null: of all that are in the case. */
  private captures: readonly number[] | null = null;
  /** The last question with the rows that answer it, in order: most pages are asked of the same one. */
  private ordered: OrderedFlows | null = null;

  constructor(turns: Turns, judging: JudgingRules, about: AboutResults) {
    this.turns = turns;
    this.judging = judging;
    this.about = about;
    this.sources = new CaseSources(turns, foldRulesText(judging.rules), about);
    this.figures = new CaseFigures(turns, foldRulesText(judging.rules), about);
  }

  withAbout(change: Partial<AboutResults>): CaseResults {
    const same = new CaseResults(this.turns, this.judging, { ...this.about, ...change });
    same.captures = this.captures;
    return same;
  }

  /** From now on flows are those of captures that are in the case by now: others are being read into it. */
  async holdStill(): Promise<void> {
    this.captures ??= await this.turns.take((connection) => this.captureIds(connection));
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
      const { rows: ordered, matching, total } = await this.order(connection, query, offset + limit);
      const wanted = ordered.subarray(offset, offset + limit);
      const found = await connection.runAndReadAll(
        `SELECT rowid::DOUBLE, shown FROM flow WHERE ${isOneOf("rowid", wanted)}`,
      );
      const shown = new Map(
        found.getRows().map(([rowid, row]) => [rowid as number, JSON.parse(String(row)) as FlowRow]),
      );
      const labels = await labelsOfFlows(connection, [...shown.values()]);
      // Rows are gone where newer results are on their way: these will be asked for anew.
      const rows = Array.from(wanted)
        .flatMap((rowid) => shown.get(rowid) ?? [])
        .map((row) => ({ ...row, labels: labels.get(row.id) ?? [] }));
      return { revision: this.about.revision, offset, rows, matching, total };
    });
  }

  findFlow(query: FlowQuery, flowId: string): Promise<number | null> {
    return this.turns.take(async (connection) => {
      const { rows } = await this.order(connection, query, Number.POSITIVE_INFINITY);
      const found = await connection.runAndReadAll("SELECT rowid::DOUBLE FROM flow WHERE id = ?", [flowId]);
      const rowid = found.getRows()[0]?.[0];
      const index = typeof rowid === "number" ? rows.indexOf(rowid) : -1;
      return index < 0 ? null : index;
    });
  }

  flowFacets(asked: FlowCondition): Promise<readonly FlowFacet[]> {
    const question = JSON.stringify([asked.text, asked.span]);
    return this.turns.take(async (connection) => {
      const facets = this.facets.get(question) ?? (await this.countFacets(connection, asked));
      keepLatest(this.facets, question, facets, MOST_KEPT_FACETS);
      return facets;
    });
  }

  private async countFacets(connection: DuckDBConnection, asked: FlowCondition): Promise<readonly FlowFacet[]> {
    const condition = await narrowedFlows(connection, asked, this.about.revision);
    const counted = await ask(connection, facetsStatement(condition.sql), condition);
    return FACET_FIELDS.map((field) => {
      const own = counted.filter(([of]) => of === field);
      return facetOf(
        field,
        own.map(([, value, flows]): [string | null, number] => [value as string | null, Number(flows)]),
      );
    });
  }

  sourcePage(query: SourceQuery, offset: number, limit: number): Promise<SourcePage> {
    return this.sources.page(query, offset, limit);
  }

  findSource(query: SourceQuery, address: string): Promise<number | null> {
    return this.sources.find(query, address);
  }

  inspectSource(address: string): Promise<SourceInspection | null> {
    return this.sources.inspect(address);
  }

  inspectFlow(flowId: string): Promise<FlowInspection | null> {
    return this.turns.take(async (connection) => {
      const flow = await this.judged(connection, flowId);
      if (flow === null) return null;
      const { flowTimeoutSeconds } = this.judging.rules;
      return inspectFlow(flow, { telescope: await this.knownTelescope(connection), flowTimeoutSeconds }, this.about);
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
      return inspectStrand(strand, verdict, await groupOf(connection, strand), names, this.about.said);
    });
  }

  spanOfFlow(flowId: string): Promise<FlowSpan | null> {
    return this.turns.take(async (connection) => {
      const sql = "SELECT source, first_ns, last_ns FROM flow WHERE id = ?";
      const [row] = (await connection.runAndReadAll(sql, [flowId])).getRows();
      if (row === undefined) return null;
      const [source, first, last] = row;
      return { source: addressOf(bytesOf(source)), firstNs: first as bigint | null, lastNs: last as bigint | null };
    });
  }

  flowsOfNotes(): Promise<FlowsOfNotes> {
    return this.turns.take(async (connection) => {
      const found = await connection.runAndReadAll(
        `SELECT n.id, f.id FROM note n JOIN flow f ON ${noteIsOn("f")}
         QUALIFY n.timed OR row_number() OVER (PARTITION BY n.id ORDER BY f.first_ns NULLS LAST) = 1
         ORDER BY f.first_ns NULLS LAST`,
      );
      const flows = new Map<string, string[]>();
      for (const [note, flow] of found.getRows()) {
        const known = flows.get(String(note));
        if (known === undefined) flows.set(String(note), [String(flow)]);
        else known.push(String(flow));
      }
      return flows;
    });
  }

  /**
   * What a label of a fingerprint is given on, from the states of its strands; null where the case holds none. Cost
   * grows with the sources that have it.
   */
  groundOf(fingerprint: string): Promise<LabelGround | null> {
    return this.turns.take(async (connection) => {
      const states = await this.knownStates(connection);
      const found = await connection.runAndReadAll("SELECT DISTINCT source FROM strand WHERE fingerprint = ?", [
        fingerprint,
      ]);
      const grounds = new LabelGrounds();
      for (const [source] of found.getRows()) {
        const address = bytesOf(source);
        for (const strand of strandsOf(await states.loadBetween(address, address), this.judging.rules)) {
          if (strand.fingerprint === fingerprint) grounds.add(strand);
        }
      }
      return grounds.of(fingerprint);
    });
  }

  /** What a label on a fingerprint would touch beside the labels that hold. */
  previewLabel(
    fingerprint: string,
    ground: LabelGround,
    labels: readonly CaseLabel[],
    caseName: string,
  ): Promise<LabelPreview> {
    const { library } = this.judging;
    return this.turns.take((connection) => previewLabel(connection, fingerprint, ground, labels, library, caseName));
  }

  /** The flows of a query, in its order: at least so many of the first ones. */
  private async order(connection: DuckDBConnection, query: FlowQuery, wanted: number): Promise<OrderedFlows> {
    const question = JSON.stringify(query);
    const known = this.ordered?.question === question ? this.ordered : null;
    if (known !== null && known.rows.length >= Math.min(wanted, known.matching)) return known;
    const condition = await narrowedFlows(connection, query, this.about.revision);
    const counts = "count(*)::DOUBLE, (SELECT count(*) FROM flow)::DOUBLE";
    const counted = `SELECT ${counts} FROM flow WHERE ${condition.sql}`;
    const [[matching, total] = []] = await ask(connection, counted, condition);
    const rows = await rowsInOrder(connection, query, condition, wanted <= FIRST_ROWS ? FIRST_ROWS : null);
    this.ordered = { question, matching: Number(matching), total: Number(total), rows };
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
    const source = addressOf(address);
    const states = await this.knownStates(connection);
    for (const read of (await states.loadBetween(address, address)).values()) {
      for (const state of flowsOf(stateOfSource(read, timeoutNs))) {
        if (flowIdOf(source, state) === flowId)
          return this.keep(judgeFlow(source, state, rules.telescope ?? [], library, rules.preset));
      }
    }
    return null;
  }

  private async knownStates(connection: DuckDBConnection): Promise<CaseStates> {
    const timeoutNs = nanoseconds(this.judging.rules.flowTimeoutSeconds);
    this.states ??= await CaseStates.of(connection, this.captures ?? (await this.captureIds(connection)), timeoutNs);
    return this.states;
  }

  private keep(flow: JudgedFlow): JudgedFlow {
    keepLatest(this.flows, flow.report.id, flow, MOST_KEPT_FLOWS);
    return flow;
  }

  private async captureIds(connection: DuckDBConnection): Promise<number[]> {
    const text = foldRulesText(this.judging.rules);
    const found = await connection.runAndReadAll("SELECT id FROM capture WHERE rules = ?", [text]);
    return found.getRows().map(([id]) => Number(id));
  }

  private async knownTelescope(connection: DuckDBConnection): Promise<Telescope> {
    this.telescope ??= await storedTelescope(connection);
    return this.telescope;
  }
}

/** Row numbers of the flows that satisfy a condition, in the order of a query. `most`: of the first ones; null: of all. */
function rowsInOrder(
  connection: DuckDBConnection,
  { sort, descending }: FlowQuery,
  condition: SqlCondition,
  most: number | null,
): Promise<Float64Array> {
  const order = `${SORT_COLUMNS[sort]} ${descending ? "DESC" : "ASC"} NULLS LAST, rowid`;
  const limit = most === null ? "" : `LIMIT ${most}`;
  const sql = `SELECT rowid::DOUBLE FROM flow WHERE ${condition.sql} ORDER BY ${order} ${limit}`;
  return askForRowids(connection, sql, condition);
}

/** Labels of flows with their packets, most first, by the id of the flow. */
async function labelsOfFlows(
  connection: DuckDBConnection,
  rows: readonly FlowRow[],
): Promise<ReadonlyMap<string, FlowRow["labels"]>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ id }): SqlParameter => ({ type: "VARCHAR", value: id }));
  const found = await ask(
    connection,
    `SELECT s.flow, l.tool, sum(s.packets)::DOUBLE
     FROM ${LABELS_OF_FLOWS} AND s.flow IN (${ids.map(() => "?").join(", ")}) GROUP BY ALL`,
    { sql: "", parameters: ids },
  );
  const labels = new Map<string, [string, number][]>();
  for (const [flow, tool, packets] of found) {
    labels.set(String(flow), [...(labels.get(String(flow)) ?? []), [String(tool), Number(packets)]]);
  }
  return new Map(Array.from(labels, ([flow, counts]) => [flow, mostFirst(counts)]));
}

async function groupOf(connection: DuckDBConnection, { fingerprint, named }: JudgedStrand): Promise<GroupInspection> {
  const found = await connection.runAndReadAll(
    // Where the case was judged by other packs, the tool may be another one there.
    "SELECT fingerprint_group FROM fingerprint WHERE id = ? ORDER BY (tool IS NOT DISTINCT FROM ?) DESC, tool LIMIT 1",
    [fingerprint.id, named?.signature.tool.id ?? null],
  );
  return (JSON.parse(String(found.value(0, 0))) as StoredGroup).group;
}

/** What each column sorts by. Rows stand in the order of sources and times, which tells those apart that are the same. */
const SORT_COLUMNS: Readonly<Record<FlowColumn, string>> = {
  source: "source_place",
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
