import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";

/** Something the analyst did, on its way into a case. */
export interface NewEvent {
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
  /** Who: the name of the account. */
  readonly author: string;
  readonly kind: string;
  /** What, as JSON. */
  readonly body: string;
}

/** The same in a case. Ids ascend in the order of what was done. */
export interface CaseEvent extends NewEvent {
  readonly id: number;
}

/** All events of the case, in the order of their ids. */
export async function listEvents(connection: DuckDBConnection): Promise<CaseEvent[]> {
  const rows = await connection.runAndReadAll("SELECT id, at_ms, author, kind, body FROM event ORDER BY id");
  return rows.getRowObjects().map(({ id, at_ms, author, kind, body }) => ({
    id: Number(id),
    atMs: Number(at_ms),
    author: String(author),
    kind: String(kind),
    body: String(body),
  }));
}

/** How much the analyst did in the case. */
export async function countEvents(connection: DuckDBConnection): Promise<number> {
  const rows = await connection.runAndReadAll("SELECT count(*) FROM event");
  return Number(rows.value(0, 0));
}

/** Adds an event behind all others. */
export async function insertEvent(connection: DuckDBConnection, event: NewEvent): Promise<void> {
  const { atMs, author, kind, body } = event;
  await connection.run("INSERT INTO event SELECT coalesce(max(id), 0) + 1, ?::BIGINT, ?, ?, ? FROM event", [
    BigInt(atMs),
    author,
    kind,
    body,
  ]);
}

/**
 * What an event is known by in every case that holds it: cases that are merged number theirs anew. The same done twice
 * in one millisecond was done once.
 */
export function eventKey({ atMs, author, kind, body }: NewEvent): string {
  return createHash("sha256")
    .update(JSON.stringify([author, kind, body, atMs]))
    .digest("hex");
}
