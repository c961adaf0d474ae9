import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { mergedSource, type Source } from "../../flow/source.ts";
import type { IpAddress } from "../../net/address.ts";
import { addressOf } from "./address-bytes.ts";
import { bytesOf } from "./row-values.ts";
import { StateReader } from "./stored-states.ts";
import { DamagedValue } from "./value-bytes.ts";

/**
 * The sources of some captures of the case, on one time line: what these captures give when they are read. Throws
 * `DamagedValue` where the case holds other bytes.
 */
export async function loadSources(
  connection: DuckDBConnection,
  captures: ReadonlySet<number>,
  timeoutNs: bigint,
): Promise<Map<IpAddress, Source>> {
  const readers = await stateReaders(connection);
  const sources = new Map<IpAddress, Source>();
  const rows = await connection.stream("SELECT capture, part, source, state FROM source_state");
  for (let chunk = await rows.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await rows.fetchChunk()) {
    for (const [capture, part, source, state] of chunk.getRows()) {
      if (!captures.has(Number(capture))) continue;
      const reader = readers.get(partKey(capture, part));
      if (reader === undefined) throw new DamagedValue("a state belongs to no part");
      const address = addressOf(bytesOf(source));
      const read = reader.read(bytesOf(state));
      const known = sources.get(address);
      sources.set(address, known === undefined ? read : mergedSource(known, read, timeoutNs));
    }
  }
  return sources;
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
