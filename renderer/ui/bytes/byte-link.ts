/** A stretch of bytes, the end not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Bytes that can be chosen: what is marked in them, and where the cursor is. */
export interface ByteLink {
  readonly mark: ByteRange | null;
  readonly cursor: number | null;
  readonly onCursor: (offset: number) => void;
}

/** A stretch of a line that looks the same throughout. */
export interface MarkedStretch extends ByteRange {
  readonly marked: boolean;
  readonly cursor: boolean;
}

/** A line cut where mark and cursor begin and end. */
export function markedStretches(line: ByteRange, mark: ByteRange | null, cursor: number | null): MarkedStretch[] {
  const edges = [line.start, line.end];
  if (mark !== null) edges.push(mark.start, mark.end);
  if (cursor !== null) edges.push(cursor, cursor + 1);
  const inside = [...new Set(edges.filter((edge) => edge >= line.start && edge <= line.end))].sort((a, b) => a - b);
  return inside.slice(0, -1).map((start, index) => ({
    start,
    end: inside[index + 1] ?? line.end,
    marked: mark !== null && start >= mark.start && start < mark.end,
    cursor: start === cursor,
  }));
}

/** A key press that may move the cursor. */
interface CursorKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Where bytes begin a new line: every so many of them, or behind each line feed. */
export type LineRule = { readonly kind: "hex"; readonly perLine: number } | { readonly kind: "text" };

const PAGE_LINES = 10;

/** Where a key moves the cursor; undefined: nowhere. Arrows go byte by byte and line by line. */
export function cursorAfterKey(
  { key, ctrlKey, altKey, metaKey }: CursorKey,
  cursor: number | null,
  bytes: string,
  rule: LineRule,
): number | undefined {
  if (altKey || metaKey || bytes === "") return undefined;
  const last = bytes.length - 1;
  if (ctrlKey) return key === "Home" ? 0 : key === "End" ? last : undefined;
  if (!KEYS.has(key)) return undefined;
  if (cursor === null) return key === "End" ? last : 0;
  const at = Math.min(cursor, last);
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, at - 1);
    case "ArrowRight":
      return Math.min(last, at + 1);
    case "Home":
      return lineAt(bytes, at, rule).start;
    case "End":
      return lineAt(bytes, at, rule).end - 1;
    default:
      return lineAway(bytes, at, rule, LINES[key] ?? 0);
  }
}

const LINES: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -PAGE_LINES,
  PageDown: PAGE_LINES,
};
const KEYS = new Set([...Object.keys(LINES), "ArrowLeft", "ArrowRight", "Home", "End"]);

/** The line a byte is in. */
function lineAt(bytes: string, at: number, rule: LineRule): ByteRange {
  if (rule.kind === "hex") {
    const start = at - (at % rule.perLine);
    return { start, end: Math.min(bytes.length, start + rule.perLine) };
  }
  const feed = bytes.indexOf("\n", at);
  const start = at === 0 ? 0 : bytes.lastIndexOf("\n", at - 1) + 1;
  return { start, end: feed < 0 ? bytes.length : feed + 1 };
}

/** The byte so many lines further on, in the same column where the line there is long enough. */
function lineAway(bytes: string, at: number, rule: LineRule, lines: number): number {
  let line = lineAt(bytes, at, rule);
  const column = at - line.start;
  for (let left = Math.abs(lines); left > 0; left -= 1) {
    const next = lines < 0 ? line.start - 1 : line.end;
    if (next < 0 || next >= bytes.length) break;
    line = lineAt(bytes, next, rule);
  }
  return Math.min(line.start + column, line.end - 1);
}
