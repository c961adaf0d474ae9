import { blobValue, type DuckDBConnection, type DuckDBValue } from "@duckdb/node-api";
import { mergedSource, type Source } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import type { StatesInPortions } from "../selected-states.ts";
import { addressOf } from "./address-of-key.ts";
import { chunksOf } from "./ask.ts";
import { bytesOf } from "./row-values.ts";
import { StateReader } from "./stored-states.ts";
import { DamagedValue } from "./value-bytes.ts";

/** Stored states of the sources that are fetched by one statement. */
const PORTION_BYTES = 1 << 23;
/** Sources whose states are read at once: what outlives the next collection of garbage costs more than reading it. */
const SOURCES_AT_ONCE = 16;

/** The states of some captures of a case. */
export class CaseStates implements StatesInPortions {
  private readonly connection: DuckDBConnection;
  private readonly readers: ReadonlyMap<string, StateReader>;
  /** Numbers of the captures, as SQL lists them. */
  private readonly captures: string;
  private readonly timeoutNs: bigint;

  private constructor(
    connection: DuckDBConnection,
    readers: ReadonlyMap<string, StateReader>,
    captures: readonly number[],
    timeoutNs: bigint,
  ) {
    this.connection = connection;
    this.readers = readers;
    this.captures = captures.length === 0 ? "NULL" : captures.join(", ");
    this.timeoutNs = timeoutNs;
  }

  /** The states of the captures with these numbers. */
  static async of(connection: DuckDBConnection, captures: readonly number[], timeoutNs: bigint): Promise<CaseStates> {
    return new CaseStates(connection, await stateReaders(connection), captures, timeoutNs);
  }

  /** The sources from one address to another, ascending, each on one time line. Throws `DamagedValue` for other bytes. */
  loadBetween(low: Uint8Array, high: Uint8Array): Promise<Map<IpAddress, Source>> {
    return this.allOf("AND source BETWEEN ? AND ?", [blobValue(low), blobValue(high)]);
  }

  /** The same of these sources. */
  loadOf(addresses: readonly Uint8Array[]): Promise<Map<IpAddress, Source>> {
    return this.allOf(
      `AND source IN (${addresses.map(() => "?").join(", ") || "NULL"})`,
      addresses.map((address) => blobValue(address)),
    );
  }

  /** The same of all sources, ascending by address, some at a time: as many as fit into a bounded memory. */
  portions(): AsyncGenerator<ReadonlyMap<IpAddress, Source>> {
    return this.portionsWhere("");
  }

  /** The same of the sources that have requests of no folded flow. */
  portionsWithKept(): AsyncGenerator<ReadonlyMap<IpAddress, Source>> {
    return this.portionsWhere(
      `AND source IN (SELECT source FROM source_state WHERE capture IN (${this.captures}) AND kept > 0)`,
    );
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

  private async *portionsWhere(where: string): AsyncGenerator<ReadonlyMap<IpAddress, Source>> {
    const found = await this.connection.runAndReadAll(
      `SELECT min(source), max(source) FROM (
         SELECT source, sum(sum(octet_length(state))) OVER (ORDER BY source) // ${PORTION_BYTES} AS portion
         FROM source_state WHERE capture IN (${this.captures}) ${where} GROUP BY source
       ) GROUP BY portion ORDER BY 1`,
    );
    for (const [low, high] of found.getRows()) {
      yield* this.merged(`${where} AND source BETWEEN ? AND ?`, [blobValue(bytesOf(low)), blobValue(bytesOf(high))]);
    }
  }

  private async allOf(where: string, values: DuckDBValue[]): Promise<Map<IpAddress, Source>> {
    const sources = new Map<IpAddress, Source>();
    for await (const some of this.merged(where, values))
      for (const [address, source] of some) sources.set(address, source);
    return sources;
  }

  /** Ascending by address, some at a time; each source is whole. */
  private async *merged(where: string, values: DuckDBValue[]): AsyncGenerator<ReadonlyMap<IpAddress, Source>> {
    let sources = new Map<IpAddress, Source>();
    const sql = `SELECT capture, part, source, state FROM source_state
      WHERE capture IN (${this.captures}) ${where} ORDER BY source`;
    for await (const chunk of chunksOf(this.connection, sql, values)) {
      for (const [capture, part, key, state] of chunk.getRows()) {
        const address = addressOf(bytesOf(key));
        if (sources.size >= SOURCES_AT_ONCE && !sources.has(address)) {
          yield sources;
          sources = new Map();
        }
        this.add(sources, partKey(capture, part), address, state);
      }
    }
    if (sources.size > 0) yield sources;
  }

  private add(sources: Map<IpAddress, Source>, part: string, address: IpAddress, state: DuckDBValue | undefined): void {
    const reader = this.readers.get(part);
    if (reader === undefined) throw new DamagedValue("a state belongs to no part");
    const read = reader.read(bytesOf(state));
    const known = sources.get(address);
    sources.set(address, known === undefined ? read : mergedSource(known, read, this.timeoutNs));
  }
}

async function stateReaders(connection: DuckDBConnection): Promise<Map<string, StateReader>> {
  const rows = await connection.runAndReadAll("SELECT capture, part, shapes FROM state_part");
  return new Map(
    rows.getRows().map(([capture, part, shapes]) => [partKey(capture, part), new StateReader(bytesOf(shapes))]),
  );
}

function partKey(capture: DuckDBValue | undefined, part: DuckDBValue | undefined): string {
  return `${capture}/${part}`;
}
