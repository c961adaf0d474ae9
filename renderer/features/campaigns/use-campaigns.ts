import { useMemo } from "react";
import type { CampaignList } from "../../../core/contract/campaigns.ts";
import { useReading } from "../../bridge/reading.ts";
import { type Answer, useRequest } from "../../bridge/use-request.ts";
import { useWorkspace } from "../../commands/workspace.ts";

/** The campaigns with a source whose flows pass the filter. */
export function useCampaigns(): Answer<CampaignList> {
  const revision = useReading((reading) => reading.state.revision);
  const { text, span } = useWorkspace((workspace) => workspace.query);
  const params = useMemo(() => ({ filter: { text, span } }), [text, span]);
  return useRequest("campaigns.get", params, revision);
}
