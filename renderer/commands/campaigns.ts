import { create } from "zustand";
import type { CampaignRequest, CampaignRow, CampaignRuleSet } from "../../core/contract/campaigns.ts";
import type { Reply } from "../../core/contract/window.ts";
import { call } from "../bridge/bridge.ts";
import { openDialog } from "./dialogs.ts";
import { sayDone, sayFailed, sayTold } from "./notices.ts";
import { changeWorkspace } from "./workspace.ts";
import { showCampaign } from "./workspace-state.ts";

/** What can be decided of a campaign. */
export type CampaignDeed = CampaignRequest["deed"];

interface DecidingStore {
  readonly deed: CampaignDeed;
  /** The campaign it is about; null: none is. */
  readonly campaign: CampaignRow | null;
  /** All campaigns that are listed: one of them may be merged into it. */
  readonly others: readonly CampaignRow[];
}

/** The decision that is being written. */
export const useDeciding = create<DecidingStore>()(() => ({ deed: "name", campaign: null, others: [] }));

/** Opens the dialog for a decision on a campaign. */
export function writeDecision(deed: CampaignDeed, campaign: CampaignRow, others: readonly CampaignRow[]): void {
  useDeciding.setState({ deed, campaign, others });
  openDialog("campaign");
}

/** Saves a decision. False: it could not be saved. */
export async function decideCampaign(request: CampaignRequest): Promise<boolean> {
  return say(await call("campaign.decide", request));
}

/** Rules are set one after the other, in the order they were asked for. */
let settled: Promise<unknown> = Promise.resolve();

/** Looks for campaigns by other rules; null: by those of the preset. False: they could not be saved. */
export function setCampaignRules(rules: CampaignRuleSet | null): Promise<boolean> {
  const set = settled.then(async () => say(await call("campaigns.setRules", { rules })));
  settled = set.catch(() => undefined);
  return set;
}

/** Shows the campaign a source is in. */
export async function followToCampaign(address: string): Promise<void> {
  const reply = await call("campaign.ofSource", { address });
  if (!reply.ok) sayFailed(reply.error.message);
  else if (reply.value === null) sayTold(`${address} is in no campaign.`);
  else {
    const { id } = reply.value;
    changeWorkspace(() => showCampaign(id));
  }
}

function say(reply: Reply<{ readonly said: string | null }>): boolean {
  if (!reply.ok) sayFailed(reply.error.message);
  else if (reply.value.said !== null) sayDone(reply.value.said);
  return reply.ok;
}
