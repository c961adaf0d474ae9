import type { DuckDBValue } from "@duckdb/node-api";
import { formatAddress } from "../../net/address.ts";
import { formatTime } from "../../report/time-text.ts";
import { visibleText } from "../../report/visible-text.ts";
import { addressOf } from "../case/address-of-key.ts";
import { type CaseCapture, listCaptures } from "../case/case-captures.ts";
import { CaseError, damagedCase } from "../case/case-fault.ts";
import type { CaseFile } from "../case/case-file.ts";
import { bytesOf } from "../case/row-values.ts";
import type { CellType, ExportedTable, Row } from "./exported-table.ts";
import { latin1Visible } from "./latin1-visible.ts";

const COLUMNS = [
  ["capture", "text"],
  ["captureSha256", "text"],
  ["number", "integer"],
  ["time", "text"],
  ["source", "text"],
  ["sourcePort", "integer"],
  ["destination", "text"],
  ["destinationPort", "integer"],
  ["ttl", "integer"],
  ["ipId", "integer"],
  ["method", "text"],
  ["headerOrder", "text"],
  ["anomalies", "text"],
  ["fileOffset", "integer"],
  ["storedBytes", "integer"],
  ["payloadBytes", "integer"],
  ["missingBytes", "integer"],
] as const satisfies readonly (readonly [string, CellType])[];

const SELECT = `SELECT number, time_ns, source, source_port, destination, destination_port, ttl, ip_id, method,
  header_order, anomalies, file_offset, length, payload_length, missing_bytes
  FROM packet WHERE capture = ? ORDER BY number`;

/** The packet index: a row of each SIP request, by SHA-256 of its capture and number. */
export function packetTable(opened: CaseFile): ExportedTable {
  return { columns: COLUMNS.map(([name, type]) => ({ name, type })), rows: packetRows(opened) };
}

async function* packetRows(opened: CaseFile): AsyncGenerator<readonly Row[]> {
  const captures = await opened.use(listCaptures);
  for (const { id, capture } of captures) {
    const connection = await opened.connect();
    try {
      // One state of the case for both statements.
      await connection.run("BEGIN");
      const stream = await connection.stream(SELECT, [id]);
      let rows = 0;
      for (
        let chunk = await stream.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await stream.fetchChunk()
      ) {
        rows += chunk.rowCount;
        yield chunk.getRows().map((values) => rowOf(capture, values));
      }
      // A stream whose rest cannot be read ends as if that were all, and there may be too many rows to hold them.
      const held = await connection.runAndReadAll("SELECT count(*) FROM packet WHERE capture = ?", [id]);
      if (rows !== Number(held.value(0, 0))) throw new CaseError(damagedCase(opened.name));
    } catch (error) {
      throw opened.errorOf(error);
    } finally {
      opened.release(connection);
    }
  }
}

function rowOf({ name, sha256 }: CaseCapture["capture"], values: readonly (DuckDBValue | undefined)[]): Row {
  const [
    number,
    timeNs,
    source,
    sourcePort,
    destination,
    destinationPort,
    ttl,
    ipId,
    method,
    order,
    anomalies,
    ...rest
  ] = values;
  return [
    visibleText(name),
    sha256,
    Number(number),
    formatTime(typeof timeNs === "bigint" ? timeNs : null),
    formatAddress(addressOf(bytesOf(source))),
    Number(sourcePort),
    formatAddress(addressOf(bytesOf(destination))),
    Number(destinationPort),
    Number(ttl),
    ipId === null ? null : Number(ipId),
    latin1Visible(String(method)),
    String(order),
    String(anomalies),
    ...rest.map(Number),
  ];
}
