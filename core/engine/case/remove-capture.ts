import type { DuckDBConnection } from "@duckdb/node-api";
import type { CaptureRemoval } from "../../contract/capture-table.ts";
import { countPackets } from "../../flow/capture-fold.ts";
import { deleteCapture, endWaiting, findCapture } from "./case-captures.ts";
import type { CaseFile } from "./case-file.ts";
import { insertEvent, type NewEvent } from "./events.ts";

/**
 * Takes a capture out of the case, and out of what waits: the case is then as one that never had it, but for the event
 * that says so. False where the case holds no such capture.
 */
export async function removeCapture(
  opened: CaseFile,
  sha256: string,
  by: Pick<NewEvent, "author" | "atMs">,
): Promise<boolean> {
  return opened.save(async (connection) => {
    const removed = await findCapture(connection, sha256);
    if (removed === undefined) return false;
    await deleteCapture(connection, removed.id);
    await endWaiting(connection, [removed.path]);
    const body = JSON.stringify({ sha256, name: removed.capture.name });
    await insertEvent(connection, { ...by, kind: "remove", body });
    return true;
  });
}

/** What would go with a capture; null where the case holds no such capture. */
export async function removalOf(connection: DuckDBConnection, sha256: string): Promise<CaptureRemoval | null> {
  const held = await findCapture(connection, sha256);
  if (held === undefined) return null;
  const count = async (sql: string, values: (number | string)[]) =>
    Number((await connection.runAndReadAll(sql, values)).value(0, 0));
  // Captures that were read under other rules are in no result.
  const others =
    "SELECT source FROM source_state WHERE capture IN (SELECT id FROM capture WHERE rules = ? AND id <> ?)";
  const own = "SELECT DISTINCT source FROM source_state WHERE capture = ?";
  const { id, rules, capture } = held;
  return {
    name: capture.name,
    packets: countPackets(capture.tally.classes),
    requests: capture.tally.classes.sipRequest,
    sources: await count(`SELECT count(*) FROM (${own} EXCEPT ${others})`, [id, rules, id]),
    sharedSources: await count(`SELECT count(*) FROM (${own} INTERSECT ${others})`, [id, rules, id]),
    flows: await count(`SELECT count(*) FROM flow WHERE source IN (${own} EXCEPT ${others})`, [id, rules, id]),
    notes: await count("SELECT count(*) FROM note WHERE capture = ?", [sha256]),
  };
}
