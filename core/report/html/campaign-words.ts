import type { ReportCampaign } from "../report.ts";
import { counted } from "../text-table.ts";
import { formatPercent, formatReal } from "./number-words.ts";

/** The tool that most members run; null where most of them have none with a name. */
export function mainTool({ tools: [named], purity }: ReportCampaign): string | null {
  return named !== undefined && named.share === purity ? named.tool : null;
}

/** What the members run: the tool of most of them or the group of their fingerprint, with its share where it is not all. */
export function describeSoftware(campaign: ReportCampaign): string {
  const [group] = campaign.unnamed;
  const main = mainTool(campaign) ?? group?.group ?? "";
  return campaign.purity === 1 ? main : `${main} ${formatPercent(campaign.purity)}`;
}

/** How a campaign repeats. */
export function describeRhythm({ byChance, recurring, periodic, meanGapDays, runs }: ReportCampaign): string {
  if (byChance) return "by chance";
  if (periodic && meanGapDays !== null) return `periodic, every ${formatReal(meanGapDays)} days`;
  return recurring ? `recurring, ${counted(runs, "run")}` : counted(runs, "run");
}
