import type { Report, ReportFingerprint } from "./report.ts";
import { formatJson } from "./report-json.ts";
import { counted } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

/** The fingerprints of a report: as text, largest first, or as JSON in the report's order. */
export function formatFingerprints(report: Report, format: "table" | "json"): string {
  if (format === "json") return formatJson(report.fingerprints);
  if (report.fingerprints.length === 0) return "No SIP requests, so no fingerprints.\n";
  const ordered = [...report.fingerprints].sort((a, b) => b.packets - a.packets || (a.id < b.id ? -1 : 1));
  return ordered.map(formatFingerprint).join("\n");
}

/** Keys are shown with the lengths and classes of their gaps; the hashed text has `{*}` there. */
function formatFingerprint(fingerprint: ReportFingerprint): string {
  const counts = [
    counted(fingerprint.packets, "packet"),
    counted(fingerprint.flows, "flow"),
    counted(fingerprint.sources, "source"),
  ];
  const lines = fingerprint.text.split("\n").map((line) => {
    const key = /^:?[^:]*/.exec(line)?.[0] ?? line;
    const shown = fingerprint.classes[key];
    return shown === undefined ? `  ${line}` : `  ${key}:${shown}`;
  });
  const optional =
    fingerprint.optional.length === 0 ? [] : [`  in some messages only: ${fingerprint.optional.join(", ")}`];
  const tool = visibleText(fingerprint.tool ?? "no tool named");
  return [`${fingerprint.id}  ${tool}  ${counts.join(", ")}`, ...lines, ...optional, ""].join("\n");
}
