import { blobValue, type DuckDBConnection, type DuckDBValue } from "@duckdb/node-api";
import { type AnalysisRules, nanoseconds } from "../../flow/rule-texts.ts";
import type { Source } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import type { StatesInPortions } from "../selected-states.ts";
import { addressOf } from "./address-of-key.ts";
import { chunksOf } from "./ask.ts";
import { listCaptures } from "./case-captures.ts";
import { foldRulesText } from "./case-settings.ts";
import { bytesOf } from "./row-values.ts";
import { SourceReader, type StoredState } from "./stored-sources.ts";

/** Stored states of the sources that are fetched by one statement. */
const PORTION_BYTES = 1 << 23;

/** The states of some captures of a case. */
export class CaseStates implements StatesInPortions {
  private readonly connection: DuckDBConnection;
  /** By the part they belong to, what states are read with. */
  readonly shapes: ReadonlyMap<string, Uint8Array>;
  private readonly reader: SourceReader;
  /** Numbers of the captures, as SQL lists them. */
  private readonly captures: string;

  private constructor(
    connection: DuckDBConnection,
    shapes: ReadonlyMap<string, Uint8Array>,
    captures: readonly number[],
    timeoutNs: bigint,
  ) {
    this.connection = connection;
    this.shapes = shapes;
    this.reader = new SourceReader(shapes, timeoutNs);
    this.captures = captures.length === 0 ? "NULL" : captures.join(", ");
  }

  /** The states of the captures with these numbers. */
  static async of(connection: DuckDBConnection, captures: readonly number[], timeoutNs: bigint): Promise<CaseStates> {
    return new CaseStates(connection, await shapesOf(connection), captures, timeoutNs);
  }

  /** Those of the captures that were read under these rules. */
  static async under(connection: DuckDBConnection, rules: AnalysisRules): Promise<CaseStates> {
    const text = foldRulesText(rules);
    const captures = (await listCaptures(connection)).filter((capture) => capture.rules === text);
    const ids = captures.map(({ id }) => id);
    return CaseStates.of(connection, ids, nanoseconds(rules.flowTimeoutSeconds));
  }

  /** The sources from one address to another, ascending, each on one time line. Throws `DamagedValue` for other bytes. */
  loadBetween(low: Uint8Array, high: Uint8Array): Promise<Map<IpAddress, Source>> {
    return this.allOf("AND source BETWEEN ? AND ?", [blobValue(low), blobValue(high)]);
  }

  /** The same of these sources. */
  loadOf(addresses: readonly Uint8Array[]): Promise<Map<IpAddress, Source>> {
    return this.allOf(...isAmong(addresses));
  }

  /** The same of all sources, ascending by address, some at a time: as many as fit into a bounded memory. */
  async *portions(): AsyncGenerator<ReadonlyMap<IpAddress, Source>> {
    for await (const states of this.stored()) yield* this.reader.read(states);
  }

  /** The same of the sources that have requests of no folded flow. */
  async *portionsWithKept(): AsyncGenerator<ReadonlyMap<IpAddress, Source>> {
    const where = `AND source IN (SELECT source FROM source_state WHERE capture IN (${this.captures}) AND kept > 0)`;
    for await (const states of this.storedWhere(where)) yield* this.reader.read(states);
  }

  /** The states of these sources as they lie in the case, ascending by address. */
  async storedOf(addresses: readonly Uint8Array[]): Promise<StoredState[]> {
    const states: StoredState[] = [];
    for await (const some of this.storedIn(...isAmong(addresses))) states.push(...some);
    return states;
  }

  /** The states as they lie in the case, ascending by address, a bounded number of bytes at a time: of whole sources. */
  stored(): AsyncGenerator<readonly StoredState[]> {
    return this.storedWhere("");
  }

  async countSources(): Promise<number> {
    const rows = await this.connection.runAndReadAll(
      `SELECT count(DISTINCT source)::DOUBLE FROM source_state WHERE capture IN (${this.captures})`,
    );
    return Number(rows.value(0, 0));
  }

  async countKept(): Promise<number> {
    const rows = await this.connection.runAndReadAll(
      `SELECT coalesce(sum(kept), 0)::DOUBLE FROM source_state WHERE capture IN (${this.captures})`,
    );
    return Number(rows.value(0, 0));
  }

  private async *storedWhere(where: string): AsyncGenerator<readonly StoredState[]> {
    const found = await this.connection.runAndReadAll(
      `SELECT min(source), max(source) FROM (
         SELECT source, sum(sum(octet_length(state))) OVER (ORDER BY source) // ${PORTION_BYTES} AS portion
         FROM source_state WHERE capture IN (${this.captures}) ${where} GROUP BY source
       ) GROUP BY portion ORDER BY 1`,
    );
    for (const [low, high] of found.getRows()) {
      yield* this.storedIn(`${where} AND source BETWEEN ? AND ?`, [blobValue(bytesOf(low)), blobValue(bytesOf(high))]);
    }
  }

  private async allOf(where: string, values: DuckDBValue[]): Promise<Map<IpAddress, Source>> {
    const sources = new Map<IpAddress, Source>();
    for await (const states of this.storedIn(where, values)) {
      for (const some of this.reader.read(states)) for (const [address, source] of some) sources.set(address, source);
    }
    return sources;
  }

  /** Chunks end anywhere: what came of the last source waits for the rest. */
  private async *storedIn(where: string, values: DuckDBValue[]): AsyncGenerator<readonly StoredState[]> {
    const sql = `SELECT capture, part, source, state FROM source_state
      WHERE capture IN (${this.captures}) ${where} ORDER BY source`;
    let waiting: StoredState[] = [];
    for await (const chunk of chunksOf(this.connection, sql, values)) {
      const states = [...waiting, ...chunk.getRows().map(storedState)];
      const last = states.at(-1)?.source;
      const end = states.findIndex(({ source }) => source === last);
      waiting = states.splice(end);
      if (states.length > 0) yield states;
    }
    if (waiting.length > 0) yield waiting;
  }
}

/** The bounds keep the database from looking at all sources. */
function isAmong(addresses: readonly Uint8Array[]): [where: string, values: DuckDBValue[]] {
  const sorted = addresses.toSorted(Buffer.compare);
  const [least, greatest] = [sorted[0], sorted.at(-1)];
  if (least === undefined || greatest === undefined) return ["AND false", []];
  const places = addresses.map(() => "?").join(", ");
  return [
    `AND source BETWEEN ? AND ? AND source IN (${places})`,
    [least, greatest, ...sorted].map((key) => blobValue(key)),
  ];
}

function storedState([capture, part, source, state]: readonly (DuckDBValue | undefined)[]): StoredState {
  return { source: addressOf(bytesOf(source)), part: partKey(capture, part), state: bytesOf(state) };
}

async function shapesOf(connection: DuckDBConnection): Promise<Map<string, Uint8Array>> {
  const rows = await connection.runAndReadAll("SELECT capture, part, shapes FROM state_part");
  return new Map(rows.getRows().map(([capture, part, shapes]) => [partKey(capture, part), bytesOf(shapes)]));
}

function partKey(capture: DuckDBValue | undefined, part: DuckDBValue | undefined): string {
  return `${capture}/${part}`;
}
