import type { DiffCellView } from "../../../core/contract/diff.ts";
import type { RematchPreview, SignatureRow, WeighedField } from "../../../core/contract/signatures.ts";
import { standingWords } from "../../../core/report/signature-words.ts";
import { countOf, sentenceCount } from "../../ui/numbers.ts";
import { formatTime } from "../../ui/times.ts";

const ORIGINS: Readonly<Record<SignatureRow["origin"], string>> = {
  "built-in": "built-in",
  own: "own",
  imported: "imported",
};

/** Where a signature comes from, and how it stands. */
export function originWords(row: SignatureRow): string {
  return [ORIGINS[row.origin], ...standingWords(row)].join(", ");
}

/** What a signature says of a key without a pattern. */
export const CELL_WORDS: Readonly<Record<Exclude<DiffCellView["kind"], "value">, string>> = {
  any: "any value",
  forbidden: "must not be there",
  none: "nothing",
  unknown: "not known",
  unsaid: "nothing said",
};

/** What a re-match would change, in a sentence. */
export function rematchSentence({ strands, changed }: Extract<RematchPreview, { kind: "summary" }>): string {
  if (changed === 0) return `All of ${countOf(strands, "strand")} would keep their names.`;
  return `${sentenceCount(changed)} of ${countOf(strands, "strand")} would be named otherwise.`;
}

/** What strands are named, in few words. */
export function nameWords({ kind, signatures }: { readonly kind: string; readonly signatures: readonly string[] }) {
  if (signatures.length === 0) return "unknown";
  return signatures.join(kind === "several" ? " and " : " or ");
}
/** What it gains to ask for a field, and what it costs. */
export function weightWords({ excludes, onlyItExcludes, pieces, runs, loses, mayChange }: WeighedField): string {
  const change = {
    "looks-random": "seen in one flow only and looks drawn: the next run may have another",
    "foreign-address": "holds an address that is not the packet's own, and was seen in one flow only",
    "differs-between-runs": "flows differ in it: the next may differ again",
  };
  return [
    `keeps out ${sentenceCount(excludes)}${onlyItExcludes > 0 ? `, ${sentenceCount(onlyItExcludes)} by it alone` : ""}`,
    `rests on ${countOf(pieces, "message")} in ${countOf(runs, "flow")}`,
    ...(loses > 0 ? [`would lose ${countOf(loses, "chosen strand")}`] : []),
    ...(mayChange === null ? [] : [change[mayChange]]),
  ].join("; ");
}

/** Where in a signature something is wrong: header orders and examples by their number, keys by their name. */
export function placeWords(place: string): string {
  const [what = "", ...within] = place.split(".");
  if (what === "headerOrders" && within.length > 0) return `header order ${Number(within[0]) + 1}`;
  if (what === "examples" && within.length > 1) return `${within[0]} example ${Number(within[1]) + 1}`;
  return place;
}

/** A strand in a line: who sent it, when its flow began, to the second in UTC, and the method. */
export function strandWords(strand: string, flow: string): string {
  const [source = "", first = ""] = flow.split("@");
  const [method = ""] = strand.slice(flow.length + 1).split("/");
  return `${source} ${formatTime(first)} ${method}`;
}
