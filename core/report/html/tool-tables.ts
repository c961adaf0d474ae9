import type { PaperFacts, PaperTool } from "../paper-facts.ts";
import type { Report, ReportFlow, ReportTool } from "../report.ts";
import { formatCount } from "../text-table.ts";
import { NOT_APPLICABLE } from "./beside-paper.ts";
import type { Table } from "./document.ts";
import { formatPercent } from "./number-words.ts";

/** The paper's Table I for a case: the tools with packets, sources, first year and strategy, each beside the paper's. */
export function toolTable(report: Report, { tableOne }: PaperFacts): Table {
  const named = [...report.tools].sort((a, b) => b.packets - a.packets || byId(a, b));
  const seen = new Set(named.map(({ id }) => id));
  const years = firstYears(report.flows);
  const rows = named.map((tool) => {
    const paper = tableOne.find((row) => row.tool === tool.id);
    return [
      tool.id,
      tool.name,
      formatCount(tool.packets),
      paper === undefined ? NOT_APPLICABLE : paperPackets(paper),
      formatCount(tool.sources),
      formatCount(tool.flows),
      years.get(tool.id) ?? "unknown",
      paper === undefined ? NOT_APPLICABLE : String(paper.firstSeen),
      describeStrategies(tool.strategies),
      paper?.strategy ?? NOT_APPLICABLE,
    ];
  });
  const absent = tableOne
    .filter(({ tool }) => !seen.has(tool))
    .map((paper) => [
      paper.tool,
      "not seen here",
      "0",
      paperPackets(paper),
      "0",
      "0",
      NOT_APPLICABLE,
      String(paper.firstSeen),
      NOT_APPLICABLE,
      paper.strategy,
    ]);
  return {
    kind: "table",
    caption: "Table I. Tools, beside those of the paper",
    columns: [
      { title: "Tool", kind: "name" },
      { title: "Name", kind: "name" },
      { title: "Packets", kind: "number" },
      { title: "Paper", kind: "number" },
      { title: "Sources", kind: "number" },
      { title: "Flows", kind: "number" },
      { title: "First year", kind: "number" },
      { title: "Paper", kind: "number" },
      { title: "Strategy, flows", kind: "words" },
      { title: "Paper", kind: "words" },
    ],
    rows: [...rows, ...absent],
  };
}

function byId(a: ReportTool, b: ReportTool): number {
  return a.id < b.id ? -1 : 1;
}

function paperPackets({ packets, rounded }: PaperTool): string {
  return rounded ? `${formatCount(packets / 1_000_000)} million` : formatCount(packets);
}

function firstYears(flows: readonly ReportFlow[]): Map<string, string> {
  const years = new Map<string, string>();
  for (const { tool, firstPacketAt } of flows) {
    if (tool === null || firstPacketAt === null) continue;
    const year = firstPacketAt.slice(0, 4);
    const known = years.get(tool);
    if (known === undefined || year < known) years.set(tool, year);
  }
  return years;
}

function describeStrategies(strategies: Readonly<Record<string, number>>): string {
  return Object.entries(strategies)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([strategy, flows]) => `${strategy} ${formatCount(flows)}`)
    .join(", ");
}

/** How flows of each tool send: where their ports begin, whether they keep them, their likely start TTL, their methods. */
export function behaviourTable({ flows, tools }: Report): Table {
  const rows = [...tools]
    .sort((a, b) => b.packets - a.packets || byId(a, b))
    .map(({ id, family, senders }) => {
      const own = flows.filter(({ tool }) => tool === id);
      const share = (passes: (flow: ReportFlow) => boolean) =>
        own.length === 0 ? NOT_APPLICABLE : formatPercent(own.filter(passes).length / own.length);
      return [
        id,
        family,
        formatCount(own.length),
        share(({ sourcePort }) => sourcePort.first === 5060),
        share(({ sourcePort }) => sourcePort.first === 5061),
        counts(own.map(({ sourcePort }) => sourcePort.class)),
        counts(own.map(({ ipId }) => ipId.class)),
        Object.entries(senders.ttl.initial)
          .map(([ttl, sources]) => `${ttl}: ${formatCount(sources)}`)
          .join(", "),
        methods(own),
      ];
    });
  return {
    kind: "table",
    caption: "Table II. How flows of each tool send",
    columns: [
      { title: "Tool", kind: "name" },
      { title: "Family", kind: "name" },
      { title: "Flows", kind: "number" },
      { title: "From port 5060", kind: "number" },
      { title: "From 5061", kind: "number" },
      { title: "Source ports, flows", kind: "words" },
      { title: "IP-ID, flows", kind: "words" },
      { title: "Likely start TTL, sources", kind: "words" },
      { title: "Methods, packets", kind: "captured" },
    ],
    rows,
  };
}

function counts(classes: readonly string[]): string {
  const byClass: Record<string, number> = {};
  for (const one of classes) byClass[one] = (byClass[one] ?? 0) + 1;
  return describeStrategies(byClass);
}

function methods(flows: readonly ReportFlow[]): string {
  const sums = new Map<string, number>();
  for (const flow of flows) {
    for (const [method, packets] of Object.entries(flow.methods)) sums.set(method, (sums.get(method) ?? 0) + packets);
  }
  return [...sums]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([method, packets]) => `${method} ${formatCount(packets)}`)
    .join(", ");
}
