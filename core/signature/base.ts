import type { TraitKind } from "../fingerprint/trait-kinds.ts";
import { lineageOf } from "./lineage.ts";
import { namedTool, type Verdict } from "./verdict.ts";

/** What an unnamed strand's software was made from, where that is certain and the variant is not. */
export interface Base {
  /** A family as `sipvicious`, or the name of the one tool where it has no family. */
  readonly name: string;
  /**
   * `candidates`: all signatures that fit belong to it. `tag`: a From tag that only SIPVicious writes. `tie`: the best
   * near matches tie inside it. `lead`: the best near match is near indeed, and no other family's comes close.
   */
  readonly because: "candidates" | "tag" | "tie" | "lead";
}

const SIPVICIOUS = "sipvicious";

/** The base of a strand that no tool is named for, or null. */
export function baseOf(verdict: Verdict, traits: readonly TraitKind[]): Base | null {
  if (namedTool(verdict) !== null) return null;
  if (verdict.kind === "tie" || verdict.kind === "several") {
    const [first, ...others] = verdict.matches.map(({ signature }) => lineageOf(signature));
    const isOne = first !== undefined && others.every((name) => name === first);
    return isOne ? { name: first, because: "candidates" } : null;
  }
  if (traits.some((trait) => trait.startsWith("sipvicious-tag-"))) return { name: SIPVICIOUS, because: "tag" };
  if (verdict.kind !== "near") return null;
  if (verdict.family !== null) return { name: verdict.family, because: "tie" };
  return verdict.leader === null ? null : { name: verdict.leader, because: "lead" };
}
