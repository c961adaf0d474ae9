import { besidePaper, FAMILY_NOTE, FAMILY_TITLES, formatPercent, sharesByFamily } from "./campaign-comparison.ts";
import type { PaperFacts } from "./paper-facts.ts";
import type { Report, ReportCampaign, ReportDecided } from "./report.ts";
import { formatJson } from "./report-json.ts";
import { counted, formatCount, formatTable } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

/** Campaigns the summary lists at most. */
const MAX_ROWS = 20;

/** The campaigns of a report for the summary, the largest first; one line where there are none. */
export function formatCampaignSummary(report: Report): string[] {
  if (report.sources.length === 0) return [];
  const { campaigns } = report;
  if (campaigns.length === 0) return [`Campaigns: none among ${counted(report.campaignStatistics.sources, "source")}`];
  const more = campaigns.length - MAX_ROWS;
  return [
    "Campaigns: sources that sent on the same days",
    ...campaignTable(largestFirst(campaigns).slice(0, MAX_ROWS)),
    ...(more > 0 ? [`... and ${counted(more, "campaign")} more; "ringprint campaigns" lists all.`] : []),
  ];
}

/** All campaigns of a report with what they say together, beside the paper; or the same as JSON. */
export function formatCampaigns(report: Report, facts: PaperFacts, format: "table" | "json"): string {
  const { parameters, campaigns, campaignStatistics } = report;
  if (format === "json") {
    const { preset, campaigns: rules } = parameters;
    return formatJson({ parameters: { preset, campaigns: rules }, campaigns, campaignStatistics });
  }
  const sections = [
    [describeRules(report), ...(campaigns.length === 0 ? ["No campaigns."] : campaignTable(campaigns))],
    campaigns.map(describeMembers),
    describeDecided(campaigns),
    describeFindings(report),
    comparison(report, facts),
    familyTable(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function largestFirst(campaigns: readonly ReportCampaign[]): ReportCampaign[] {
  return [...campaigns].sort((a, b) => b.members.length - a.members.length || a.id - b.id);
}

function campaignTable(campaigns: readonly ReportCampaign[]): string[] {
  return formatTable(
    [
      { title: "Campaign", align: "right" },
      { title: "Tool", align: "left" },
      { title: "Sources", align: "right" },
      { title: "Days", align: "right" },
      { title: "First day", align: "left" },
      { title: "Last day", align: "left" },
      { title: "Packets/source", align: "right" },
      { title: "Packets/s", align: "right" },
      { title: "Coverage", align: "right" },
      { title: "Overlap", align: "right" },
      { title: "Rhythm", align: "left" },
    ],
    campaigns.map((campaign) => [
      String(campaign.id),
      describeSoftware(campaign),
      formatCount(campaign.members.length),
      formatCount(campaign.activeDays.length),
      campaign.activeDays[0] ?? "",
      campaign.activeDays.at(-1) ?? "",
      formatReal(campaign.packetsPerSource),
      campaign.ratePps === null ? "-" : formatReal(campaign.ratePps),
      campaign.coverage === null ? "-" : formatPercent(campaign.coverage),
      campaign.overlap === null ? "-" : formatPercent(campaign.overlap),
      describeRhythm(campaign),
    ]),
  );
}

function describeSoftware({ tools, unnamed, purity }: ReportCampaign): string {
  const [named] = tools;
  const [group] = unnamed;
  const main = named !== undefined && named.share === purity ? visibleText(named.tool) : (group?.group ?? "");
  return purity === 1 ? main : `${main} ${formatPercent(purity)}`;
}

function describeRhythm({ byChance, recurring, periodic, meanGapDays, runs }: ReportCampaign): string {
  if (byChance) return "by chance";
  if (periodic && meanGapDays !== null) return `periodic, every ${formatReal(meanGapDays)} days`;
  return recurring ? `recurring, ${counted(runs, "run")}` : counted(runs, "run");
}

function describeMembers({ id, members, decided }: ReportCampaign): string {
  const name = decided?.name ?? null;
  return `${id}${name === null ? "" : `, ${visibleText(name)}`}: ${members.join(" ")}`;
}

/** What the analyst decided, a line each, behind a line for each campaign. */
function describeDecided(campaigns: readonly ReportCampaign[]): string[] {
  return campaigns.flatMap(({ id, decided }) => {
    if (decided === null) return [];
    return [
      `${id} is ${decided.id} in the case${stateOf(decided)
        .map((state) => `, ${state}`)
        .join("")}`,
      ...decided.decisions.map(({ what, reason }) => `  ${visibleText(what)}: ${visibleText(reason)}`),
    ];
  });
}

/** What an analyst made of a campaign, in words. */
export function stateOf({ pinned, changed }: ReportDecided): string[] {
  return [...(pinned ? ["pinned to its members"] : []), ...(changed ? ["not just the members that were found"] : [])];
}

function describeRules({ parameters: { preset, campaigns } }: Report): string {
  const self = campaigns.countsItself ? "itself included" : "itself not counted";
  const within = campaigns.within === "all sources" ? "over all sources" : "within each tool or fingerprint group";
  const core = `${campaigns.minSamples} sources in a core, ${self}`;
  const { period } = campaigns;
  const days = period === null ? "" : `, of ${period.first} to ${period.last} alone`;
  return `Campaigns, preset ${preset}: HDBSCAN ${within}, ${campaigns.minClusterSize} sources at least, ${core}${days}`;
}

/** What lies around the campaigns. */
function describeFindings({ parameters, campaigns, campaignStatistics }: Report): string[] {
  const { sources, undatedSources, coveredDays, alwaysActiveSources, expectedByChance } = campaignStatistics;
  const inside = campaigns.reduce((sum, { members }) => sum + members.length, 0);
  const marked = campaigns.filter(({ byChance }) => byChance).length;
  const expected = Number(expectedByChance.toPrecision(2));
  const lines = [
    `${formatCount(inside)} of ${counted(sources, "source")} are in campaigns, on ${counted(coveredDays, "covered day")}.`,
    parameters.campaigns.chanceGuard
      ? `Of these campaigns ${expected} at most are expected by chance.`
      : `Chance alone is expected to bring five one-day sources together on ${expected} days; ${counted(marked, "campaign")} marked.`,
  ];
  if (alwaysActiveSources > 0) lines.push(`${counted(alwaysActiveSources, "source")} are always active and in none.`);
  if (undatedSources > 0) lines.push(`${counted(undatedSources, "source")} without times took no part.`);
  return lines;
}

function comparison({ campaigns, campaignStatistics }: Report, facts: PaperFacts): string[] {
  const table = formatTable(
    [
      { title: "Over all campaigns", align: "left" },
      { title: "Here", align: "left" },
      { title: "The paper", align: "left" },
    ],
    besidePaper(campaigns, campaignStatistics, facts).map(({ title, here, paper }) => [title, here, paper]),
  );
  return [...table, `R and p: ${campaignStatistics.correlationMethod}.`];
}

function familyTable({ campaignStatistics }: Report): string[] {
  return [
    ...formatTable(
      ["Family", ...FAMILY_TITLES].map((title) => ({ title, align: "left" })),
      sharesByFamily(campaignStatistics).map(({ family, shares }) => [family, ...shares]),
    ),
    FAMILY_NOTE,
  ];
}

/** With three digits, or whole. */
function formatReal(value: number): string {
  return value >= 100 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(3)));
}
