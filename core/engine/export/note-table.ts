import { formatTime } from "../../report/time-text.ts";
import { visibleText } from "../../report/visible-text.ts";
import type { CaseFile } from "../case/case-file.ts";
import { listEvents } from "../case/events.ts";
import { type CaseNote, currentNotes, spanOf } from "../case/notes.ts";
import type { CellType, ExportedTable, Row } from "./exported-table.ts";

const COLUMNS = [
  ["id", "text"],
  ["kind", "text"],
  ["on", "text"],
  ["source", "text"],
  ["firstPacketAt", "text"],
  ["lastPacketAt", "text"],
  ["capture", "text"],
  ["captureSha256", "text"],
  ["number", "integer"],
  ["text", "text"],
  ["author", "text"],
  ["at", "text"],
] as const satisfies readonly (readonly [string, CellType])[];

/** Notes and bookmarks, in the order they were made; a bookmark has no text. */
export async function noteTable(opened: CaseFile): Promise<ExportedTable> {
  const notes = currentNotes(await opened.use(listEvents), opened.name);
  async function* rows(): AsyncGenerator<readonly Row[]> {
    yield notes.map(rowOf);
  }
  return { columns: COLUMNS.map(([name, type]) => ({ name, type })), rows: rows() };
}

function rowOf({ id, on, text, author, atMs }: CaseNote): Row {
  const span = spanOf(on);
  const packet = on.kind === "packet" ? on : null;
  return [
    id,
    text === null ? "bookmark" : "note",
    on.kind,
    on.source,
    formatTime(span?.[0] ?? null),
    formatTime(span?.[1] ?? null),
    packet === null ? null : visibleText(packet.captureName),
    packet === null ? null : packet.capture,
    packet === null ? null : packet.number,
    text === null ? null : text.split("\n").map(visibleText).join("\n"),
    visibleText(author),
    new Date(atMs).toISOString(),
  ];
}
