import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { CaseError, damagedCase } from "./case-fault.ts";
import { type CaseEvent, eventKey, insertEvent, type NewEvent } from "./events.ts";

/** Kinds of events that can be undone: what they changed is told by the events that hold. */
const UNDOABLE: ReadonlySet<string> = new Set([
  "label",
  "unlabel",
  "note",
  "review",
  "signatures",
  "rematch",
  "campaign",
]);

/** What an event that undoes or redoes another one keeps of it. */
const steppedSchema = z.object({ event: z.string() });

/** Where undo and redo stand in the events of a case. */
export interface History {
  /** Events that hold, in order: those that were undone are not among them. */
  readonly holding: readonly CaseEvent[];
  /** All that can be undone or was, in order. */
  readonly deeds: readonly { readonly event: CaseEvent; readonly holds: boolean }[];
  /** What an undo takes back next; null: nothing. */
  readonly undoable: CaseEvent | null;
  /** What a redo does again next; null: nothing. Something new leaves nothing to redo. */
  readonly redoable: CaseEvent | null;
}

/**
 * Walks the events of a case. Undo and redo are events too, so that who took back what is known, and that cases which
 * are merged take back what any of them did. Throws `CaseError` for an event that is none of ours.
 */
export function historyOf(events: readonly CaseEvent[], caseName: string): History {
  const done = new Map<string, CaseEvent>();
  const undone = new Map<string, CaseEvent>();
  // Of what was undone, that behind which nothing new was done. In a merged case others went on meanwhile.
  let redoable = new Map<string, CaseEvent>();
  for (const event of events) {
    if (UNDOABLE.has(event.kind)) {
      done.set(eventKey(event), event);
      redoable = new Map();
    } else if (event.kind === "undo") {
      const stepped = step(done, undone, event, caseName);
      if (stepped !== null) redoable.set(eventKey(stepped), stepped);
    } else if (event.kind === "redo") {
      const stepped = step(undone, done, event, caseName);
      if (stepped !== null) redoable.delete(eventKey(stepped));
    }
  }
  const deeds = events
    .filter(({ kind }) => UNDOABLE.has(kind))
    .map((event) => ({ event, holds: done.has(eventKey(event)) }));
  const holding = events.filter((event) => !UNDOABLE.has(event.kind) || done.has(eventKey(event)));
  return { holding, deeds, undoable: lastOf(done), redoable: lastOf(redoable) };
}

/** Takes an event back, or does it again. */
export async function insertStep(
  connection: DuckDBConnection,
  kind: "undo" | "redo",
  event: CaseEvent,
  by: Pick<NewEvent, "atMs" | "author">,
): Promise<void> {
  await insertEvent(connection, { ...by, kind, body: JSON.stringify({ event: eventKey(event) }) });
}

/** Moves the event that a step names; null where it is not there. */
function step(
  from: Map<string, CaseEvent>,
  to: Map<string, CaseEvent>,
  { body }: CaseEvent,
  caseName: string,
): CaseEvent | null {
  const { event: key } = decodeBody(body, steppedSchema, caseName);
  const stepped = from.get(key);
  if (stepped === undefined) return null;
  from.delete(key);
  to.set(key, stepped);
  return stepped;
}

function lastOf(events: ReadonlyMap<string, CaseEvent>): CaseEvent | null {
  return [...events.values()].at(-1) ?? null;
}

/** The body of an event. Throws `CaseError` where it is none of ours. */
export function decodeBody<Schema extends z.ZodType>(body: string, schema: Schema, caseName: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(body));
  } catch {
    throw new CaseError(damagedCase(caseName));
  }
}
