import { forStrandsOfCase } from "../engine/case/case-strands.ts";
import { type LabelConflict, labelConflicts } from "../engine/case/label-conflicts.ts";
import {
  type CaseLabel,
  currentLabels,
  type LabelEvent,
  type LabelExtent,
  LabelExtents,
  labelHistory,
} from "../engine/case/labels.ts";
import { formatJson } from "../report/report-json.ts";
import { type Column, formatCount, formatTable } from "../report/text-table.ts";
import { formatTime } from "../report/time-text.ts";
import { visibleText } from "../report/visible-text.ts";
import type { LabelsArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { describeConflicts, nameOfLabel } from "./label-text.ts";
import type { Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

const NS_PER_MS = 1_000_000n;

/** Prints the labels of a case and what they cover. The case is only read. */
export async function runLabels({ caseFile, all, format }: LabelsArguments, terminal: Terminal): Promise<ExitCode> {
  const code = await withExistingCase(caseFile, false, terminal, async (opened) => {
    const history = await labelHistory(opened);
    const counted = new LabelExtents(currentLabels(history), opened.name);
    await forStrandsOfCase(opened, (strand) => counted.add(strand));
    const extents = counted.extents();
    const shown = all ? history : null;
    const conflicts = labelConflicts(history);
    terminal.out(
      format === "json"
        ? formatJson(jsonOf(extents, conflicts, shown))
        : tablesOf(extents, conflicts, shown).join("\n").concat("\n"),
    );
    return EXIT.complete;
  });
  return code ?? EXIT.nothing;
}

function jsonOf(
  extents: readonly LabelExtent[],
  conflicts: readonly LabelConflict[],
  history: readonly LabelEvent[] | null,
): object {
  return {
    labels: extents.map(({ label, strands, flows, sources, packets }) => ({
      ...described(label),
      text: label.text,
      strands,
      flows,
      sources,
      packets,
    })),
    conflicts: conflicts.map(({ fingerprint, holds, other }) => ({
      fingerprint,
      holds: described(holds),
      other: described(other),
    })),
    ...(history === null ? {} : { history: history.map(historyEntry) }),
  };
}

function described({ event, atMs, author, ...label }: CaseLabel): object {
  const { fingerprint, tool, family, variant, certainty, reason } = label;
  return { event, at: timeOf(atMs), author, fingerprint, tool, family, variant, certainty, reason };
}

/** A label that was taken away is one of no tool. */
function historyEntry({ label, event, atMs, author, fingerprint, undone }: LabelEvent): object {
  const said = { tool: null, family: null, variant: null, certainty: null, reason: null };
  const none = { event, at: timeOf(atMs), author, fingerprint, ...said };
  return { ...(label === null ? none : described(label)), undone };
}

const EXTENT_COLUMNS: readonly Column[] = [
  { title: "Fingerprint", align: "left" },
  { title: "Tool", align: "left" },
  { title: "Strands", align: "right" },
  { title: "Flows", align: "right" },
  { title: "Sources", align: "right" },
  { title: "Packets", align: "right" },
];

const HISTORY_COLUMNS: readonly Column[] = [
  { title: "When", align: "left" },
  { title: "Who", align: "left" },
  { title: "Fingerprint", align: "left" },
  { title: "Tool", align: "left" },
  { title: "Certainty", align: "left" },
  { title: "Why", align: "left" },
];

function tablesOf(
  extents: readonly LabelExtent[],
  conflicts: readonly LabelConflict[],
  history: readonly LabelEvent[] | null,
): string[] {
  const covering = extents.filter(({ strands }) => strands > 0);
  const idle = extents.filter(({ strands }) => strands === 0);
  const lines = extents.length === 0 ? ["No labels."] : [];
  if (covering.length > 0)
    lines.push("Labels and what they cover", ...formatTable(EXTENT_COLUMNS, covering.map(extentRow)));
  if (idle.length > 0) {
    if (covering.length > 0) lines.push("");
    lines.push("Labels that cover nothing in this case");
    for (const { label } of idle) lines.push(`${visibleText(label.fingerprint)}  ${nameOfLabel(label)}`);
  }
  if (conflicts.length > 0) lines.push("", ...describeConflicts(conflicts));
  if (history !== null && history.length > 0) {
    lines.push("", "All labels in the order they were given", ...formatTable(HISTORY_COLUMNS, history.map(historyRow)));
  }
  return lines;
}

function extentRow({ label, strands, flows, sources, packets }: LabelExtent): string[] {
  return [visibleText(label.fingerprint), nameOfLabel(label), ...[strands, flows, sources, packets].map(formatCount)];
}

function historyRow({ label, atMs, author, fingerprint, undone }: LabelEvent): string[] {
  const tool = label === null ? "(label taken away)" : nameOfLabel(label);
  const { certainty, reason } = label ?? { certainty: null, reason: null };
  const what = undone ? `${tool}, undone` : tool;
  return [timeOf(atMs), author, fingerprint, what, certainty ?? "", reason ?? ""].map(visibleText);
}

/** To the second: the clock of an analyst is no better. */
function timeOf(atMs: number): string {
  return `${formatTime(BigInt(atMs) * NS_PER_MS)?.slice(0, 19)}Z`;
}
