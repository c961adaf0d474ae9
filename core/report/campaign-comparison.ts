import { type PaperFacts, paperFact } from "./paper-facts.ts";
import type { ReportCampaign, ReportCampaignStatistics, ReportCorrelation, ReportShare } from "./report.ts";
import { formatCount } from "./text-table.ts";

/** Family whose campaigns the paper sets against all others. */
const SIPVICIOUS = "sipvicious";

/** A number of a case beside the paper's; `-`: the paper has none. */
export interface BesidePaper {
  readonly title: string;
  readonly here: string;
  readonly paper: string;
}

/** What campaigns say together, each number beside the paper's. */
export function besidePaper(
  campaigns: readonly Pick<ReportCampaign, "members">[],
  statistics: ReportCampaignStatistics,
  facts: PaperFacts,
): BesidePaper[] {
  const { sources, correlations, periodicCampaigns } = statistics;
  const value = (id: string) => paperFact(facts, id);
  const inside = campaigns.reduce((sum, { members }) => sum + members.length, 0);
  const largest = Math.max(0, ...campaigns.map(({ members }) => members.length));
  const correlation = (id: ReportCorrelation["id"]) =>
    describeCorrelation(correlations.find((one) => one.id === id) as ReportCorrelation);
  const paperP = value("size-packets-p");
  const [sipvicious, others] = splitByFamily(periodicCampaigns.families);
  const rows = [
    ["Campaigns", formatCount(campaigns.length), formatCount(value("campaigns").value)],
    [
      "Sources in campaigns",
      `${formatCount(inside)}${sources === 0 ? "" : ` (${formatPercent(inside / sources)})`}`,
      `${formatCount(value("campaign-sources").value)} (${value("campaign-share").value} %)`,
    ],
    ["Sources of the largest", formatCount(largest), formatCount(value("largest-campaign").value)],
    [
      "Size and packets per source",
      correlation("sizeAndPacketsPerSource"),
      `R ${value("size-packets-r").value}, p ${paperP.relation === "below" ? "<" : "="} ${paperP.value}`,
    ],
    ["Size and rate", correlation("sizeAndRate"), `R ${value("size-rate-r").value}, p = ${value("size-rate-p").value}`],
    ["Year and packets per source", correlation("yearAndPacketsPerSource"), `R ${value("year-packets-r").value}`],
    ["Year and rate", correlation("yearAndRate"), "-"],
    ["Periodic, SIPVicious", describeShare(sipvicious), `${value("periodic-sipvicious").value} %`],
    ["Periodic, other named tools", describeShare(others), `${value("periodic-custom").value} % of custom tools`],
  ] as const;
  return rows.map(([title, here, paper]) => ({ title, here, paper }));
}

/** Shares of a family of tools. */
export interface FamilyShares {
  readonly family: string;
  /** Kept the tool over years, over months; recurring sources, recurring campaigns: counts with 95 % intervals. */
  readonly shares: readonly string[];
}

/** What the shares are of. */
export const FAMILY_TITLES = [
  "Kept the tool over years",
  "over months",
  "Recurring sources",
  "Recurring campaigns",
] as const;
export const FAMILY_NOTE = "Kept the tool: of the sources seen in two periods or more. Shares with 95 % confidence.";

/** Shares by family of tools: who keeps the tool, and who comes again. */
export function sharesByFamily({
  keptTool,
  recurringSources,
  recurringCampaigns,
}: ReportCampaignStatistics): FamilyShares[] {
  const all = [keptTool.overYears, keptTool.overMonths, recurringSources, recurringCampaigns];
  const names = [...new Set(all.flatMap(({ families }) => families.map(({ family }) => family)))].sort();
  const rowOf = (family: string, shares: readonly (ReportShare | undefined)[]) => ({
    family,
    shares: shares.map(describeInterval),
  });
  return [
    ...names.map((name) =>
      rowOf(
        name,
        all.map(({ families }) => families.find(({ family }) => family === name)),
      ),
    ),
    rowOf(
      "(no tool named)",
      all.map(({ unnamed }) => unnamed),
    ),
    rowOf(
      "all",
      all.map((shares) => shares.all),
    ),
  ];
}

function splitByFamily(families: readonly (Counts & { readonly family: string })[]): [Counts, Counts] {
  const sum = (some: readonly Counts[]) => ({
    n: some.reduce((total, { n }) => total + n, 0),
    count: some.reduce((total, { count }) => total + count, 0),
  });
  const isSipvicious = ({ family }: { readonly family: string }) => family === SIPVICIOUS;
  return [sum(families.filter(isSipvicious)), sum(families.filter((one) => !isSipvicious(one)))];
}

type Counts = Pick<ReportShare, "n" | "count">;

function describeShare({ n, count }: Counts): string {
  return n === 0 ? "none" : `${formatCount(count)} of ${formatCount(n)} (${formatPercent(count / n)})`;
}

function describeCorrelation({ n, r, p }: ReportCorrelation): string {
  if (r === null || p === null) return `n ${n}: too few, or all the same`;
  return `R ${r.toFixed(3)}, p ${p < 0.0001 ? "< 0.0001" : `= ${p.toFixed(4)}`}, n ${formatCount(n)}`;
}

function describeInterval(share: ReportShare | undefined): string {
  if (share === undefined || share.interval === null) return "-";
  const [low, high] = share.interval.map((bound) => String(Math.round(bound * 100)));
  return `${formatCount(share.count)} of ${formatCount(share.n)} (${low} to ${high} %)`;
}

/** A share in whole percent. */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
