import { type AddressRewriting, rewriteAddresses } from "../../fingerprint/rewrite-addresses.ts";
import type { Report } from "../../report/report.ts";

/**
 * The report's campaigns, and its sources, with members in the order of the addresses they become, and campaigns numbered
 * by the lowest of these: the numbers and the order of before would tell which bits were turned over.
 */
export function renumberedCampaigns(report: Report, rewriting: AddressRewriting): Report {
  const campaigns = report.campaigns
    .map((campaign) => ({
      ...campaign,
      members: campaign.members.map((address) => rewriteAddresses(address, rewriting)).sort(),
    }))
    .sort((a, b) => (String(a.members) < String(b.members) ? -1 : 1));
  const numbers = new Map(campaigns.map(({ id }, index) => [id, index + 1]));
  const sources = report.sources.map((source) => ({
    ...source,
    campaign: source.campaign === null ? null : (numbers.get(source.campaign) ?? null),
  }));
  return { ...report, campaigns: campaigns.map((campaign, index) => ({ ...campaign, id: index + 1 })), sources };
}
