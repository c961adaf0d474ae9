import { CORRELATION_METHOD, correlate } from "../campaign/correlation.ts";
import type { CoveredDays } from "../campaign/covered-days.ts";
import { recurrenceOf } from "../campaign/runs.ts";
import { shareOf } from "../campaign/share.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { ClusteredSource, KeptSoftware } from "./clustered-source.ts";
import type {
  ReportCampaign,
  ReportCampaignStatistics,
  ReportCorrelation,
  ReportShare,
  ReportShares,
} from "./report.ts";
import { sixDigits } from "./time-text.ts";

/** A campaign as it is reported, with its members. */
interface DescribedCampaign {
  readonly report: ReportCampaign;
  readonly members: readonly ClusteredSource[];
}

type Statistics = Pick<
  ReportCampaignStatistics,
  "correlationMethod" | "correlations" | "keptTool" | "recurringSources" | "recurringCampaigns" | "periodicCampaigns"
>;

/** What the paper computes over all campaigns, and over the families of tools. */
export function campaignStatistics(
  sources: readonly ClusteredSource[],
  campaigns: readonly DescribedCampaign[],
  covered: CoveredDays,
): Statistics {
  const families = campaigns.map(({ report, members }) => ({ report, family: familyOf(report, members) }));
  return {
    correlationMethod: CORRELATION_METHOD,
    correlations: correlationsOf(campaigns.map(({ report }) => report)),
    keptTool: {
      overYears: sharesOf(sources.flatMap(({ overYears }) => counted(overYears))),
      overMonths: sharesOf(sources.flatMap(({ overMonths }) => counted(overMonths))),
    },
    recurringSources: sharesOf(
      sources.map(({ days, runs }) => ({ family: runs.family, counts: recurrenceOf(days, covered).recurring })),
    ),
    recurringCampaigns: sharesOf(families.map(({ report, family }) => ({ family, counts: report.recurring }))),
    periodicCampaigns: sharesOf(families.map(({ report, family }) => ({ family, counts: report.periodic }))),
  };
}

/** Characters of a day that tell the year. */
const YEAR_LENGTH = 4;

/** Something of a family of tools that a share counts, or not. */
interface Counted {
  readonly family: string | null;
  readonly counts: boolean;
}

function counted(kept: KeptSoftware | null): Counted[] {
  return kept === null ? [] : [{ family: kept.family, counts: kept.kept }];
}

function correlationsOf(campaigns: readonly ReportCampaign[]): ReportCorrelation[] {
  const size = ({ members }: ReportCampaign) => members.length;
  const packetsPerSource = ({ packets, members }: ReportCampaign) => packets / members.length;
  const year = ({ activeDays }: ReportCampaign) => Number(activeDays[0]?.slice(0, YEAR_LENGTH));
  const rate = ({ ratePps }: ReportCampaign) => ratePps;
  const of = (
    id: ReportCorrelation["id"],
    x: (campaign: ReportCampaign) => number,
    y: (campaign: ReportCampaign) => number | null,
  ): ReportCorrelation => {
    const pairs = campaigns.flatMap((campaign) => {
      const value = y(campaign);
      return value === null ? [] : [[x(campaign), value] as const];
    });
    const { n, r, p } = correlate(pairs);
    return { id, n, r: r === null ? null : sixDigits(r), p: p === null ? null : sixDigits(p) };
  };
  return [
    of("sizeAndPacketsPerSource", size, packetsPerSource),
    of("sizeAndRate", size, rate),
    of("yearAndPacketsPerSource", year, packetsPerSource),
    of("yearAndRate", year, rate),
  ];
}

function familyOf({ tools, unnamed }: ReportCampaign, members: readonly ClusteredSource[]): string | null {
  const [named] = tools;
  const [group] = unnamed;
  if (named === undefined || (group !== undefined && group.share > named.share)) return null;
  return members.find(({ runs }) => runs.tool === named.tool)?.runs.family ?? null;
}

function sharesOf(all: readonly Counted[]): ReportShares {
  const families = [...new Set(all.flatMap(({ family }) => (family === null ? [] : [family])))].sort(byCodeUnits);
  return {
    all: reportShare(all),
    families: families.map((family) => ({ family, ...reportShare(all.filter((one) => one.family === family)) })),
    unnamed: reportShare(all.filter(({ family }) => family === null)),
  };
}

function reportShare(counted: readonly Counted[]): ReportShare {
  const { n, count, share, interval } = shareOf(counted.filter(({ counts }) => counts).length, counted.length);
  return {
    n,
    count,
    share: share === null ? null : sixDigits(share),
    interval: interval === null ? null : [sixDigits(interval[0]), sixDigits(interval[1])],
  };
}
