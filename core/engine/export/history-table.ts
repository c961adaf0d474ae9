import { visibleText } from "../../report/visible-text.ts";
import type { CaseFile } from "../case/case-file.ts";
import { describeEvent } from "../case/describe-event.ts";
import { type CaseEvent, listEvents } from "../case/events.ts";
import { historyOf } from "../case/history.ts";
import type { CellType, ExportedTable, Row } from "./exported-table.ts";

const COLUMNS = [
  ["event", "integer"],
  ["at", "text"],
  ["author", "text"],
  ["kind", "text"],
  ["what", "text"],
  ["state", "text"],
  ["body", "text"],
] as const satisfies readonly (readonly [string, CellType])[];

/** The log of what was done in a case, undo and redo included, with each event as it lies there. */
export async function historyTable(opened: CaseFile): Promise<ExportedTable> {
  const events = await opened.use(listEvents);
  const states = new Map(historyOf(events, opened.name).deeds.map(({ event, holds }) => [event, holds]));
  const rowOf = (event: CaseEvent): Row => {
    const holds = states.get(event);
    return [
      event.id,
      new Date(event.atMs).toISOString(),
      visibleText(event.author),
      visibleText(event.kind),
      // A step names the event it takes back or does again by a hash, which says nothing to a reader.
      holds === undefined ? null : visibleText(describeEvent(event, opened.name)),
      holds === undefined ? null : holds ? "holds" : "undone",
      visibleText(event.body),
    ];
  };
  async function* rows(): AsyncGenerator<readonly Row[]> {
    yield events.map(rowOf);
  }
  return { columns: COLUMNS.map(([name, type]) => ({ name, type })), rows: rows() };
}
