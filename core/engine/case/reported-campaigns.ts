import type { Preset } from "../../flow/preset.ts";
import type { RuleTexts } from "../../flow/rule-texts.ts";
import { campaignsAsFound, type ReportedCampaigns } from "../../report/campaign-report.ts";
import { type CaseDecision, currentDecisions } from "./campaign-decisions.ts";
import { type CampaignRoster, campaignRoster, campaignRules, knownCampaigns } from "./campaign-settings.ts";
import type { CaseFile } from "./case-file.ts";
import { listEvents } from "./events.ts";

/**
 * The campaigns that a case reports: those the window shows, by the rules set there and with what the analyst decided.
 * A preset that is given is followed as it stands, and finds what it finds.
 */
export async function reportedCampaigns(
  opened: CaseFile,
  preset: Preset,
  given: Partial<RuleTexts>,
  countsItself: boolean,
): Promise<ReportedCampaigns> {
  const asFound = campaignsAsFound(preset, countsItself);
  if (given.preset !== undefined) return asFound;
  return opened.use(async (connection) => {
    const stored = await campaignRules(connection);
    const decisions = currentDecisions(await listEvents(connection), opened.name);
    return {
      rules: stored === null ? asFound.rules : { ...stored, countsItself: stored.countsItself && countsItself },
      known: knownTo(await campaignRoster(connection), decisions),
      decisions: decisions.map(({ decision, reason }) => ({ decision, reason })),
    };
  });
}

/** Campaigns by their ids: those of the roster, and those that decisions are about, wherever the events come from. */
export function knownTo(roster: CampaignRoster, decisions: readonly CaseDecision[]): Map<string, readonly string[]> {
  return new Map([...decisions.flatMap(({ found }) => Object.entries(found)), ...knownCampaigns(roster)]);
}
