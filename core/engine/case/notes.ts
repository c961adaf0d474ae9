import { blobValue, type DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { MOST_NOTE_TEXT } from "../../contract/notes.ts";
import { type IpAddress, parseAddress } from "../../net/address.ts";
import { addressKey } from "../../query/address-key.ts";
import type { JudgedFlow } from "../../report/flow-report.ts";
import { BulkAppend } from "./bulk-append.ts";
import type { CaseEvent, NewEvent } from "./events.ts";
import { decodeBody, historyOf } from "./history.ts";

const KIND = "note";

const address = z.string().refine((text) => parseAddress(text) !== undefined);
/** Nanoseconds since 1970; null: without a time. */
const ns = z
  .string()
  .regex(/^-?\d{1,20}$/)
  .nullable();

/**
 * What a note is on, in what stays the same whatever is read later. A flow is known by a stretch of time of its source:
 * it may grow, join others or be divided.
 */
const placeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("packet"),
    source: address,
    capture: z.string(),
    captureName: z.string(),
    number: z.int().positive(),
    firstNs: ns,
  }),
  z.object({ kind: z.literal("flow"), source: address, firstNs: ns, lastNs: ns }),
  z.object({ kind: z.literal("source"), source: address }),
]);

/** Where a note is. */
export type NotePlace = z.infer<typeof placeSchema>;

/** What a note says; a bookmark says nothing. */
const contentSchema = z.object({ text: z.string().max(MOST_NOTE_TEXT).nullable() });

/** A note that was made, changed or taken away, as its event keeps it. */
const changeSchema = z.object({
  note: z.uuid(),
  on: placeSchema,
  before: contentSchema.nullable(),
  after: contentSchema.nullable(),
});

type NoteChange = z.infer<typeof changeSchema>;

/** A note or bookmark of a case. */
export interface CaseNote {
  readonly id: string;
  readonly on: NotePlace;
  /** Null: a bookmark. */
  readonly text: string | null;
  /** When it was made or changed last, and by whom. */
  readonly atMs: number;
  readonly author: string;
}

/** The notes and bookmarks that hold, in the order they were made. Throws `CaseError` for an event that is none of ours. */
export function currentNotes(events: readonly CaseEvent[], caseName: string): CaseNote[] {
  const notes = new Map<string, CaseNote>();
  for (const { atMs, author, kind, body } of historyOf(events, caseName).holding) {
    if (kind !== KIND) continue;
    const { note, on, after } = decodeBody(body, changeSchema, caseName);
    if (after === null) notes.delete(note);
    else notes.set(note, { id: note, on, text: after.text, atMs, author });
  }
  return [...notes.values()];
}

/** The event that makes, changes or takes away a note. `after` undefined: it is taken away. */
export function noteEvent(
  note: Pick<CaseNote, "id" | "on">,
  before: string | null | undefined,
  after: string | null | undefined,
): Pick<NewEvent, "kind" | "body"> {
  const content = (text: string | null | undefined) => (text === undefined ? null : { text });
  const change: NoteChange = { note: note.id, on: note.on, before: content(before), after: content(after) };
  return { kind: KIND, body: JSON.stringify(change) };
}

/** What the event of a note was about, in words. */
export function describeNoteEvent(body: string, caseName: string): string {
  const { on, before, after } = decodeBody(body, changeSchema, caseName);
  const what = (after ?? before)?.text === null ? "bookmark" : "note";
  const done = before === null ? "" : after === null ? "taking away " : "the change of ";
  return `${done}the ${what} on ${describePlace(on)}`;
}

/** Where a note is, in words. */
export function describePlace(on: NotePlace): string {
  switch (on.kind) {
    case "packet":
      return `packet ${on.number} of ${on.captureName}`;
    case "flow":
      return `a flow of ${on.source}`;
    case "source":
      return `the source ${on.source}`;
  }
}

/** First and last time of what a note is on; null where it has none. Undefined: all times of the source. */
export function spanOf(on: NotePlace): readonly [first: bigint, last: bigint] | null | undefined {
  if (on.kind === "source") return undefined;
  const last = on.kind === "flow" ? on.lastNs : on.firstNs;
  return on.firstNs === null || last === null ? null : [BigInt(on.firstNs), BigInt(last)];
}

/** Whether something of a source is on a flow of that source. */
export function isOnFlow(on: NotePlace, { state: { firstNs, lastNs } }: JudgedFlow): boolean {
  const span = spanOf(on);
  if (span === undefined) return true;
  if (span === null || firstNs === null || lastNs === null) return span === null && firstNs === null;
  return span[0] <= lastNs && span[1] >= firstNs;
}

/** The source of what a note is on. */
export function sourceOf({ source }: NotePlace): IpAddress {
  const parsed = parseAddress(source);
  if (parsed === undefined) throw new Error("a note is decoded with an address");
  return parsed;
}

/** Writes the notes into their table, for filters to ask. */
export async function writeNotes(connection: DuckDBConnection, notes: readonly CaseNote[]): Promise<void> {
  await connection.run("DELETE FROM note");
  if (notes.length === 0) return;
  const append = await BulkAppend.to(connection, "note");
  const spans = notes.map(({ on }) => spanOf(on));
  append.append(
    [
      notes.map(({ id }) => id),
      notes.map(({ on }) => blobValue(addressKey(sourceOf(on)))),
      spans.map((span) => span !== undefined),
      spans.map((span) => span?.[0] ?? null),
      spans.map((span) => span?.[1] ?? null),
      notes.map(({ on }) => (on.kind === "packet" ? on.capture : null)),
      notes.map(({ on }) => (on.kind === "packet" ? BigInt(on.number) : null)),
      notes.map(({ text }) => text),
    ],
    notes.length,
  );
  append.close();
}
