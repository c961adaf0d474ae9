import type { DuckDBConnection } from "@duckdb/node-api";
import type {
  FingerprintColumn,
  FingerprintInspection,
  FingerprintPage,
  FingerprintQuery,
  FingerprintRow,
} from "../../contract/fingerprint-table.ts";
import { copyStrandState, mergeStrandStates, type StrandState } from "../../fingerprint/strand-state.ts";
import { viewExemplar } from "../../fingerprint/view-strand.ts";
import { strandsUnder } from "../../flow/preset.ts";
import { nanoseconds } from "../../flow/rule-texts.ts";
import { stateOfSource } from "../../flow/source.ts";
import type { SqlCondition, SqlParameter } from "../../query/sql.ts";
import { flowsOf } from "../../report/build-report.ts";
import { drawFingerprint } from "../../report/draw-fingerprint.ts";
import type { GroupRow } from "../../report/fingerprint-row.ts";
import { flowIdOf } from "../../report/flow-report.ts";
import { mostFirst } from "../../report/most-first.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";
import type { Comparables, KnownCapture, KnownMessages } from "../diff/comparables.ts";
import { partsOfPacket } from "../diff/parts-of-packet.ts";
import { ask, askForRowids } from "./ask.ts";
import { listCaptures } from "./case-captures.ts";
import type { CasePackets } from "./case-packets.ts";
import { foldRulesText } from "./case-settings.ts";
import { CaseStates } from "./case-states.ts";
import { flowCondition } from "./flow-columns.ts";
import type { JudgingRules } from "./judge-case.ts";
import { bytesOf } from "./row-values.ts";
import type { Turns } from "./turns.ts";
import type { StoredGroup } from "./view-writer.ts";

/** Strands that are folded to show a fingerprint, those with most packets: what further ones add is in the counts. */
const MOST_FOLDED = 500;

/** The row of a group, which stands beside the fingerprint that covers the others. */
const ROW = "fingerprint_group->'$.row'";
const IS_ROW = "(fingerprint_group->>'$.row') IS NOT NULL";

/** Messages of a case, and how much of them there is. */
interface FoldedMessages extends KnownMessages {
  readonly strands: number;
  readonly strandsInAll: number;
}

/** The fingerprints of a case, in groups, as its tables have them; their states are folded when they are asked for. */
export class CaseFingerprints implements Comparables {
  readonly library: SignatureLibrary;
  private readonly turns: Turns;
  private readonly judging: JudgingRules;
  private readonly packets: CasePackets;
  /** Labels come and go from one revision to the next. */
  private revision = 0;
  /** The last question with the rows that answer it: most pages are asked of the same one. */
  private ordered: { readonly question: string; readonly rows: Float64Array; readonly total: number } | null = null;

  constructor(turns: Turns, judging: JudgingRules, packets: CasePackets) {
    this.turns = turns;
    this.judging = judging;
    this.library = judging.library;
    this.packets = packets;
  }

  /** A stretch of the groups of a query. `revision`: of the results they belong to. */
  page(query: FingerprintQuery, offset: number, limit: number, revision: number): Promise<FingerprintPage> {
    return this.turns.take(async (connection) => {
      this.revision = revision;
      const ordered = await this.order(connection, query);
      const wanted = ordered.rows.subarray(offset, offset + limit);
      const list = Array.from(wanted, String).join(", ") || "NULL";
      const found = await connection.runAndReadAll(
        `SELECT rowid::DOUBLE, fingerprint_group FROM fingerprint WHERE rowid IN (${list})`,
      );
      const shown = new Map(found.getRows().map(([rowid, group]) => [rowid as number, rowOf(group)]));
      const rows = await withLabels(
        connection,
        Array.from(wanted).flatMap((rowid) => shown.get(rowid) ?? []),
      );
      return { kind: "page", revision, offset, rows, matching: ordered.rows.length, total: ordered.total };
    });
  }

  /** Index of a group among the rows of a query; null where it is not among them. */
  find(query: FingerprintQuery, id: string): Promise<number | null> {
    return this.turns.take(async (connection) => {
      const { rows } = await this.order(connection, query);
      const found = await findGroup(connection, id);
      const index = found === null ? -1 : rows.indexOf(found.rowid);
      return index < 0 ? null : index;
    });
  }

  /** A group with its covering fingerprint drawn; null: there is none with this id. */
  async inspect(id: string): Promise<FingerprintInspection | null> {
    const [row] = await this.turns.take(async (connection) => {
      const found = await findGroup(connection, id);
      return withLabels(connection, found === null ? [] : [found.row]);
    });
    if (row === undefined) return null;
    const folded = await this.fold("fingerprint = ? AND tool IS NOT DISTINCT FROM ?", [row.fingerprint, row.tool?.id]);
    if (folded === null) return null;
    const { state, strands, strandsInAll } = folded;
    const keys = drawFingerprint(state, state.exemplars.map(viewExemplar));
    return { row, keys, packets: state.packets, strands, strandsInAll };
  }

  fingerprintsLike(start: string, most: number): Promise<readonly string[]> {
    return this.idsLike("SELECT DISTINCT id FROM fingerprint WHERE starts_with(id, ?) ORDER BY id", start, most);
  }

  strandsLike(start: string, most: number): Promise<readonly string[]> {
    return this.idsLike("SELECT id FROM strand WHERE starts_with(id, ?) ORDER BY id", start, most);
  }

  fingerprint(id: string): Promise<KnownMessages | null> {
    return this.fold("fingerprint = ?", [id]);
  }

  strand(id: string): Promise<KnownMessages | null> {
    return this.fold("id = ?", [id]);
  }

  captures(): Promise<readonly KnownCapture[]> {
    return this.turns.take(async (connection) => {
      const text = foldRulesText(this.judging.rules);
      const captures = (await listCaptures(connection)).filter(({ rules }) => rules === text);
      return captures.map(({ capture: { name, sha256 } }) => ({ name, sha256 }));
    });
  }

  async packet({ sha256, name }: KnownCapture, number: number) {
    return partsOfPacket(await this.packets.read({ capture: sha256, number }), name, number);
  }

  private idsLike(sql: string, start: string, most: number): Promise<readonly string[]> {
    return this.turns.take(async (connection) => {
      const found = await connection.runAndReadAll(`${sql} LIMIT ${most}`, [start]);
      return found.getRows().map(([id]) => String(id));
    });
  }

  private async order(connection: DuckDBConnection, query: FingerprintQuery) {
    const question = JSON.stringify([query, this.revision]);
    if (this.ordered?.question === question) return this.ordered;
    const condition = groupCondition(query);
    const direction = query.descending ? "DESC" : "ASC";
    const rows = await askForRowids(
      connection,
      `SELECT rowid::DOUBLE FROM fingerprint AS covering WHERE ${IS_ROW} AND ${condition.sql}
       ORDER BY ${SORT_COLUMNS[query.sort]} ${direction} NULLS LAST, ${BEHIND}`,
      condition,
    );
    const total = await connection.runAndReadAll(`SELECT count(*) FROM fingerprint WHERE ${IS_ROW}`);
    this.ordered = { question, rows, total: Number(total.value(0, 0)) };
    return this.ordered;
  }

  /** The strands that satisfy a condition, as one; null: there are none. */
  private fold(condition: string, values: readonly (string | undefined)[]): Promise<FoldedMessages | null> {
    return this.turns.take(async (connection) => {
      const parameters = values.map((value) => value ?? null);
      const counted = await connection.runAndReadAll(
        `SELECT count(*), count(DISTINCT coalesce(tool, '')), min(tool) FROM strand WHERE ${condition}`,
        parameters,
      );
      const [inAll, tools, tool] = counted.getRows()[0] ?? [];
      const listed = await connection.runAndReadAll(
        `SELECT id, source FROM strand WHERE ${condition} ORDER BY packets DESC, id LIMIT ${MOST_FOLDED}`,
        parameters,
      );
      const addresses = new Map(
        listed.getRows().map(([, source]) => {
          const bytes = bytesOf(source);
          return [Buffer.from(bytes).toString("hex"), bytes];
        }),
      );
      const wanted = new Set(listed.getRows().map(([id]) => String(id)));
      const states = await this.statesOf(connection, [...addresses.values()], wanted);
      const [first, ...others] = states;
      if (first === undefined) return null;
      for (const state of others) mergeStrandStates(first, state);
      const only = Number(tools) === 1 && typeof tool === "string" ? tool : null;
      return { state: first, tool: this.toolNamed(only), strands: states.length, strandsInAll: Number(inAll) };
    });
  }

  /** States of strands, each its own, ascending by id of the strand. */
  private async statesOf(
    connection: DuckDBConnection,
    addresses: readonly Uint8Array[],
    wanted: ReadonlySet<string>,
  ): Promise<StrandState[]> {
    const { rules } = this.judging;
    const timeoutNs = nanoseconds(rules.flowTimeoutSeconds);
    const found = await connection.runAndReadAll("SELECT id FROM capture WHERE rules = ?", [foldRulesText(rules)]);
    const captures = found.getRows().map(([id]) => Number(id));
    const states = await CaseStates.of(connection, captures, timeoutNs);
    const byId = new Map<string, StrandState>();
    for (const [source, held] of await states.loadOf(addresses)) {
      for (const flow of flowsOf(stateOfSource(held, timeoutNs))) {
        for (const strand of strandsUnder(rules.preset, flow.strands)) {
          const id = `${flowIdOf(source, flow)}/${strand.localId}`;
          if (wanted.has(id)) byId.set(id, copyStrandState(strand.state));
        }
      }
    }
    return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, state]) => state);
  }

  private toolNamed(id: string | null): KnownMessages["tool"] {
    return this.library.signatures.find(({ definition }) => definition.tool.id === id)?.definition.tool ?? null;
  }
}

/** The group with this id, and the number of its row; null: there is none. */
async function findGroup(
  connection: DuckDBConnection,
  id: string,
): Promise<{ readonly rowid: number; readonly row: GroupRow } | null> {
  // The id of a fingerprint holds no slash: behind the last one it stands in that of a group.
  const fingerprint = id.slice(id.lastIndexOf("/") + 1);
  const found = await connection.runAndReadAll(
    `SELECT rowid::DOUBLE, fingerprint_group FROM fingerprint WHERE id = ? AND ${IS_ROW}`,
    [fingerprint],
  );
  for (const [rowid, group] of found.getRows()) {
    const row = rowOf(group);
    if (row.id === id) return { rowid: rowid as number, row };
  }
  return null;
}

/** Rows with the labels that cover strands of their groups. */
async function withLabels(connection: DuckDBConnection, rows: readonly GroupRow[]): Promise<FingerprintRow[]> {
  const heads = rows.map(({ fingerprint }): SqlParameter => ({ type: "VARCHAR", value: fingerprint }));
  const found = await ask(
    connection,
    `SELECT ${HEAD} AS head, member.tool, labelled.tool, sum(strand.packets)::DOUBLE
     FROM ${STRANDS_OF_MEMBERS} JOIN labelled ON labelled.mask = strand.mask
     WHERE ${HEAD} IN (${heads.map(() => "?").join(", ") || "NULL"}) GROUP BY ALL`,
    { sql: "", parameters: heads },
  );
  const labels = new Map<string, [string, number][]>();
  for (const [head, tool, label, packets] of found) {
    const group = `${tool ?? ""}/${head}`;
    labels.set(group, [...(labels.get(group) ?? []), [String(label), Number(packets)]]);
  }
  return rows.map((row) => ({
    ...row,
    labels: mostFirst(labels.get(`${row.tool?.id ?? ""}/${row.fingerprint}`) ?? []),
  }));
}

function rowOf(group: unknown): GroupRow {
  const { row } = JSON.parse(String(group)) as StoredGroup;
  if (row === null) throw new Error("the group stands beside this fingerprint");
  return row;
}

/** Which groups a query asks for. */
function groupCondition({ text, span, unknownOnly }: FingerprintQuery): SqlCondition {
  const known = unknownOnly ? UNKNOWN : "true";
  if (text.trim() === "" && span === null) return { sql: known, parameters: [] };
  const { sql, parameters } = flowCondition({ text, span });
  const heads = `SELECT ${HEAD}, member.tool FROM ${STRANDS_OF_MEMBERS}
    WHERE strand.flow IN (SELECT id FROM flow WHERE ${sql})`;
  return {
    sql: `${known} AND EXISTS (SELECT 1 FROM (${heads}) AS seen (head, of)
      WHERE seen.head = covering.id AND seen.of IS NOT DISTINCT FROM covering.tool)`,
    parameters,
  };
}

/** The fingerprint that covers the others of the group of a member. */
const HEAD = "(member.fingerprint_group->>'$.group.fingerprint')";

const STRANDS_OF_MEMBERS = `fingerprint AS member JOIN strand ON strand.fingerprint = member.id
  AND strand.tool IS NOT DISTINCT FROM member.tool`;

/** Neither a signature nor a label names a tool. */
const UNKNOWN = `covering.tool IS NULL AND NOT EXISTS (SELECT 1 FROM strand JOIN labelled ON labelled.mask = strand.mask
  WHERE strand.fingerprint = covering.id AND strand.tool IS NULL)`;

/** What each column sorts by. */
const SORT_COLUMNS: Readonly<Record<FingerprintColumn, string>> = {
  rank: number("rank"),
  fingerprint: "id",
  tool: "tool",
  near: `(${ROW}->>'$.near[0].signature')`,
  packets: number("packets"),
  sources: number("sources"),
  flows: number("flows"),
  destinations: number("destinations"),
  days: number("days"),
  first: text("firstPacketAt"),
  last: text("lastPacketAt"),
  grade: text("grade"),
};

/** Of equal ones the unknown stand first, as they are ranked; then the largest. */
const BEHIND = `${number("rank")} NULLS LAST, ${number("packets")} DESC, id, tool`;

function number(field: string): string {
  return `(${ROW}->>'$.${field}')::DOUBLE`;
}

function text(field: string): string {
  return `(${ROW}->>'$.${field}')`;
}
