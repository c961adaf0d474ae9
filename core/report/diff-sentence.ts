import type { DiffRowView, DiffSideView, DiffView } from "../contract/diff.ts";
import { counted } from "./text-table.ts";

/** Keys named in the sentence; the rows have them all. */
const MOST_KEYS = 6;

const KEY_WORDS: Readonly<Record<string, string>> = {
  ":method": "method",
  ":uri": "request URI",
  ":compact": "one-letter header names",
};

/** What differs, in one sentence: "The same as paper/1 SIPVicious svmap except in user-agent and header order." */
export function summariseDiff({ sides, rows, headerOrder, differences }: Omit<DiffView, "summary">): string {
  const differing = rows.filter(({ kind }) => kind !== "equal");
  const words = [...differing.map(describeRow), ...(headerOrder.differs ? ["header order"] : [])];
  const listed = listWords(words);
  const all = counted(rows.length, "key");
  if (sides.length > 2) {
    if (differences === 0) return `All ${sides.length} are the same in ${all} and the header order.`;
    const same = rows.length - differing.length;
    return `All ${sides.length} are the same in ${same} of ${all}; they differ in ${listed}.`;
  }
  const [a, b] = sides as [DiffSideView, DiffSideView];
  const [subject, base] = a.kind === "signature" && b.kind !== "signature" ? [b, a] : [a, b];
  const names = `${nameOf(subject)}: `;
  if (differences === 0) return `${names}the same as ${nameOf(base)} in all of ${all} and the header order.`;
  // With most of it different, "the same except" would mislead.
  if (2 * differing.length > rows.length) {
    const order = headerOrder.differs ? " and in the header order" : "";
    const keys = listWords(differing.map(describeRow));
    return `${nameOf(subject)} differs from ${nameOf(base)} in ${differing.length} of ${all}${order}: ${keys}.`;
  }
  return `${names}the same as ${nameOf(base)} except in ${listed}.`;
}

/** A side by its id, with the name of its tool. */
function nameOf({ title, tool, kind }: DiffSideView): string {
  return kind === "signature" && tool !== null && tool.name !== tool.id ? `${title} ${tool.name}` : title;
}

function describeRow({ key, kind, cells }: DiffRowView): string {
  const words = KEY_WORDS[key] ?? key;
  if (kind === "gaps") return `${words} (only the length or class of gaps)`;
  if (kind === "presence") return `${words} (in all messages or some)`;
  if (kind === "missing" && cells.some((cell) => cell.kind === "none"))
    return `${words} (${cells.length === 2 ? "only in one" : "not in all of them"})`;
  return words;
}

/** `a`, `a and b`, `a, b and 3 more`. */
function listWords(words: readonly string[]): string {
  const shown =
    words.length > MOST_KEYS ? [...words.slice(0, MOST_KEYS - 1), `${words.length - MOST_KEYS + 1} more`] : [...words];
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
