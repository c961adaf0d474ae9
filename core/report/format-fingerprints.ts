import type { Report, ReportFingerprint } from "./report.ts";
import { formatJson } from "./report-json.ts";
import { counted } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

/** The fingerprints of a report: as text, largest first, or as JSON in the report's order. */
export function formatFingerprints(report: Report, format: "table" | "json"): string {
  if (format === "json") return formatJson(report.fingerprints);
  if (report.fingerprints.length === 0) return "No SIP requests, so no fingerprints.\n";
  const ordered = [...report.fingerprints].sort((a, b) => b.packets - a.packets || (a.id < b.id ? -1 : 1));
  const linesOf = report.parameters.preset === "paper" ? paperLines : templateLines;
  return ordered.map((fingerprint) => formatFingerprint(fingerprint, linesOf(fingerprint))).join("\n");
}

function formatFingerprint(fingerprint: ReportFingerprint, lines: readonly string[]): string {
  const counts = [
    counted(fingerprint.packets, "packet"),
    counted(fingerprint.flows, "flow"),
    counted(fingerprint.sources, "source"),
  ];
  const optional =
    fingerprint.optional.length === 0 ? [] : [`  in some messages only: ${fingerprint.optional.join(", ")}`];
  const tool = visibleText(fingerprint.tool ?? "no tool named");
  return [
    `${fingerprint.id}  ${tool}  ${counts.join(", ")}`,
    ...lines.map((line) => `  ${line}`),
    ...optional,
    "",
  ].join("\n");
}

/** Keys are shown with the lengths and classes of their gaps; the hashed text has `{*}` there. */
function templateLines({ text, classes }: ReportFingerprint): string[] {
  return text.split("\n").map((line) => {
    const key = /^:?[^:]*/.exec(line)?.[0] ?? line;
    const shown = classes[key];
    return shown === undefined ? line : `${key}:${shown}`;
  });
}

function paperLines({ paperText }: ReportFingerprint): string[] {
  return paperText.split("\n");
}
