import type { CampaignMembers, CampaignRow } from "../contract/campaigns.ts";
import { formatAddress } from "../net/address.ts";
import type { ClusteredSource } from "./clustered-source.ts";
import { mostFirst } from "./most-first.ts";
import { addCount } from "./plain-record.ts";
import type { ReportCampaign } from "./report.ts";

/** What of a row is told by its members. */
type CountedRow = Omit<
  CampaignRow,
  "id" | "number" | "name" | "pinned" | "changed" | "news" | "said" | "matching" | "byChance"
>;

/** A campaign as the window lists it, as far as its members tell. */
export function campaignRow(campaign: ReportCampaign, members: readonly ClusteredSource[]): CountedRow {
  const onDay = new Map<number, number>();
  for (const { days } of members) for (const day of days) addCount(onDay, day, 1);
  const [named] = campaign.tools;
  const [group] = campaign.unnamed;
  const isNamed = named !== undefined && named.share === campaign.purity;
  return {
    tool: isNamed ? named.tool : null,
    group: isNamed ? null : (group?.group ?? null),
    purity: campaign.purity,
    sources: members.length,
    packets: campaign.packets,
    packetsPerSource: campaign.packetsPerSource,
    ratePps: campaign.ratePps,
    destinations: campaign.destinations,
    coverage: campaign.coverage,
    overlap: campaign.overlap,
    strategies: Object.entries(campaign.strategies),
    countries: mostFirst(Object.entries(campaign.countries)),
    days: [...onDay].sort(([a], [b]) => a - b),
    runs: campaign.runs,
    recurring: campaign.recurring,
    periodic: campaign.periodic,
    meanGapDays: campaign.meanGapDays,
    gapVariation: campaign.gapVariation,
  };
}

/** The members of a campaign as the window shows them. */
export function listMembers(members: readonly ClusteredSource[]): CampaignMembers["members"] {
  return members.map(({ address, packets, runs, days }) => ({
    address: formatAddress(address),
    packets,
    tool: runs.tool,
    days: [...days],
  }));
}
