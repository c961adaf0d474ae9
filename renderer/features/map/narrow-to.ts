import { onlyThis } from "../../../core/query/build-filter.ts";
import type { Expression } from "../../../core/query/expression.ts";
import { changeWorkspace } from "../../commands/workspace.ts";
import { narrowFlows, showCampaignsOf } from "../../commands/workspace-state.ts";

/** Only flows of sources in this country; null: of those in none that is known. */
export function narrowTo(country: string | null): void {
  changeWorkspace((workspace) => narrowFlows(workspace, sentFrom(country)));
}

/** The campaigns with a source in this country. */
export function showCampaignsIn(country: string | null): void {
  changeWorkspace((workspace) => showCampaignsOf(workspace, sentFrom(country)));
}

function sentFrom(country: string | null): Expression {
  return onlyThis("country", country === null ? null : { kind: "text", value: country });
}
