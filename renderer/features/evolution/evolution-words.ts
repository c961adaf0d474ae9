import type { EvolutionPart } from "../../../core/contract/evolution.ts";
import type { RequestResult } from "../../../core/contract/window.ts";
import { countOf, formatShare, sentenceCount } from "../../ui/numbers.ts";
import { toolText } from "../../ui/tool-text.ts";

export type Evolution = RequestResult<"evolution.get">;

/** What is in the diagram, in a sentence or two. */
export function evolutionWords({ unit, sources, recurring, undatedFlows }: Evolution): string {
  const undated = undatedFlows === 0 ? "" : ` ${countOf(undatedFlows, "flow")} without a time left out.`;
  return `${sentenceCount(recurring)} of ${countOf(sources, "source")} (${formatShare(recurring, sources)}) were seen in more than one ${unit}.${undated}`;
}

/** A period with how much of it captures reach over, as `2020-01, 12 of 31 days`. */
export function coverageWords({ days, coveredDays }: Evolution["periods"][number]): string {
  return coveredDays >= days ? "all days" : `${coveredDays} of ${days} days`;
}

/** What is listed of a part, as `○ paper/1 in 2020-01, then ■ paper/2 in 2020-02`. */
export function partWords({ from, to }: EvolutionPart): string {
  const first = `${toolText(from.tool)} in ${from.period}`;
  return to === null ? first : `${first}, then ${toolText(to.tool)} in ${to.period}`;
}

export function isSamePart(a: EvolutionPart | null, b: EvolutionPart): boolean {
  return a !== null && JSON.stringify(partKey(a)) === JSON.stringify(partKey(b));
}

function partKey({ from, to }: EvolutionPart) {
  return [from.period, from.tool, to === null ? null : [to.period, to.tool]];
}

/** The part that a place in the nodes, or in the links, stands for. */
export function nodePart({ nodes }: Evolution, index: number): EvolutionPart | null {
  const node = nodes[index];
  return node === undefined ? null : { from: { period: node.period, tool: node.tool }, to: null };
}

export function linkPart(evolution: Evolution, index: number): EvolutionPart | null {
  const link = evolution.links[index];
  const [from, to] = [evolution.nodes[link?.from ?? -1], evolution.nodes[link?.to ?? -1]];
  if (from === undefined || to === undefined) return null;
  return { from: { period: from.period, tool: from.tool }, to: { period: to.period, tool: to.tool } };
}
