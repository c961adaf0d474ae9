import type { Report, ReportCorrelation, ReportShare } from "../report.ts";
import { formatCount } from "../text-table.ts";
import { NOT_APPLICABLE } from "./beside-paper.ts";
import type { Table } from "./document.ts";
import { formatPercent } from "./number-words.ts";

const CORRELATION_WORDS: Readonly<Record<ReportCorrelation["id"], string>> = {
  sizeAndPacketsPerSource: "Size and packets per source",
  sizeAndRate: "Size and rate",
  yearAndPacketsPerSource: "Year and packets per source",
  yearAndRate: "Year and rate",
};

/** What goes with what over the campaigns. */
export function correlationTable({ campaignStatistics: { correlations } }: Report): Table {
  return {
    kind: "table",
    caption: "Correlations over the campaigns",
    columns: [
      { title: "Measures", kind: "words" },
      { title: "Campaigns", kind: "number" },
      { title: "R", kind: "number" },
      { title: "p", kind: "number" },
    ],
    rows: correlations.map(({ id, n, r, p }) => [
      CORRELATION_WORDS[id],
      formatCount(n),
      r === null ? NOT_APPLICABLE : r.toFixed(3),
      p === null ? NOT_APPLICABLE : p < 0.0001 ? "below 0.0001" : String(Number(p.toPrecision(3))),
    ]),
  };
}

/** Who keeps the tool, and who comes again, by family: each share with its confidence interval. */
export function familyTable({ campaignStatistics }: Report): Table {
  const { keptTool, recurringSources, recurringCampaigns, periodicCampaigns } = campaignStatistics;
  const all = [keptTool.overYears, keptTool.overMonths, recurringSources, recurringCampaigns, periodicCampaigns];
  const names = [...new Set(all.flatMap(({ families }) => families.map(({ family }) => family)))].sort();
  const ofFamily = (name: string) => all.map(({ families }) => families.find(({ family }) => family === name));
  const rows = [
    ...names.map((name) => [name, ...ofFamily(name).map(describeShare)]),
    ["(no tool named)", ...all.map(({ unnamed }) => describeShare(unnamed))],
    ["all", ...all.map((shares) => describeShare(shares.all))],
  ];
  const titles = [
    "Kept the tool over years",
    "Kept it over months",
    "Recurring sources",
    "Recurring campaigns",
    "Periodic campaigns",
  ];
  return {
    kind: "table",
    caption: "Shares by family of tools, with 95 % confidence intervals",
    columns: [{ title: "Family", kind: "name" }, ...titles.map((title) => ({ title, kind: "words" }) as const)],
    rows,
  };
}

function describeShare(share: ReportShare | undefined): string {
  if (share === undefined || share.interval === null) return NOT_APPLICABLE;
  const [low, high] = share.interval.map((bound) => Math.round(bound * 100));
  return `${formatCount(share.count)} of ${formatCount(share.n)}, ${formatPercent(share.count / share.n)} (${low} to ${high}\u00a0%)`;
}
