import type {
  CaptureColumn,
  CaptureInspection,
  CapturePage,
  CaptureQuery,
  CaptureRow,
  CaptureState,
} from "../contract/capture-table.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { type CaptureEntry, captureRow, entryId, inspectCapture } from "./capture-entry.ts";
import { type CapturesText, formatCaptures } from "./format-captures.ts";
import { compareKeys, type SortKey } from "./sort-keys.ts";

/** All files of a reading as a table that is asked for stretches of its rows. */
export class CaptureTable {
  private readonly revision: number;
  private readonly entries: ReadonlyMap<string, { readonly entry: CaptureEntry; readonly row: CaptureRow }>;
  /** The last question with its answer: most pages are asked of the same one. */
  private last: { readonly question: string; readonly rows: readonly CaptureRow[] } | null = null;

  constructor(entries: readonly CaptureEntry[], revision: number) {
    this.revision = revision;
    this.entries = new Map(entries.map((entry) => [entryId(entry), { entry, row: captureRow(entry) }]));
  }

  /** The rows from `offset` on, at most `limit`. */
  page(query: CaptureQuery, offset: number, limit: number): CapturePage {
    const matching = this.matching(query);
    const rows = matching.slice(offset, offset + limit);
    return { revision: this.revision, offset, rows, matching: matching.length, total: this.entries.size };
  }

  /** Index of a file among the rows of a query; null where it is not among them. */
  find(query: CaptureQuery, id: string): number | null {
    const index = this.matching(query).findIndex((row) => row.id === id);
    return index < 0 ? null : index;
  }

  /** Null: no such file. */
  inspect(id: string): CaptureInspection | null {
    const known = this.entries.get(id);
    return known === undefined ? null : inspectCapture(known.entry);
  }

  /** The rows of a query with all their problems, as text for people. */
  text(query: CaptureQuery): CapturesText {
    return formatCaptures(this.matching(query).map(({ id }) => this.inspect(id) as CaptureInspection));
  }

  private matching(query: CaptureQuery): readonly CaptureRow[] {
    const question = JSON.stringify(query);
    if (this.last?.question === question) return this.last.rows;
    const sign = query.descending ? -1 : 1;
    const keyed = Array.from(this.entries.values(), ({ row }) => ({ row, key: SORT_KEYS[query.sort](row) }))
      .filter(({ row }) => !query.problemsOnly || hasProblem(row))
      .sort(
        (a, b) =>
          compareKeys(a.key, b.key, sign) || byCodeUnits(a.row.name, b.row.name) || byCodeUnits(a.row.id, b.row.id),
      );
    const rows = keyed.map(({ row }) => row);
    this.last = { question, rows };
    return rows;
  }
}

function hasProblem({ state }: CaptureRow): boolean {
  return state !== "whole" && state !== "reading" && state !== "passed-over";
}

/** Place of each state when the worst comes first. */
const RANK: Readonly<Record<CaptureState, number>> = {
  doubtful: 0,
  refused: 1,
  lost: 2,
  partial: 3,
  "left-out": 4,
  reading: 5,
  noted: 6,
  "passed-over": 7,
  whole: 8,
};

const SORT_KEYS: Readonly<Record<CaptureColumn, (row: CaptureRow) => SortKey>> = {
  state: ({ state }) => RANK[state],
  name: ({ name }) => name,
  what: ({ what }) => what || null,
  packets: ({ packets }) => packets,
  bytes: ({ bytes }) => bytes,
  format: ({ container, compression }) => (container === null ? null : `${container} ${compression ?? ""}`),
  first: ({ firstPacketAt }) => firstPacketAt,
  last: ({ lastPacketAt }) => lastPacketAt,
  check: ({ check }) => (check === "none" ? null : check),
};
