import type { KnownCampaigns } from "../campaign/campaign-roster.ts";
import { CoveredDays } from "../campaign/covered-days.ts";
import type { CampaignDecision, DecidedCampaign } from "../campaign/decide-campaigns.ts";
import { describeDecision } from "../campaign/describe-decision.ts";
import { type CampaignRules, findCampaigns, presetRules } from "../campaign/find-campaigns.ts";
import { jointRate } from "../campaign/joint-rate.ts";
import { placeCampaigns } from "../campaign/place-campaigns.ts";
import { recurrenceOf } from "../campaign/runs.ts";
import type { Steps } from "../campaign/steps.ts";
import type { ReadCapture } from "../contract/ingest.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { Preset } from "../flow/preset.ts";
import { formatAddress, type IpAddress } from "../net/address.ts";
import { type CampaignPeriod, coveredWithin, lastsInto, sourcesWithin } from "./campaign-period.ts";
import { type CampaignSpread, spreadOf } from "./campaign-spread.ts";
import { campaignStatistics } from "./campaign-statistics.ts";
import { type ClusteredSource, clusteredSource } from "./clustered-source.ts";
import type { CountedStrand } from "./counted-flow.ts";
import { coveredDays } from "./covered-days.ts";
import { destinationsOf, type JudgedSource } from "./judged-source.ts";
import { addCount, recordOf } from "./plain-record.ts";
import type { ReportCampaign, ReportCampaignRules, ReportCampaignStatistics, ReportDecided } from "./report.ts";
import { commonest } from "./source-software.ts";
import type { Telescope } from "./telescope-report.ts";
import { formatDay, sixDigits } from "./time-text.ts";

/** Campaigns and what they say together. */
export interface CampaignReport {
  readonly campaigns: readonly ReportCampaign[];
  readonly statistics: ReportCampaignStatistics;
  campaignOf(address: IpAddress): number | null;
}

/** How campaigns are found for a report, and what is known of them before. */
export interface ReportedCampaigns {
  /** `period`: first and last day that count; null: all that the captures cover. */
  readonly rules: CampaignRules & { readonly period: CampaignPeriod | null };
  /** Campaigns of the case by their ids. */
  readonly known: KnownCampaigns;
  /** What the analyst decided of them, in order, and why. */
  readonly decisions: readonly { readonly decision: CampaignDecision; readonly reason: string }[];
}

/** By the rules of a preset, and nothing of them is known. */
export function campaignsAsFound(preset: Preset, countsItself = true): ReportedCampaigns {
  return { rules: { ...presetRules(preset, countsItself), period: null }, known: new Map(), decisions: [] };
}

/** A campaign with its members and their spread, before anything else is said of it. */
export interface GatheredCampaign {
  readonly members: readonly ClusteredSource[];
  readonly byChance: boolean;
  readonly spread: CampaignSpread;
  readonly decided: ReportDecided | null;
}

/** The campaigns among sources. `groupOf`: id of the group a strand's fingerprint is in. */
export function* reportCampaigns(
  sources: readonly JudgedSource[],
  captures: readonly ReadCapture[],
  telescope: Telescope,
  groupOf: (strand: CountedStrand) => string,
  { rules: { period, ...rules }, known, decisions }: ReportedCampaigns,
): Steps<CampaignReport> {
  const dated = sources.flatMap((source) => clusteredSource(source, groupOf) ?? []);
  const clustered = period === null ? dated : sourcesWithin(dated, period);
  const covered = period === null ? coveredBy(captures) : coveredWithin(coveredBy(captures), period);
  const found = yield* findCampaigns(clustered, covered, rules);
  const judged = new Map(sources.map((source) => [source.address, source]));
  const { placed } = placeCampaigns(found.campaigns, clustered, {
    known,
    decisions: decisions.map(({ decision }) => decision),
  });
  const gathered = placed.map(({ decided, members }) => ({
    members,
    byChance: decided.byChance,
    spread: spreadOf(
      members.map(({ address }) => destinationsWithin(judged.get(address) as JudgedSource, period)),
      telescope,
    ),
    decided: reportDecided(decided, decisions),
  }));
  const ids = new Map(gathered.flatMap(({ members }, index) => members.map(({ address }) => [address, index + 1])));
  const { campaigns, statistics } = describeCampaigns(gathered, {
    clustered,
    undated: sources.length - dated.length,
    covered,
    alwaysActive: found.alwaysActive,
    expectedByChance: found.expectedByChance,
  });
  return { campaigns, statistics, campaignOf: (address) => ids.get(address) ?? null };
}

/** Where a source sent to, by its flows that last into a period. */
function destinationsWithin(source: JudgedSource, period: CampaignPeriod | null): ReadonlySet<IpAddress> {
  if (period === null) return destinationsOf(source);
  const flows = source.flows.filter(({ state }) => lastsInto(state, period));
  return new Set(flows.flatMap(({ state }) => [...state.firstVisits.keys()]));
}

/** Null where nothing was decided: what a case knows campaigns by tells in which order its captures came. */
function reportDecided(
  { id, name, pinned, changed, decisions: about }: DecidedCampaign,
  decisions: ReportedCampaigns["decisions"],
): ReportDecided | null {
  if (about.length === 0 && !changed) return null;
  const said = about.flatMap((at) => decisions[at] ?? []);
  return {
    id,
    name,
    pinned,
    changed,
    decisions: said.map(({ decision, reason }) => ({ what: describeDecision(decision), reason })),
  };
}

/** The days that captures cover. */
export function coveredBy(captures: readonly ReadCapture[]): CoveredDays {
  return new CoveredDays(coveredDays(captures.map(({ tally }) => tally)).map(({ first, last }) => [first, last]));
}

/** What lies around campaigns. */
export interface AroundCampaigns {
  /** All sources that were clustered. */
  readonly clustered: readonly ClusteredSource[];
  readonly undated: number;
  readonly covered: CoveredDays;
  readonly alwaysActive: number;
  readonly expectedByChance: number;
}

/** Campaigns as they are reported, numbered in their order, and what they say together. */
export function describeCampaigns(
  gathered: readonly GatheredCampaign[],
  { clustered, undated, covered, alwaysActive, expectedByChance }: AroundCampaigns,
): Pick<CampaignReport, "campaigns" | "statistics"> {
  const described = gathered.map((campaign, index) => ({
    report: reportCampaign(index + 1, campaign, covered),
    members: campaign.members,
  }));
  return {
    campaigns: described.map(({ report }) => report),
    statistics: {
      sources: clustered.length,
      undatedSources: undated,
      coveredDays: covered.count,
      alwaysActiveSources: alwaysActive,
      expectedByChance: sixDigits(expectedByChance),
      ...campaignStatistics(clustered, described, covered),
    },
  };
}

/** The rules as the report says them. */
export function reportCampaignRules(rules: ReportedCampaigns["rules"]): ReportCampaignRules {
  const { preset, minClusterSize, minSamples, countsItself, chanceGuard, period } = rules;
  return {
    minClusterSize,
    minSamples,
    countsItself,
    within: preset === "paper" ? "all sources" : "tool or fingerprint group",
    singleCluster: preset === "default",
    chanceGuard,
    period: period === null ? null : { first: formatDay(period[0]), last: formatDay(period[1]) },
  };
}

function reportCampaign(
  id: number,
  { members, byChance, spread, decided }: GatheredCampaign,
  covered: CoveredDays,
): ReportCampaign {
  const onDay = new Map<number, number>();
  const software = new Map<string, number>();
  const strategies = new Map<string, number>();
  const countries = new Map<string, number>();
  for (const member of members) {
    const { days, runs, flows, country } = member;
    for (const day of days) addCount(onDay, day, 1);
    addCount(software, runs.id, 1);
    for (const { strategy } of flows) addCount(strategies, strategy, 1);
    if (country !== null) addCount(countries, country, 1);
  }
  const days = [...onDay.keys()].sort((a, b) => a - b);
  const commonDays = days.filter((day) => (onDay.get(day) as number) >= members.length / 2);
  const { runs, recurring, periodic, meanGapDays, gapVariation } = recurrenceOf(commonDays, covered);
  const packets = members.reduce((sum, member) => sum + member.packets, 0);
  const tools = new Set(members.flatMap(({ runs: { tool } }) => (tool === null ? [] : [tool])));
  const shares = [...software]
    .map(([of, count]) => ({ of, share: sixDigits(count / members.length) }))
    .sort((a, b) => b.share - a.share || byCodeUnits(a.of, b.of));
  const main = commonest(software) as string;
  return {
    id,
    members: members.map(({ address }) => formatAddress(address)),
    activeDays: days.map(formatDay),
    commonDays: commonDays.map(formatDay),
    tools: shares.filter(({ of }) => tools.has(of)).map(({ of, share }) => ({ tool: of, share })),
    unnamed: shares.filter(({ of }) => !tools.has(of)).map(({ of, share }) => ({ group: of, share })),
    purity: sixDigits((software.get(main) as number) / members.length),
    byChance,
    packets,
    packetsPerSource: sixDigits(packets / members.length),
    ratePps: rounded(jointRate(members.flatMap(({ flows }) => flows))),
    ...spread,
    strategies: recordOf(strategies),
    countries: recordOf(countries),
    runs,
    recurring,
    periodic,
    meanGapDays: rounded(meanGapDays),
    gapVariation: rounded(gapVariation),
    decided,
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : sixDigits(value);
}
