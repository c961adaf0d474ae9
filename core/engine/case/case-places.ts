import { blobValue, type DuckDBConnection, type DuckDBValue } from "@duckdb/node-api";
import { type GeoTable, locate } from "../../geography/geo-table.ts";
import { asnText } from "../../report/flow-filter.ts";
import { addressOf } from "./address-of-key.ts";
import { BulkAppend } from "./bulk-append.ts";
import type { CaseFile } from "./case-file.ts";
import { bytesOf } from "./row-values.ts";

/** Notes where the sources of all flows are by these tables, in place of what was noted before. */
export async function writePlaces(opened: CaseFile, tables: readonly GeoTable[]): Promise<void> {
  await opened.save(async (connection) => {
    await connection.run("DELETE FROM place");
    if (tables.length === 0) return;
    const places = (await sourcesOf(connection)).map((source) => ({ source, ...locate(tables, addressOf(source)) }));
    const known = places.filter(({ country, network }) => country !== null || network !== null);
    const append = await BulkAppend.to(connection, "place");
    const columns: DuckDBValue[][] = [
      known.map(({ source }) => blobValue(source)),
      known.map(({ country }) => country?.code ?? null),
      known.map(({ network }) => asnText(network?.asn)),
    ];
    append.append(columns, known.length);
    append.close();
  });
}

async function sourcesOf(connection: DuckDBConnection): Promise<Uint8Array[]> {
  const rows = await connection.runAndReadAll("SELECT DISTINCT source FROM flow");
  return rows.getRows().map(([source]) => bytesOf(source));
}
