import { stateOf } from "../format-campaigns.ts";
import type { Report } from "../report.ts";
import { counted } from "../text-table.ts";
import { type Block, sentences } from "./document.ts";

/** What the analyst decided of campaigns, and why; nothing where they are as they were found. */
export function decidedCampaigns({ campaigns }: Report): Block[] {
  const decided = campaigns.flatMap((campaign) =>
    campaign.decided === null ? [] : [[campaign.id, campaign.decided] as const],
  );
  if (decided.length === 0) return [];
  const changed = decided.filter(([, { changed: isChanged }]) => isChanged).length;
  return [
    sentences(
      `The analyst decided on ${counted(decided.length, "campaign")}; ${changed} of them ${changed === 1 ? "has" : "have"} not just the members that were found. All numbers are of campaigns as they were decided.`,
    ),
    {
      kind: "table",
      caption: "What the analyst decided of campaigns",
      columns: [
        { title: "Campaign", kind: "number" },
        { title: "Id in the case", kind: "digest" },
        { title: "Name", kind: "name" },
        { title: "Members", kind: "words" },
        { title: "Decisions, with their reasons", kind: "name" },
      ],
      rows: decided.map(([number, of]) => [
        String(number),
        of.id,
        of.name ?? "none",
        stateOf(of).join(", ") || "as found",
        of.decisions.map(({ what, reason }) => `${what}: ${reason}`).join("; "),
      ]),
    },
  ];
}
