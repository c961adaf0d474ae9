import { formatAddress, type IpAddress } from "../net/address.ts";
import { compareAddresses } from "../net/address-value.ts";
import { type KnownCampaigns, matchCampaigns } from "./campaign-roster.ts";
import { type CampaignDecision, type DecidedCampaign, decideCampaigns, type FoundAs } from "./decide-campaigns.ts";

/** What is known of campaigns before they are found: their ids, and what an analyst decided of them, in order. */
export interface CampaignKnowledge {
  readonly known: KnownCampaigns;
  readonly decisions: readonly CampaignDecision[];
}

/** A campaign with what was decided of it, and its members. */
export interface PlacedCampaign<Source> {
  readonly decided: DecidedCampaign;
  /** Ascending by address. */
  readonly members: readonly Source[];
}

/** Campaigns as they were found, by their ids, and as they are with what was decided, ascending by lowest address. */
export interface PlacedCampaigns<Source> {
  readonly asFound: readonly FoundAs[];
  readonly placed: readonly PlacedCampaign<Source>[];
}

/** Gives the campaigns that were found among sources their ids, and applies what was decided of them. */
export function placeCampaigns<Source extends { readonly address: IpAddress }>(
  found: readonly { readonly members: readonly { readonly address: IpAddress }[]; readonly byChance: boolean }[],
  sources: readonly Source[],
  { known, decisions }: CampaignKnowledge,
): PlacedCampaigns<Source> {
  const byAddress = new Map(sources.map((source) => [formatAddress(source.address), source]));
  const texts = found.map(({ members }) => members.map(({ address }) => formatAddress(address)));
  const { ids } = matchCampaigns(known, texts);
  const asFound = texts.map((members, index) => ({
    id: ids[index] as string,
    members,
    byChance: found[index]?.byChance === true,
  }));
  const placed = decideCampaigns(asFound, decisions, (address) => byAddress.has(address))
    .map((decided) => {
      const members = decided.members.flatMap((address) => byAddress.get(address) ?? []);
      return { decided, members: members.sort((a, b) => compareAddresses(a.address, b.address)) };
    })
    .filter(({ members }) => members.length > 0)
    .sort((a, b) => compareAddresses(lowest(a.members), lowest(b.members)));
  return { asFound, placed };
}

function lowest(members: readonly { readonly address: IpAddress }[]): IpAddress {
  return (members[0] as { readonly address: IpAddress }).address;
}
