import type { CampaignDecision } from "./decide-campaigns.ts";

/** A decision in words. */
export function describeDecision(decision: CampaignDecision): string {
  const { campaign } = decision;
  switch (decision.deed) {
    case "name":
      return decision.name === null
        ? `taking away the name of campaign ${campaign}`
        : `the name ${decision.name} of campaign ${campaign}`;
    case "pin":
      return `${decision.members === null ? "unpinning" : "pinning"} campaign ${campaign}`;
    case "merge":
      return `merging ${decision.others.join(", ")} into campaign ${campaign}`;
    case "split":
      return `splitting ${sourcesOf(decision.members.length)} off campaign ${campaign}, as ${decision.into}`;
  }
}

function sourcesOf(count: number): string {
  return count === 1 ? "1 source" : `${count} sources`;
}
