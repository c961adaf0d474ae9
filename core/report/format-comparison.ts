import type { Amount, CaseComparison, ComparedFingerprint, ComparedRule, ComparedTool } from "./compare-reports.ts";
import { type Column, counted, formatCount, formatTable } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

/** Fingerprints listed of each kind; JSON has all. */
const MOST_LISTED = 20;

const RULE_WORDS: Readonly<Record<ComparedRule, string>> = {
  ports: "ports",
  flowTimeoutSeconds: "flow timeouts",
  tunnels: "rules for tunnels",
  preset: "presets",
};

const AMOUNTS: readonly Column[] = [
  { title: "Packets", align: "right" },
  { title: "Flows", align: "right" },
  { title: "Sources", align: "right" },
];

/** What the later of two cases gained, lost and changed, as lines. `names`: of the earlier and the later case. */
export function formatComparison(
  { otherRules, tools, fingerprints, sources }: CaseComparison,
  [before, after]: readonly [string, string],
): string[] {
  return [
    `${visibleText(after)} beside ${visibleText(before)}`,
    ...otherRules.map((rule) => `They were read under other ${RULE_WORDS[rule]}: what differs may come from that.`),
    ...toolLines("gained", tools.gained),
    ...toolLines("lost", tools.lost),
    ...changeLines(tools.changed),
    "",
    `${counted(tools.same, "tool")} with the same numbers in both.`,
    ...fingerprintLines("gained", fingerprints.gained),
    ...fingerprintLines("lost", fingerprints.lost),
    ...renamedLines(fingerprints.renamed),
    "",
    `${counted(fingerprints.kept, "fingerprint")} in both, with the same tool.`,
    `${counted(sources.gained, "source")} gained, ${formatCount(sources.lost)} lost, ${formatCount(sources.kept)} in both.`,
  ];
}

function toolLines(what: "gained" | "lost", tools: readonly ComparedTool[]): string[] {
  if (tools.length === 0) return ["", `No tool ${what}.`];
  const rows = tools.map(({ id, name, before, after }) => [`${id} ${name}`, ...amountsOf(after ?? before)]);
  return [
    "",
    `${counted(tools.length, "tool")} ${what}`,
    ...formatTable([{ title: "Tool", align: "left" }, ...AMOUNTS], rows),
  ];
}

function changeLines(tools: readonly ComparedTool[]): string[] {
  if (tools.length === 0) return [];
  const columns: readonly Column[] = [
    { title: "Tool", align: "left" },
    ...AMOUNTS,
    { title: "Fingerprints", align: "right" },
  ];
  const rows = tools.map(({ id, name, before, after, fingerprintsGained, fingerprintsLost }) => {
    const [was, is] = [amountsOf(before), amountsOf(after)];
    const fingerprints = `+${formatCount(fingerprintsGained)} -${formatCount(fingerprintsLost)}`;
    return [`${id} ${name}`, ...is.map((amount, index) => `${was[index]} > ${amount}`), fingerprints];
  });
  return ["", `${counted(tools.length, "tool")} with other numbers`, ...formatTable(columns, rows)];
}

function fingerprintLines(what: "gained" | "lost", fingerprints: readonly ComparedFingerprint[]): string[] {
  if (fingerprints.length === 0) return ["", `No fingerprint ${what}.`];
  const rows = fingerprints.slice(0, MOST_LISTED).map(({ id, before, after }) => {
    const there = after ?? before;
    return [id, there?.tool ?? "unknown", ...amountsOf(there)];
  });
  const columns: readonly Column[] = [
    { title: "Fingerprint", align: "left" },
    { title: "Tool", align: "left" },
    ...AMOUNTS,
  ];
  return [
    "",
    `${counted(fingerprints.length, "fingerprint")} ${what}`,
    ...formatTable(columns, rows),
    ...left(fingerprints),
  ];
}

function renamedLines(fingerprints: readonly ComparedFingerprint[]): string[] {
  if (fingerprints.length === 0) return [];
  const rows = fingerprints
    .slice(0, MOST_LISTED)
    .map(({ id, before, after }) => [id, before?.tool ?? "unknown", after?.tool ?? "unknown", ...amountsOf(after)]);
  const columns: readonly Column[] = [
    { title: "Fingerprint", align: "left" },
    { title: "Tool before", align: "left" },
    { title: "Tool after", align: "left" },
    ...AMOUNTS,
  ];
  return [
    "",
    `${counted(fingerprints.length, "fingerprint")} of another tool`,
    ...formatTable(columns, rows),
    ...left(fingerprints),
  ];
}

function amountsOf(amount: Amount | null): string[] {
  return amount === null ? ["", "", ""] : [amount.packets, amount.flows, amount.sources].map(formatCount);
}

function left(all: readonly unknown[]): string[] {
  const more = all.length - MOST_LISTED;
  return more > 0 ? [`${formatCount(more)} more; --format json lists all`] : [];
}
