import type { DiffCellView, DiffSideView, DiffView } from "../contract/diff.ts";
import { type DiffCell, diffSides, SPELLING_KEY } from "../fingerprint/diff.ts";
import { type DiffSide, sideOfState } from "../fingerprint/diff-side.ts";
import type { StrandState } from "../fingerprint/strand-state.ts";
import type { ExemplarView } from "../fingerprint/strand-view.ts";
import { escapeSymbols } from "../fingerprint/template.ts";
import { viewExemplar } from "../fingerprint/view-strand.ts";
import type { CompiledSignature } from "../signature/signature.ts";
import { sideOfSignature } from "../signature/signature-side.ts";
import { summariseDiff } from "./diff-sentence.ts";
import { drawKey, drawUnits } from "./draw-fingerprint.ts";

/** Something to be compared. */
export type DiffSubject =
  | {
      readonly kind: "fingerprint" | "strand" | "packet";
      /** Names it again. */
      readonly reference: string;
      readonly title: string;
      readonly tool: { readonly id: string; readonly name: string } | null;
      readonly state: StrandState;
    }
  | { readonly kind: "signature"; readonly signature: CompiledSignature };

/** Compares subjects, and draws what is found. */
export function viewDiff(subjects: readonly DiffSubject[]): DiffView {
  const sides = subjects.map(sideOf);
  const diff = diffSides(sides);
  const exemplars = subjects.map((subject) =>
    subject.kind === "signature" ? [] : subject.state.exemplars.map(viewExemplar),
  );
  const { orders, moved, differs } = diff.order;
  const view: Omit<DiffView, "summary"> = {
    format: "ringprint.diff",
    version: 1,
    differences: diff.differences,
    sides: subjects.map(headOf),
    rows: diff.rows.map(({ key, kind, cells }) => ({
      key: escapeSymbols(key),
      kind,
      cells: cells.map((cell, at) => viewCell(key, cell, subjects[at] as DiffSubject, exemplars[at] ?? [])),
    })),
    headerOrder: {
      differs,
      orders: orders.map((order) => order?.map(escapeSymbols) ?? null),
      moved: moved.map((names, at) => (orders[at] ?? []).filter((name) => names.has(name)).map(escapeSymbols)),
    },
  };
  return { ...view, summary: summariseDiff(view) };
}

function sideOf(subject: DiffSubject): DiffSide {
  if (subject.kind === "signature") return sideOfSignature(subject.signature);
  return sideOfState(subject.kind === "packet" ? "packet" : "fingerprint", subject.state);
}

function headOf(subject: DiffSubject): DiffSideView {
  if (subject.kind === "signature") {
    const { id, tool } = subject.signature.definition;
    return { reference: id, kind: "signature", title: id, tool: { id: tool.id, name: tool.name }, packets: null };
  }
  const { reference, kind, title, tool, state } = subject;
  return { reference, kind, title, tool, packets: state.packets };
}

function viewCell(key: string, cell: DiffCell, subject: DiffSubject, exemplars: readonly ExemplarView[]): DiffCellView {
  if (cell.kind !== "value") return { kind: cell.kind };
  const { value, marks } = cell;
  const { text, always, mustVary } = value;
  if (subject.kind !== "signature" && key !== SPELLING_KEY) {
    const { parts, packets, distinct, values } = drawKey(key, subject.state, exemplars, marks);
    return { kind: "value", text, parts, mandatory: always, packets, mustVary, distinct, values };
  }
  const parts = drawUnits(value.units, marks, []);
  return { kind: "value", text, parts, mandatory: always, packets: null, mustVary, distinct: null, values: [] };
}
