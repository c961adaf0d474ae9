import type { FlowRow } from "../../../core/contract/flow-table.ts";
import { countOf } from "../../ui/numbers.ts";
import { safeString } from "../../ui/safe-string.ts";

/** The tools of a flow with their packets, a line each. */
export function describeTools(tools: FlowRow["tools"], names: ReadonlyMap<string, string>): string {
  return tools.map(([tool, packets]) => `${nameTool(tool, names)}: ${countOf(packets, "packet")}`).join("\n");
}

function nameTool(tool: string | null, names: ReadonlyMap<string, string>): string {
  if (tool === null) return "unknown: no signature names them";
  const name = names.get(tool);
  return safeString(name === undefined ? tool : `${tool} ${name}`);
}
