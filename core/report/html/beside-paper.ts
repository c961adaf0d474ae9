import type { PaperFact, PaperFacts } from "../paper-facts.ts";
import type { Report, ReportCorrelation, ReportShare, ReportSource } from "../report.ts";
import { counted, formatCount } from "../text-table.ts";
import { formatShare } from "./number-words.ts";

/** A number of the case that stands beside one of the paper. */
export interface HereValue {
  /** In the unit of the paper's number; null: not applicable. */
  readonly value: number | null;
  /** What it is counted over, or why there is none. */
  readonly about: string;
}

/** A number of the paper beside that of the case, as they are read. */
export interface BesidePaper {
  readonly fact: PaperFact;
  readonly here: string;
  readonly paper: string;
  readonly about: string;
}

/** What is written where a number cannot be given. */
export const NOT_APPLICABLE = "not applicable";

const SIPVICIOUS = "sipvicious";

/** Every number of the paper beside that of the case. Throws for a fact of which nothing here says what it is. */
export function besidePaper(report: Report, { facts }: PaperFacts): BesidePaper[] {
  return facts.map((fact) => {
    const measure = MEASURES.get(fact.id);
    if (measure === undefined) throw new Error(`nothing says what the paper's "${fact.id}" is in a case`);
    const { value, about } = measure(report);
    const here = value === null ? NOT_APPLICABLE : formatValue(value, fact.unit);
    const paper = `${fact.relation === "below" ? "below " : ""}${formatValue(fact.value, fact.unit)}`;
    return { fact, here, paper, about };
  });
}

/** What each fact of the paper is in a case. */
const MEASURES: ReadonlyMap<string, (report: Report) => HereValue> = new Map(
  Object.entries<(report: Report) => HereValue>({
    "sip-packets": ({ totals }) => known(totals.classes.sipRequest, "SIP requests"),
    "dropped-packets": ({ totals: { classes } }) =>
      known(classes.notSip + classes.keepAlive + classes.empty, "to a SIP port: no SIP, keep-alives, empty datagrams"),
    sources: ({ totals }) => known(totals.sources, "of SIP requests"),
    "packets-per-source": ({ totals }) =>
      ratio(totals.classes.sipRequest, totals.sources, "SIP requests a source", "no source"),
    flows: ({ totals, parameters }) =>
      known(totals.flows, `of one source, ended by ${parameters.flowTimeoutSeconds} s without a request`),
    "packets-per-flow": ({ totals }) =>
      ratio(totals.classes.sipRequest, totals.flows, "SIP requests a flow", "no flow"),
    days: ({ campaignStatistics }) => known(campaignStatistics.coveredDays, "UTC days that the captures cover"),
    "source-port-5060": (report) => firstPort(report, 5060),
    "source-port-5061": (report) => firstPort(report, 5061),
    "five-countries": (report) =>
      countryShare(report, (counts) =>
        [...counts.values()]
          .sort((a, b) => b - a)
          .slice(0, 5)
          .reduce((sum, count) => sum + count, 0),
      ),
    germany: (report) => countryShare(report, (counts) => counts.get("DE") ?? 0),
    "dialled-numbers": ({ dialledNumbers }) =>
      known(dialledNumbers.filter(({ called }) => called > 0).length, "different ones in To or request URI of INVITEs"),
    "number-packets": ({ totals }) =>
      known(totals.dialled.packets, "INVITEs that name a number in To, request URI or From"),
    "seen-once": ({ sources }) =>
      percentOf(
        sources.filter(({ flows }) => flows === 1).length,
        sources.length,
        "sources have one flow",
        "no source",
      ),
    "recurring-lower": (report) => recurring(report, Math.min),
    "recurring-higher": (report) => recurring(report, Math.max),
    "periodic-custom": ({ campaignStatistics: { periodicCampaigns } }) =>
      shareOf(splitByFamily(periodicCampaigns.families)[1], "campaigns of named tools other than SIPVicious"),
    "periodic-sipvicious": ({ campaignStatistics: { periodicCampaigns } }) =>
      shareOf(splitByFamily(periodicCampaigns.families)[0], "campaigns of SIPVicious"),
    campaigns: ({ campaigns }) => known(campaigns.length, "of five sources or more"),
    "campaign-sources": (report) => known(sourcesInCampaigns(report), "members of campaigns"),
    "campaign-share": (report) =>
      percentOf(
        sourcesInCampaigns(report),
        report.campaignStatistics.sources,
        "sources that were clustered",
        "no source",
      ),
    "largest-campaign": ({ campaigns }) =>
      campaigns.length === 0
        ? missing("no campaign")
        : known(Math.max(...campaigns.map(({ members }) => members.length)), "members of the largest"),
    "sipvicious-rate": sipviciousRate,
    "size-packets-r": (report) => correlation(report, "sizeAndPacketsPerSource", "r"),
    "size-packets-p": (report) => correlation(report, "sizeAndPacketsPerSource", "p"),
    "size-rate-r": (report) => correlation(report, "sizeAndRate", "r"),
    "size-rate-p": (report) => correlation(report, "sizeAndRate", "p"),
    "year-packets-r": (report) => correlation(report, "yearAndPacketsPerSource", "r"),
  }),
);

function known(value: number, about: string): HereValue {
  return { value, about };
}

function missing(about: string): HereValue {
  return { value: null, about };
}

function ratio(count: number, of: number, about: string, none: string): HereValue {
  return of === 0 ? missing(none) : known(count / of, about);
}

/** In percent. */
function percentOf(count: number, of: number, what: string, none: string): HereValue {
  return of === 0 ? missing(none) : known((100 * count) / of, `${formatCount(count)} of ${formatCount(of)} ${what}`);
}

type Counts = Pick<ReportShare, "n" | "count">;

function shareOf({ count, n }: Counts, what: string): HereValue {
  return percentOf(count, n, what, `no ${what}`);
}

/** What families say together: SIPVicious, and all others with a name. */
export function splitByFamily(
  families: readonly (Counts & { readonly family: string })[],
): readonly [sipvicious: Counts, others: Counts] {
  const sum = (some: readonly Counts[]) => ({
    n: some.reduce((total, { n }) => total + n, 0),
    count: some.reduce((total, { count }) => total + count, 0),
  });
  const isSipvicious = ({ family }: { readonly family: string }) => family === SIPVICIOUS;
  return [sum(families.filter(isSipvicious)), sum(families.filter((one) => !isSipvicious(one)))];
}

function firstPort({ flows, tools }: Report, port: number): HereValue {
  const family = new Set(tools.filter((tool) => tool.family === SIPVICIOUS).map(({ id }) => id));
  const ofFamily = flows.filter(({ tool }) => tool !== null && family.has(tool));
  const from = ofFamily.filter(({ sourcePort }) => sourcePort.first === port);
  return percentOf(from.length, ofFamily.length, "flows of SIPVicious begin there", "no flow of SIPVicious");
}

function countryShare(
  { sources, parameters }: Report,
  count: (byCountry: ReadonlyMap<string, number>) => number,
): HereValue {
  if (parameters.geoTables.length === 0) return missing("no table of countries was given");
  const located = sources.filter((source): source is ReportSource & { country: string } => source.country !== null);
  const byCountry = new Map<string, number>();
  for (const { country } of located) byCountry.set(country, (byCountry.get(country) ?? 0) + 1);
  return percentOf(count(byCountry), located.length, "sources with a known country", "no source with a known country");
}

/** The paper's two shares are those of SIPVicious and of the others, without saying which is which. */
function recurring({ campaignStatistics }: Report, choose: (...shares: number[]) => number): HereValue {
  const [sipvicious, others] = splitByFamily(campaignStatistics.recurringSources.families);
  if (sipvicious.n === 0 || others.n === 0) return missing("takes sources of SIPVicious and of other named tools");
  const share = ({ count, n }: Counts) => (100 * count) / n;
  const both = `SIPVicious ${formatShare(sipvicious)}, other named tools ${formatShare(others)}`;
  return known(choose(share(sipvicious), share(others)), both);
}

function sourcesInCampaigns({ campaigns }: Report): number {
  return campaigns.reduce((sum, { members }) => sum + members.length, 0);
}

function sipviciousRate({ campaigns, tools }: Report): HereValue {
  const family = new Set(tools.filter((tool) => tool.family === SIPVICIOUS).map(({ id }) => id));
  const rates = campaigns.flatMap(({ ratePps, tools: [main], purity }) =>
    ratePps !== null && main !== undefined && main.share === purity && family.has(main.tool) ? [ratePps] : [],
  );
  if (rates.length === 0) return missing("no campaign of SIPVicious with a rate");
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return known(mean, `mean over ${counted(rates.length, "campaign")}`);
}

function correlation({ campaignStatistics }: Report, id: ReportCorrelation["id"], part: "r" | "p"): HereValue {
  const found = campaignStatistics.correlations.find((one) => one.id === id);
  const value = found?.[part] ?? null;
  if (found === undefined || value === null)
    return missing("fewer than three campaigns, or no difference between them");
  return known(value, `over ${counted(found.n, "campaign")}`);
}

function formatValue(value: number, unit: string): string {
  if (unit === "R") return value.toFixed(3);
  if (unit === "p") return value < 0.0001 ? "below 0.0001" : String(Number(value.toPrecision(3)));
  if (unit === "%") return `${Math.round(value)}\u00a0%`;
  return `${Number.isInteger(value) || value >= 1000 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(3)))} ${unit}`;
}
