import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import type { FlowQuery } from "../../contract/flow-table.ts";
import type { FilteredOverview, Overview } from "../../contract/overview.ts";
import type {
  InspectedPacket,
  PacketColumn,
  PacketId,
  PacketPage,
  PacketQuery,
  PacketReading,
  PacketRow,
} from "../../contract/packet-table.ts";
import type { SenderPlot, SenderStretch } from "../../contract/sender-plot.ts";
import type { SourceDays } from "../../contract/source-table.ts";
import type { GeoTable } from "../../geography/geo-table.ts";
import { formatAddress, parseAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import { parseFilter } from "../../query/parse-filter.ts";
import { compileSql, type SqlCondition } from "../../query/sql.ts";
import { PACKETS } from "../../query/tables.ts";
import { inspectMessage } from "../../report/inspect-message.ts";
import { formatDay, formatTime } from "../../report/time-text.ts";
import { readSipMessage } from "../../sip/read-message.ts";
import { addressOf } from "./address-of-key.ts";
import { ask, askForRowids, isOneOf } from "./ask.ts";
import { findCapture } from "./case-captures.ts";
import { filteredOverview } from "./filtered-overview.ts";
import { keepLatest } from "./keep-latest.ts";
import type { NotePlace } from "./notes.ts";
import { OrderInPause } from "./order-in-pause.ts";
import { type CaptureFault, changed, type KnownCapture, readStretch } from "./packet-bytes.ts";
import { allOf, conditionOfFlow, conditionOfStrand, FROM_PACKETS, packetFields } from "./packet-conditions.ts";
import { bytesOf } from "./row-values.ts";
import type { Turns } from "./turns.ts";
import { viewOf } from "./views.ts";

/** Bytes of a packet that are shown at most. */
const MOST_FRAME_BYTES = 262_144;

/**
 * Stretches of time of a flow; of each the lowest and the highest values are drawn: more than there is room for side by
 * side, and few enough to be numbered by one byte.
 */
const STRETCHES = 250n;

/** Values over time are kept, because analysts go from tab to tab and back. */
const MOST_KEPT_PLOTS = 64;

/** Flows of more packets than this take so long that their values over time are counted before anybody asks. */
const LARGE_FLOW_PACKETS = 1_000_000;
/** The largest of them: the others would keep the analyst from all results. */
const MOST_PREPARED_PLOTS = 4;

/** Rows that are put in order before all others are, so that the first ones are seen at once. */
const FIRST_ROWS = 500;

/** The rows that answer a question, in order. */
interface OrderedPackets {
  readonly question: string;
  readonly condition: SqlCondition;
  readonly matching: number;
  readonly total: number;
  /** Names of captures that hold packets of the source, but were read without the packet index. */
  readonly unlisted: readonly string[];
  readonly first: Float64Array;
  /** All of them; null where another question came before they were in order. */
  readonly all: () => Promise<Float64Array | null>;
}

/** Where a packet was found in the order of a query. */
export interface FoundPacket {
  readonly index: number;
  /** SHA-256 of its capture. */
  readonly capture: string;
}

/** The packets of flows, as the packet index of a case has them. Their bytes are read when they are asked for. */
export class CasePackets {
  private readonly turns: Turns;
  /** The rules whose captures are shown, as `foldRulesText` writes them. */
  private readonly rulesText: string;
  private readonly later: OrderInPause;
  private readonly plots = new Map<string, SenderPlot>();
  /** The last question with the rows that answer it: most pages are asked of the same one. */
  private ordered: OrderedPackets | null = null;
  /** The last capture whose packets are listed; null: all. */
  private lastCapture: number | null = null;

  /** @param ordering puts rows in order, which may take seconds, while pages are asked for */
  constructor(turns: Turns, ordering: DuckDBConnection, rulesText: string) {
    this.turns = turns;
    this.later = new OrderInPause(ordering);
    this.rulesText = rulesText;
    turns.asked = () => this.later.disturb();
  }

  /** From now on only packets of captures that are in the case by now are listed: others are being read into it. */
  holdStill(): Promise<void> {
    return this.turns.take(async (connection) => {
      const rows = await connection.runAndReadAll("SELECT coalesce(max(id), 0) FROM capture");
      this.lastCapture ??= Number(rows.value(0, 0));
    });
  }

  /** Ends what is being put in order. */
  stop(): Promise<void> {
    this.ordered = null;
    return this.later.stop();
  }

  /** A stretch of the packets of a query. `revision`: of the results they belong to. */
  async page(query: PacketQuery, offset: number, limit: number, revision: number): Promise<PacketPage> {
    const ordered = await this.turns.take((connection) => this.order(connection, query));
    if ("message" in ordered) return { kind: "no-filter", message: ordered.message };
    const { matching, total, first, unlisted } = ordered;
    const isFirst = offset + limit <= first.length || first.length === matching;
    // Where another question came meanwhile nobody waits for these rows.
    const wanted = ((isFirst ? first : await ordered.all()) ?? first.subarray(0, 0)).subarray(offset, offset + limit);
    const rows = await this.turns.take((connection) => this.rowsAt(connection, ordered, wanted));
    return { kind: "page", revision, offset, rows, matching, total, unlisted: [...unlisted] };
  }

  /**
   * Where a packet is in the order of a query; null where it is not among its rows. Without a capture it is the next one
   * with this number behind the index `after`, and behind the last one the first.
   */
  async find(
    query: PacketQuery,
    number: number,
    capture: string | null,
    after: number | null,
  ): Promise<FoundPacket | null> {
    const ordered = await this.turns.take((connection) => this.order(connection, query));
    if ("message" in ordered) return null;
    const rows = await ordered.all();
    if (rows === null) return null;
    return this.turns.take(async (connection) => {
      const condition = allOf([ordered.condition, numbered(number, capture)]);
      const found = await ask(
        connection,
        `SELECT p.rowid::DOUBLE, c.sha256 ${FROM_PACKETS} WHERE ${condition.sql}`,
        condition,
      );
      const places = found
        .map(([rowid, sha256]) => ({ index: rows.indexOf(rowid as number), capture: String(sha256) }))
        .sort((a, b) => a.index - b.index);
      return places.find(({ index }) => index > (after ?? -1)) ?? places[0] ?? null;
    });
  }

  /** A packet with its bytes; null: it is not in the packet index. */
  read({ capture, number }: PacketId): Promise<PacketReading | null> {
    return this.turns.take(async (connection) => {
      const known = await findCapture(connection, capture);
      if (known === undefined) return null;
      const condition = numbered(number, capture);
      const columns = `${ROW_COLUMNS}, p.source, p.file_offset, p.length, p.payload_at, p.payload_length`;
      const [values] = await ask(connection, `SELECT ${columns} ${FROM_PACKETS} WHERE ${condition.sql}`, condition);
      if (values === undefined) return null;
      const [source, offset, length, payloadAt, payloadLength] = values.slice(ROW_WIDTH);
      const stored: StoredPacket = {
        row: packetRow(values),
        source: formatAddress(addressOf(bytesOf(source))),
        offset: Number(offset),
        length: Number(length),
        payloadAt: payloadAt === null ? null : Number(payloadAt),
        payloadLength: Number(payloadLength),
        kept: await keptPayload(connection, known.id, number),
      };
      const { name, bytes, compression } = known.capture;
      return readPacket(stored, { path: known.path, name, bytes }, compression === null);
    });
  }

  /** Where a packet is for a note; null: it is not in the packet index. */
  placeOf(capture: string, number: number): Promise<NotePlace | null> {
    return this.turns.take(async (connection) => {
      const condition = numbered(number, capture);
      const sql = `SELECT c.name, p.source, p.time_ns ${FROM_PACKETS} WHERE ${condition.sql}`;
      const [row] = await ask(connection, sql, condition);
      if (row === undefined) return null;
      const [captureName, source, time] = row;
      return {
        kind: "packet",
        source: formatAddress(addressOf(bytesOf(source))),
        capture,
        captureName: String(captureName),
        number,
        firstNs: typeof time === "bigint" ? String(time) : null,
      };
    });
  }

  /** Has pages ask anew: what was noted may be what they are filtered by. */
  forgetOrder(): void {
    this.ordered = null;
  }

  /** Values of the sender over the time of a flow: none where no packet of it has a time. */
  overTime(flow: string): Promise<SenderPlot> {
    return this.turns.take(async (connection) => {
      const plot = this.plots.get(flow) ?? (await this.plotOf(connection, flow));
      keepLatest(this.plots, flow, plot, MOST_KEPT_PLOTS);
      return plot;
    });
  }

  private async plotOf(connection: DuckDBConnection, flow: string): Promise<SenderPlot> {
    const condition = await this.conditionOf(connection, { flow, strand: null });
    const span = await connection.runAndReadAll("SELECT first_ns, last_ns FROM flow WHERE id = ?", [flow]);
    const [first, last] = span.getRows()[0] ?? [];
    if (typeof first !== "bigint" || typeof last !== "bigint") {
      return { kind: "plot", stretchSeconds: 0, stretches: [] };
    }
    const width = (last - first) / STRETCHES + 1n;
    // Groups that are a byte have a place each, and need no hash table: that is a sixth of the time.
    const stretch = `((p.time_ns - ${first}) // ${width})::UTINYINT`;
    const stretches = await ask(
      connection,
      `SELECT min(p.time_ns) - ${first}, count(*), min(p.source_port), max(p.source_port), min(p.ttl), max(p.ttl),
           min(p.ip_id), max(p.ip_id)
         ${FROM_PACKETS} WHERE ${condition.sql} GROUP BY ${stretch} ORDER BY 1`,
      condition,
    );
    return { kind: "plot", stretchSeconds: Number(width) / 1e9, stretches: stretches.map(stretchOf) };
  }

  /** Counts the values over time of the largest flows before anybody asks for them. */
  async prepare(): Promise<void> {
    const largest = await this.turns.take((connection) =>
      connection.runAndReadAll(
        `SELECT id FROM flow WHERE packets > ${LARGE_FLOW_PACKETS} ORDER BY packets DESC LIMIT ${MOST_PREPARED_PLOTS}`,
      ),
    );
    for (const [flow] of largest.getRows()) await this.overTime(String(flow));
  }

  /** Packets of a source by UTC day. */
  daysOf(address: string): Promise<SourceDays> {
    return this.turns.take(async (connection) => {
      const source = parseAddress(address);
      const ofRules = this.conditionOfRules();
      const ofSource: SqlCondition =
        source === undefined
          ? NONE
          : { sql: "p.source = ?", parameters: [{ type: "BLOB", value: addressKey(source) }] };
      const condition = allOf([ofRules, ofSource]);
      const counted = await ask(
        connection,
        `SELECT ${DAY_OF_PACKET} AS day, count(*) ${FROM_PACKETS} WHERE ${condition.sql} GROUP BY day ORDER BY day`,
        condition,
      );
      const missing = `SELECT count(*) FROM capture c WHERE ${ofRules.sql} AND NOT c.indexed AND c.requests > 0`;
      const [[notIndexed] = []] = await ask(connection, missing, ofRules);
      return {
        kind: "counted",
        days: counted.flatMap(([day, packets]): [string, number][] =>
          day === null ? [] : [[formatDay(Number(day)), Number(packets)]],
        ),
        undated: Number(counted.find(([day]) => day === null)?.[1] ?? 0),
        notIndexed: Number(notIndexed),
      };
    });
  }

  /** The overview of the flows that pass a filter. */
  overviewOf(query: Pick<FlowQuery, "text" | "span">, geoTables: readonly GeoTable[]): Promise<FilteredOverview> {
    return this.turns.take(async (connection) => {
      const all = JSON.parse(await viewOf(connection, "overview")) as Overview;
      return filteredOverview(connection, query, all, this.conditionOfRules(), geoTables);
    });
  }

  private conditionOfRules(): SqlCondition {
    const listed = this.lastCapture === null ? "" : ` AND c.id <= ${this.lastCapture}`;
    return { sql: `c.rules = ?${listed}`, parameters: [{ type: "VARCHAR", value: this.rulesText }] };
  }

  private async order(
    connection: DuckDBConnection,
    query: PacketQuery,
  ): Promise<OrderedPackets | { readonly message: string }> {
    const question = JSON.stringify(query);
    if (this.ordered?.question === question) return this.ordered;
    const filter = parseFilter(query.text, PACKETS);
    if (!filter.ok) return { message: filter.fault.message };
    this.ordered = null;
    this.later.giveUp();
    const ofQuery = await this.conditionOf(connection, query);
    const among = (await conditionOfFlow(connection, query.flow)) ?? "false";
    const condition = allOf([ofQuery, compileSql(filter.expression, PACKETS, packetFields(among))]);
    const unlisted = await this.unlistedOf(connection, query.flow);
    const total = await this.total(connection, query, ofQuery, unlisted);
    const matching = query.text.trim() === "" ? total : await this.count(connection, condition);
    const inOrder = `SELECT p.rowid::DOUBLE ${FROM_PACKETS} WHERE ${condition.sql} ORDER BY ${orderOf(query)}`;
    const first = await askForRowids(connection, `${inOrder} LIMIT ${FIRST_ROWS}`, condition);
    const isWhole = first.length === matching;
    const all = isWhole ? () => Promise.resolve(first) : this.later.begin(inOrder, condition);
    this.ordered = { question, condition, matching, total, unlisted, first, all };
    return this.ordered;
  }

  /** Packets a query is about. Where all of a flow are listed, their number is known. */
  private async total(
    connection: DuckDBConnection,
    { flow, strand }: PacketQuery,
    all: SqlCondition,
    unlisted: readonly string[],
  ): Promise<number> {
    // Captures that are read meanwhile are in the tables of flows before they are listed here.
    if (strand !== null || unlisted.length > 0 || this.lastCapture !== null) return this.count(connection, all);
    const rows = await connection.runAndReadAll("SELECT packets FROM flow WHERE id = ?", [flow]);
    return Number(rows.getRows()[0]?.[0] ?? 0);
  }

  private async count(connection: DuckDBConnection, condition: SqlCondition): Promise<number> {
    const [counted] = await ask(connection, `SELECT count(*) ${FROM_PACKETS} WHERE ${condition.sql}`, condition);
    return Number(counted?.[0] ?? 0);
  }

  private async unlistedOf(connection: DuckDBConnection, flow: string): Promise<string[]> {
    const rows = await connection.runAndReadAll(
      `SELECT name FROM capture WHERE NOT indexed AND rules = ? AND id IN (
         SELECT capture FROM source_state WHERE source = (SELECT source FROM flow WHERE id = ?)) ORDER BY name LIMIT 20`,
      [this.rulesText, flow],
    );
    return rows.getRows().map(([name]) => String(name));
  }

  /** Which packets a query is about, whatever it is filtered by. */
  private async conditionOf(
    connection: DuckDBConnection,
    { flow, strand }: Pick<PacketQuery, "flow" | "strand">,
  ): Promise<SqlCondition> {
    const ofRules = this.conditionOfRules();
    const sql = await conditionOfFlow(connection, flow);
    const ofFlow: SqlCondition | null = sql === null ? null : { sql, parameters: [] };
    const ofStrand = strand === null ? EVERY : await conditionOfStrand(connection, strand);
    return ofFlow === null || ofStrand === null ? NONE : allOf([ofRules, ofFlow, ofStrand]);
  }

  private async rowsAt(
    connection: DuckDBConnection,
    { condition }: OrderedPackets,
    wanted: Float64Array,
  ): Promise<PacketRow[]> {
    // The condition once more, so that no row of another question can stand where a row was when they were ordered.
    const found = await ask(
      connection,
      `SELECT ${ROW_COLUMNS}, p.rowid::DOUBLE ${FROM_PACKETS} WHERE ${isOneOf("p.rowid", wanted)} AND ${condition.sql}`,
      condition,
    );
    const shown = new Map(found.map((values) => [values[ROW_WIDTH] as number, packetRow(values)]));
    return Array.from(wanted).flatMap((rowid) => shown.get(rowid) ?? []);
  }
}

const EVERY: SqlCondition = { sql: "true", parameters: [] };
const NONE: SqlCondition = { sql: "false", parameters: [] };

/** Number of a packet's UTC day, counted from 1970-01-01. DuckDB divides towards zero, and days before that one are below it. */
const DAY_OF_PACKET = `CASE WHEN p.time_ns < 0 THEN (p.time_ns + 1) // 86400000000000 - 1
  ELSE p.time_ns // 86400000000000 END`;

const ROW_COLUMNS = `c.sha256, c.name, p.number, p.time_ns, p.destination, p.source_port, p.destination_port, p.ttl,
  p.ip_id, p.method, p.payload_length, p.missing_bytes, p.anomalies`;
const ROW_WIDTH = 13;

/** What each column sorts by. */
const SORT_COLUMNS: Readonly<Record<Exclude<PacketColumn, "time">, string>> = {
  number: "p.number",
  capture: "c.name",
  destination: "p.destination",
  sourcePort: "p.source_port",
  destinationPort: "p.destination_port",
  ttl: "p.ttl",
  ipId: "p.ip_id",
  method: "p.method",
  length: "p.payload_length::BIGINT + p.missing_bytes",
  anomalies: "CASE WHEN p.anomalies = '' THEN 0 ELSE len(string_split(p.anomalies, ' ')) END",
};

/** The order of the time line is that of time, SHA-256 of the capture, and number. */
function orderOf({ sort, descending }: PacketQuery): string {
  const direction = descending ? "DESC" : "ASC";
  if (sort === "time") return `p.time_ns ${direction} NULLS LAST, c.place ${direction}, p.number ${direction}`;
  return `${SORT_COLUMNS[sort]} ${direction} NULLS LAST, p.time_ns NULLS LAST, c.place, p.number`;
}

function numbered(number: number, capture: string | null): SqlCondition {
  const byNumber: SqlCondition = { sql: `p.number = ${number}`, parameters: [] };
  if (capture === null) return byNumber;
  return allOf([byNumber, { sql: "c.sha256 = ?", parameters: [{ type: "VARCHAR", value: capture }] }]);
}

/** The payload of a packet, where the case keeps it. */
async function keptPayload(connection: DuckDBConnection, capture: number, number: number): Promise<Uint8Array | null> {
  const sql = `SELECT bytes FROM payload WHERE capture = ${capture} AND number = ${number}`;
  const [kept] = (await connection.runAndReadAll(sql)).getRows();
  return kept === undefined ? null : bytesOf(kept[0]);
}

function packetRow(values: readonly DuckDBValue[]): PacketRow {
  const [sha256, name, number, timeNs, destination, sourcePort, destinationPort, ttl, ipId, method, stored, missing] =
    values;
  const anomalies = String(values[ROW_WIDTH - 1]);
  return {
    capture: String(sha256),
    captureName: String(name),
    number: Number(number),
    time: formatTime(timeNs as bigint | null),
    destination: formatAddress(addressOf(bytesOf(destination))),
    sourcePort: Number(sourcePort),
    destinationPort: Number(destinationPort),
    ttl: Number(ttl),
    ipId: ipId === null ? null : Number(ipId),
    method: String(method),
    length: Number(stored) + Number(missing),
    missingBytes: Number(missing),
    anomalies: anomalies === "" ? [] : anomalies.split(" "),
  };
}

function stretchOf([at, packets, ...ranges]: readonly DuckDBValue[]): SenderStretch {
  const [lowPort, highPort, lowTtl, highTtl, lowId, highId] = ranges;
  return {
    at: Number(at) / 1e9,
    packets: Number(packets),
    sourcePort: [Number(lowPort), Number(highPort)],
    ttl: [Number(lowTtl), Number(highTtl)],
    ipId: lowId === null ? null : [Number(lowId), Number(highId)],
  };
}

/** A packet as the index has it. */
interface StoredPacket {
  readonly row: PacketRow;
  readonly source: string;
  /** Of the packet in the decompressed stream. */
  readonly offset: number;
  readonly length: number;
  readonly payloadAt: number | null;
  readonly payloadLength: number;
  /** The payload, where the case keeps it. */
  readonly kept: Uint8Array | null;
}

/** `plain`: the packet's bytes stand in the file as they are. */
function readPacket(stored: StoredPacket, capture: KnownCapture, plain: boolean): PacketReading {
  const { row, source, payloadAt, payloadLength, kept } = stored;
  const lost = (fault: CaptureFault): PacketReading => ({ kind: "lost", row, source, ...fault });
  const stretch = plain ? readStretch(capture, stored.offset, stored.length) : null;
  const frame = stretch?.ok === true ? stretch.bytes : null;
  const inFrame = payloadAt === null ? undefined : frame?.subarray(payloadAt, payloadAt + payloadLength);
  // A payload that the case keeps is shown even where the capture is gone.
  const payload = kept ?? inFrame;
  if (payload === undefined) return lost(stretch?.ok === false ? stretch.fault : changed(capture.name));
  const text = latin1(payload);
  const request = readSipMessage(text, row.missingBytes, payload);
  const isThatMessage = request.kind === "request" && request.method === row.method;
  if (!isThatMessage || request.anomalies.map(({ kind }) => kind).join() !== row.anomalies.join()) {
    return lost(changed(capture.name));
  }
  return {
    kind: "packet",
    packet: { row, source, payload: text, frame: frameOf(frame, payloadAt), ...inspectMessage(request, text) },
  };
}

function frameOf(bytes: Uint8Array | null, payloadAt: number | null): InspectedPacket["frame"] {
  if (bytes === null) return null;
  const shown = bytes.subarray(0, MOST_FRAME_BYTES);
  return { bytes: latin1(shown), left: bytes.length - shown.length, payloadAt };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
