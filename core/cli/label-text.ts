import type { LabelConflict } from "../engine/case/label-conflicts.ts";
import type { CaseLabel } from "../engine/case/labels.ts";
import { type Column, formatTable } from "../report/text-table.ts";
import { visibleText } from "../report/visible-text.ts";

/** The tool of a label, with what is said of it. */
export function nameOfLabel({ tool, family, variant }: CaseLabel): string {
  const further = [family, variant].filter((said) => said !== null);
  return visibleText(further.length === 0 ? tool : `${tool} (${further.join(", ")})`);
}

const COLUMNS: readonly Column[] = [
  { title: "Fingerprint", align: "left" },
  { title: "Holds, as given last", align: "left" },
  { title: "By", align: "left" },
  { title: "Other label", align: "left" },
  { title: "By", align: "left" },
];

/** Labels that differ and nobody has decided, as lines. */
export function describeConflicts(conflicts: readonly LabelConflict[]): string[] {
  if (conflicts.length === 0) return [];
  const rows = conflicts.map(({ fingerprint, holds, other }) => [
    visibleText(fingerprint),
    nameOfLabel(holds),
    visibleText(holds.author),
    nameOfLabel(other),
    visibleText(other.author),
  ]);
  return [
    "Labels that differ, each given without knowing the other",
    ...formatTable(COLUMNS, rows),
    "Give the right one again, with label or in the window, to decide.",
  ];
}
