import { strandsOfCase } from "../engine/case/case-strands.ts";
import { type CaseLabel, currentLabels, extentsOf, type LabelExtent, labelHistory } from "../engine/case/labels.ts";
import { formatJson } from "../report/report-json.ts";
import { type Column, formatCount, formatTable } from "../report/text-table.ts";
import { formatTime } from "../report/time-text.ts";
import { visibleText } from "../report/visible-text.ts";
import type { LabelsArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

const NS_PER_MS = 1_000_000n;

/** Prints the labels of a case and what they cover. The case is only read. */
export async function runLabels({ caseFile, all, format }: LabelsArguments, terminal: Terminal): Promise<ExitCode> {
  const code = await withExistingCase(caseFile, false, terminal, async (opened) => {
    const history = await labelHistory(opened);
    const extents = extentsOf(currentLabels(history), await strandsOfCase(opened), opened.name);
    const shown = all ? history : null;
    terminal.out(
      format === "json" ? formatJson(jsonOf(extents, shown)) : tablesOf(extents, shown).join("\n").concat("\n"),
    );
    return EXIT.complete;
  });
  return code ?? EXIT.nothing;
}

function jsonOf(extents: readonly LabelExtent[], history: readonly CaseLabel[] | null): object {
  return {
    labels: extents.map(({ label, strands, flows, sources, packets }) => ({
      ...described(label),
      text: label.text,
      strands,
      flows,
      sources,
      packets,
    })),
    ...(history === null ? {} : { history: history.map(described) }),
  };
}

function described({ event, atMs, author, fingerprint, tool, family, variant, reason }: CaseLabel): object {
  return { event, at: timeOf(atMs), author, fingerprint, tool, family, variant, reason };
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
  { title: "Why", align: "left" },
];

function tablesOf(extents: readonly LabelExtent[], history: readonly CaseLabel[] | null): string[] {
  const covering = extents.filter(({ strands }) => strands > 0);
  const idle = extents.filter(({ strands }) => strands === 0);
  const lines = extents.length === 0 ? ["No labels."] : [];
  if (covering.length > 0)
    lines.push("Labels and what they cover", ...formatTable(EXTENT_COLUMNS, covering.map(extentRow)));
  if (idle.length > 0) {
    if (covering.length > 0) lines.push("");
    lines.push("Labels that cover nothing in this case");
    for (const { label } of idle) lines.push(`${visibleText(label.fingerprint)}  ${nameOf(label)}`);
  }
  if (history !== null && history.length > 0) {
    lines.push("", "All labels in the order they were given", ...formatTable(HISTORY_COLUMNS, history.map(historyRow)));
  }
  return lines;
}

function extentRow({ label, strands, flows, sources, packets }: LabelExtent): string[] {
  return [visibleText(label.fingerprint), nameOf(label), ...[strands, flows, sources, packets].map(formatCount)];
}

function historyRow(label: CaseLabel): string[] {
  const { atMs, author, fingerprint, reason } = label;
  return [timeOf(atMs), author, fingerprint, nameOf(label), reason ?? ""].map(visibleText);
}

/** The tool, with what is said of it. */
function nameOf({ tool, family, variant }: CaseLabel): string {
  const further = [family, variant].filter((said) => said !== null);
  return visibleText(further.length === 0 ? tool : `${tool} (${further.join(", ")})`);
}

/** To the second: the clock of an analyst is no better. */
function timeOf(atMs: number): string {
  return `${formatTime(BigInt(atMs) * NS_PER_MS)?.slice(0, 19)}Z`;
}
