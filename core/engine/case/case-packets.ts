import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
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
import { formatAddress } from "../../net/address.ts";
import { parseFilter } from "../../query/parse-filter.ts";
import { compileSql, type SqlCondition } from "../../query/sql.ts";
import { PACKETS } from "../../query/tables.ts";
import { inspectMessage } from "../../report/inspect-message.ts";
import { formatTime } from "../../report/time-text.ts";
import { readSipMessage } from "../../sip/read-message.ts";
import { addressOf } from "./address-of-key.ts";
import { ask, askForRowids } from "./ask.ts";
import { findCapture } from "./case-captures.ts";
import { type CaptureFault, changed, type KnownCapture, readStretch } from "./packet-bytes.ts";
import { allOf, conditionOfFlow, conditionOfStrand, FROM_PACKETS, PACKET_FIELDS } from "./packet-conditions.ts";
import { bytesOf } from "./row-values.ts";
import type { Turns } from "./turns.ts";

/** Bytes of a packet that are shown at most. */
const MOST_FRAME_BYTES = 262_144;

/** Stretches of time of a flow; of each the lowest and the highest values are drawn. */
const STRETCHES = 500n;

/** The rows that answer a question, in order. */
interface OrderedPackets {
  readonly question: string;
  readonly condition: SqlCondition;
  readonly rows: BigInt64Array;
  readonly total: number;
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
  /** The last question with the rows that answer it: most pages are asked of the same one. */
  private ordered: OrderedPackets | null = null;

  constructor(turns: Turns, rulesText: string) {
    this.turns = turns;
    this.rulesText = rulesText;
  }

  /** A stretch of the packets of a query. `revision`: of the results they belong to. */
  page(query: PacketQuery, offset: number, limit: number, revision: number): Promise<PacketPage> {
    return this.turns.take(async (connection) => {
      const ordered = await this.order(connection, query);
      if ("message" in ordered) return { kind: "no-filter", message: ordered.message };
      const wanted = ordered.rows.subarray(offset, offset + limit);
      const rows = await this.rowsAt(connection, ordered, wanted);
      return { kind: "page", revision, offset, rows, matching: ordered.rows.length, total: ordered.total };
    });
  }

  /**
   * Where a packet is in the order of a query; null where it is not among its rows. Without a capture it is the next one
   * with this number behind the index `after`, and behind the last one the first.
   */
  find(query: PacketQuery, number: number, capture: string | null, after: number | null): Promise<FoundPacket | null> {
    return this.turns.take(async (connection) => {
      const ordered = await this.order(connection, query);
      if ("message" in ordered) return null;
      const condition = allOf([ordered.condition, numbered(number, capture)]);
      const found = await ask(connection, `SELECT p.rowid, c.sha256 ${FROM_PACKETS} WHERE ${condition.sql}`, condition);
      const places = found
        .map(([rowid, sha256]) => ({ index: ordered.rows.indexOf(rowid as bigint), capture: String(sha256) }))
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

  /** Values of the sender over the time of a flow: none where no packet of it has a time. */
  overTime(flow: string): Promise<SenderPlot> {
    return this.turns.take(async (connection) => {
      const condition = await this.conditionOf(connection, { flow, strand: null });
      const span = `SELECT min(p.time_ns), max(p.time_ns) ${FROM_PACKETS} WHERE ${condition.sql}`;
      const [[first, last] = []] = await ask(connection, span, condition);
      if (typeof first !== "bigint" || typeof last !== "bigint") {
        return { kind: "plot", stretchSeconds: 0, stretches: [] };
      }
      const width = (last - first) / STRETCHES + 1n;
      const stretches = await ask(
        connection,
        `SELECT min(p.time_ns) - ${first}, count(*), min(p.source_port), max(p.source_port), min(p.ttl), max(p.ttl),
           min(p.ip_id), max(p.ip_id)
         ${FROM_PACKETS} WHERE ${condition.sql} GROUP BY (p.time_ns - ${first}) // ${width} ORDER BY 1`,
        condition,
      );
      return { kind: "plot", stretchSeconds: Number(width) / 1e9, stretches: stretches.map(stretchOf) };
    });
  }

  private async order(
    connection: DuckDBConnection,
    query: PacketQuery,
  ): Promise<OrderedPackets | { readonly message: string }> {
    const question = JSON.stringify(query);
    if (this.ordered?.question === question) return this.ordered;
    const filter = parseFilter(query.text, PACKETS);
    if (!filter.ok) return { message: filter.fault.message };
    const all = await this.conditionOf(connection, query);
    const condition = allOf([all, compileSql(filter.expression, PACKETS, PACKET_FIELDS)]);
    const [counted] = await ask(connection, `SELECT count(*) ${FROM_PACKETS} WHERE ${all.sql}`, all);
    const rows = await askForRowids(
      connection,
      `SELECT p.rowid ${FROM_PACKETS} WHERE ${condition.sql} ORDER BY ${orderOf(query)}`,
      condition,
    );
    this.ordered = { question, condition, rows, total: Number(counted?.[0] ?? 0) };
    return this.ordered;
  }

  /** Which packets a query is about, whatever it is filtered by. */
  private async conditionOf(
    connection: DuckDBConnection,
    { flow, strand }: Pick<PacketQuery, "flow" | "strand">,
  ): Promise<SqlCondition> {
    const ofRules: SqlCondition = { sql: "c.rules = ?", parameters: [{ type: "VARCHAR", value: this.rulesText }] };
    const ofFlow = await conditionOfFlow(connection, flow);
    const ofStrand = strand === null ? EVERY : await conditionOfStrand(connection, strand);
    return ofFlow === null || ofStrand === null ? NONE : allOf([ofRules, ofFlow, ofStrand]);
  }

  private async rowsAt(
    connection: DuckDBConnection,
    { condition }: OrderedPackets,
    wanted: BigInt64Array,
  ): Promise<PacketRow[]> {
    const list = Array.from(wanted, String).join(", ") || "NULL";
    // The condition once more, so that no row of another question can stand where a row was when they were ordered.
    const found = await ask(
      connection,
      `SELECT ${ROW_COLUMNS}, p.rowid ${FROM_PACKETS} WHERE p.rowid IN (${list}) AND ${condition.sql}`,
      condition,
    );
    const shown = new Map(found.map((values) => [values[ROW_WIDTH] as bigint, packetRow(values)]));
    return Array.from(wanted).flatMap((rowid) => shown.get(rowid) ?? []);
  }
}

const EVERY: SqlCondition = { sql: "true", parameters: [] };
const NONE: SqlCondition = { sql: "false", parameters: [] };

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
