import type { DiffCellView, DiffRowView, DiffSideView } from "../../../core/contract/diff.ts";

/** How far the sides agree in a key, in a few words below it. */
export const KIND_WORDS: Readonly<Record<DiffRowView["kind"], string>> = {
  equal: "",
  gaps: "other gaps",
  presence: "not in all messages",
  value: "",
  missing: "not in all sides",
};

/** What a cell without a value says. */
export const CELL_WORDS: Readonly<Record<Exclude<DiffCellView["kind"], "value">, string>> = {
  none: "not there",
  unknown: "behind the cut",
  unsaid: "not spoken of",
  any: "there, any value",
  forbidden: "must not be there",
};

export const SIDE_WORDS: Readonly<Record<DiffSideView["kind"], string>> = {
  fingerprint: "Fingerprint",
  strand: "Strand",
  packet: "Packet",
  signature: "Signature",
};

/** A, B, C and so on: what a side is called where its id has no room. */
export function nameOfSide(index: number): string {
  return String.fromCharCode(65 + index);
}
