import { listStrands, type Strand, type StrandSet } from "./strand-set.ts";
import { listUndivided } from "./undivided-strands.ts";

/** A set of rules under one name: ours, or those of the paper this method comes from (spec section 9). */
export type Preset = "default" | "paper";

/** The paper's telescope recorded UDP port 5060 only. */
export const PAPER_PORT = 5060;
/** The paper closes a flow after 20 minutes without a packet. */
export const PAPER_FLOW_TIMEOUT_SECONDS = 1200;

/** What is fingerprinted of a flow: its strands, or under the paper's rules the whole flow. */
export function strandsUnder(preset: Preset, set: StrandSet): Strand[] {
  return preset === "paper" ? listUndivided(set) : listStrands(set);
}
