import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { CountedFlow, CountedStrand } from "./counted-flow.ts";
import { addCount } from "./plain-record.ts";

/** What a source runs: a tool, or what has no name yet and is told by its group of fingerprints. */
export interface Software {
  /** Id of the tool, or of the group. */
  readonly id: string;
  /** Null without a name. */
  readonly tool: string | null;
  readonly family: string | null;
}

/** What most packets of flows were sent by: of named tools the one with most, and only where there is none a group. */
export function softwareOf(flows: readonly CountedFlow[], groupOf: (strand: CountedStrand) => string): Software | null {
  const tools = new Map<string, number>();
  const families = new Map<string, string>();
  const groups = new Map<string, number>();
  for (const strand of flows.flatMap(({ strands }) => strands)) {
    const { packets } = strand.strand.state;
    if (strand.named === null) {
      addCount(groups, groupOf(strand), packets);
      continue;
    }
    const { tool, family } = strand.named.signature;
    addCount(tools, tool.id, packets);
    families.set(tool.id, family);
  }
  const tool = commonest(tools);
  if (tool !== null) return { id: tool, tool, family: families.get(tool) as string };
  const group = commonest(groups);
  return group === null ? null : { id: group, tool: null, family: null };
}

/** The key counted most, of several the lowest; null where none was counted. */
export function commonest(counts: ReadonlyMap<string, number>): string | null {
  let most: readonly [string, number] | null = null;
  for (const [key, count] of counts) {
    if (most === null || count > most[1] || (count === most[1] && byCodeUnits(key, most[0]) < 0)) most = [key, count];
  }
  return most === null ? null : most[0];
}
