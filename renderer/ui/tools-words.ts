import type { FlowRow } from "../../core/contract/flow-table.ts";
import { countOf } from "./numbers.ts";
import { safeString } from "./safe-string.ts";

/** Tools that find room in a line by their names, and how many others there are. */
export interface ToolsInLine {
  readonly named: FlowRow["tools"];
  readonly others: number;
}

/** At most two of the tools: the one with most packets, then packets nobody names, which are never left unsaid. */
export function toolsInLine(tools: FlowRow["tools"]): ToolsInLine {
  if (tools.length <= 2) return { named: tools, others: 0 };
  const [first, ...rest] = tools;
  const second = rest.find(([tool]) => tool === null);
  const named = [first, second].filter((tool) => tool !== undefined);
  return { named, others: tools.length - named.length };
}

/** The tools of a flow, and its labels, with their packets, a line each. */
export function describeTools(
  tools: FlowRow["tools"],
  labels: FlowRow["labels"],
  names: ReadonlyMap<string, string>,
): string {
  return [
    ...tools.map(([tool, packets]) => `${nameTool(tool, names)}: ${countOf(packets, "packet")}`),
    ...labels.map(([label, packets]) => `labelled ${safeString(label)}: ${countOf(packets, "packet")}`),
  ].join("\n");
}

/** The tools of a flow with their packets in one line, as they are copied and looked for. */
export function toolsText(tools: FlowRow["tools"], names: ReadonlyMap<string, string>): string {
  const texts = tools.map(([tool, packets]) => {
    const name = tool === null ? undefined : names.get(tool);
    return `${tool ?? "unknown"}${name === undefined ? "" : ` ${name}`} ${packets}`;
  });
  return texts.join(", ");
}

function nameTool(tool: string | null, names: ReadonlyMap<string, string>): string {
  if (tool === null) return "unknown: no signature names them";
  const name = names.get(tool);
  return safeString(name === undefined ? tool : `${tool} ${name}`);
}
