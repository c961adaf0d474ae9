import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { CoveredDays } from "../../campaign/covered-days.ts";
import { findCampaigns } from "../../campaign/find-campaigns.ts";
import type { Steps } from "../../campaign/steps.ts";
import type { CampaignRuleSet } from "../../contract/campaigns.ts";
import { formatAddress, type IpAddress, parseAddress } from "../../net/address.ts";
import { coveredWithin, sourcesWithin } from "../../report/campaign-period.ts";
import type { ClusteredSource } from "../../report/clustered-source.ts";
import { viewOf } from "./views.ts";

/** What campaigns are found in: all that was judged of sources, but where their messages went. */
export interface CampaignBasis {
  readonly sources: readonly ClusteredSource[];
  /** Sources of packets without a time. */
  readonly undated: number;
  readonly covered: CoveredDays;
}

const BASIS = "campaign basis";
/** Sources in one value: the database and JSON work with values of a bounded size. */
const SOURCES_AT_ONCE = 2000;

const day = z.int();
const ns = z.string().nullable();
const kept = z.tuple([z.string().nullable(), z.boolean()]).nullable();
const basisSchema = z.object({ portions: z.int(), undated: z.int(), covered: z.array(z.tuple([day, day])) });
const portionSchema = z.array(
  z.tuple([
    z.string(), // address
    z.string(), // tool or group
    z.boolean(), // whether it is a tool
    z.string().nullable(), // family
    z.string(), // start
    z.number(), // packets
    z.array(day),
    z.array(z.tuple([ns, ns, z.number(), z.string()])), // flows
    kept,
    kept,
  ]),
);
type Portion = z.infer<typeof portionSchema>;

/** The basis as values of the table of views. */
export function basisViews({ sources, undated, covered }: CampaignBasis): Record<string, string> {
  const portions: string[] = [];
  for (let start = 0; start < sources.length; start += SOURCES_AT_ONCE) {
    portions.push(JSON.stringify(sources.slice(start, start + SOURCES_AT_ONCE).map(asRow)));
  }
  const head: z.infer<typeof basisSchema> = {
    portions: portions.length,
    undated,
    covered: covered.spans.map(([first, last]) => [first, last]),
  };
  return {
    [BASIS]: JSON.stringify(head),
    ...Object.fromEntries(portions.map((portion, index) => [`${BASIS} ${index}`, portion])),
  };
}

/** The basis of a judged case. */
export async function readBasis(connection: DuckDBConnection): Promise<CampaignBasis> {
  const { portions, undated, covered } = basisSchema.parse(JSON.parse(await viewOf(connection, BASIS)));
  const sources: ClusteredSource[] = [];
  for (let index = 0; index < portions; index++) {
    const portion = portionSchema.parse(JSON.parse(await viewOf(connection, `${BASIS} ${index}`)));
    sources.push(...portion.map(asSource));
  }
  return { sources, undated, covered: new CoveredDays(covered) };
}

/** Campaigns of a period, among the sources that sent in it. */
export interface FoundWithin extends CampaignBasis {
  readonly campaigns: readonly { readonly members: readonly ClusteredSource[]; readonly byChance: boolean }[];
  readonly alwaysActive: number;
  readonly expectedByChance: number;
}

/** The campaigns that these rules find. */
export function* findWithin(basis: CampaignBasis, { period, ...rules }: CampaignRuleSet): Steps<FoundWithin> {
  const sources = period === null ? basis.sources : sourcesWithin(basis.sources, period);
  const covered = period === null ? basis.covered : coveredWithin(basis.covered, period);
  const found = yield* findCampaigns(sources, covered, rules);
  const byAddress = new Map(sources.map((source) => [source.address, source]));
  const campaigns = found.campaigns.map(({ members, byChance }) => ({
    members: members.map(({ address }) => byAddress.get(address) as ClusteredSource),
    byChance,
  }));
  const { alwaysActive, expectedByChance } = found;
  return { sources, undated: basis.undated, covered, campaigns, alwaysActive, expectedByChance };
}

function asRow(source: ClusteredSource): Portion[number] {
  const { address, runs, startNs, packets, days, flows, overYears, overMonths } = source;
  return [
    formatAddress(address),
    runs.id,
    runs.tool !== null,
    runs.family,
    String(startNs),
    packets,
    [...days],
    flows.map((flow) => [textOf(flow.firstNs), textOf(flow.lastNs), flow.packets, flow.strategy]),
    overYears && [overYears.family, overYears.kept],
    overMonths && [overMonths.family, overMonths.kept],
  ];
}

function asSource([
  address,
  software,
  isTool,
  family,
  startNs,
  packets,
  days,
  flows,
  overYears,
  overMonths,
]: Portion[number]): ClusteredSource {
  return {
    address: parseAddress(address) as IpAddress,
    software,
    runs: { id: software, tool: isTool ? software : null, family },
    startNs: BigInt(startNs),
    packets,
    // Tables of countries may be chosen later: countries are looked up when campaigns are shown.
    country: null,
    days,
    flows: flows.map(([firstNs, lastNs, sent, strategy]) => ({
      firstNs: timeOf(firstNs),
      lastNs: timeOf(lastNs),
      packets: sent,
      strategy,
    })),
    overYears: overYears && { family: overYears[0], kept: overYears[1] },
    overMonths: overMonths && { family: overMonths[0], kept: overMonths[1] },
  };
}

function textOf(timeNs: bigint | null): string | null {
  return timeNs === null ? null : String(timeNs);
}

function timeOf(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
