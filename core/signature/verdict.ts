import type { Sequence } from "./sequence.ts";
import type { SignatureDefinition } from "./signature.ts";

/** How one field of a signature fares against a strand. */
export type FieldOutcome =
  | "matched"
  /** No sequence of the pattern reads every exemplar. */
  | "differs"
  /** The exemplars fit, but a literal or token is not constant in the strand's masks. */
  | "not-constant"
  /** The key is missing in all or some messages. */
  | "absent"
  /** The signature says the key is absent, the strand has it. */
  | "unexpected"
  /** The values fit, but the key should have shown two of them by now. */
  | "does-not-vary"
  /** Believed present with a value nobody knows: the key is there. */
  | "present"
  /** Behind the cut of a cut strand. */
  | "unknown";

/** How the values of a key fare against a pattern; `sequence` is the most specific one that matches. */
export interface FieldResult {
  readonly outcome: FieldOutcome;
  readonly sequence: Sequence | null;
}

/**
 * Why a signature matches or does not, key by key. `:method`, `:order` and `:compact` stand for method, header order
 * and one-letter header names.
 */
export interface FieldExplanation {
  readonly key: string;
  readonly outcome: FieldOutcome;
  readonly required: boolean;
  /** Pattern text, or what else was expected; null where any value would do. */
  readonly expected: string | null;
  /** One raw value as seen (latin-1 for bytes), null where there is none. */
  readonly observed: string | null;
}

/** How much a match rests on: literal bytes first, then fields (spec section 5). */
export interface Specificity {
  readonly literalBytes: number;
  readonly fields: number;
}

/** A signature that matches. */
export interface SignatureMatch {
  readonly signature: SignatureDefinition;
  /** The signature's variant, or the one this method stands for. */
  readonly variant: string;
  readonly specificity: Specificity;
  readonly explanation: readonly FieldExplanation[];
}

/** A signature that does not match but is like the strand. */
export interface NearMatch {
  readonly signature: SignatureDefinition;
  /** 0 (nothing in common) to 1. */
  readonly score: number;
  /** Keys that keep it from matching or that it does not know, ascending. */
  readonly differs: readonly string[];
  readonly explanation: readonly FieldExplanation[];
}

/** A signature that nothing seen of a cut strand contradicts. */
export interface CompatibleSignature {
  readonly signature: SignatureDefinition;
  readonly explanation: readonly FieldExplanation[];
}

/** What matching says of a strand (spec section 5). Lists are ordered by rank, then by signature id. */
export type Verdict =
  | { readonly kind: "match"; readonly match: SignatureMatch }
  /** Equally specific signatures match, or single messages match several signatures of one tool. */
  | { readonly kind: "tie"; readonly matches: readonly SignatureMatch[] }
  /** Single messages match signatures of different tools, more specific than what all have in common. */
  | { readonly kind: "several"; readonly matches: readonly SignatureMatch[] }
  /**
   * `family` is set where the best scores tie inside one family. `leader` is the family of the best where no other
   * family's score comes close.
   */
  | {
      readonly kind: "near";
      readonly near: readonly NearMatch[];
      readonly family: string | null;
      readonly leader: string | null;
    }
  | { readonly kind: "unknown" }
  | { readonly kind: "cut"; readonly compatible: readonly CompatibleSignature[] };

/** The only tool a verdict names, or null: of a tie only where all signatures belong to one tool. */
export function namedTool(verdict: Verdict): SignatureMatch | null {
  if (verdict.kind === "match") return verdict.match;
  if (verdict.kind !== "tie") return null;
  const [first] = verdict.matches;
  const same = verdict.matches.every((match) => match.signature.tool.id === first?.signature.tool.id);
  return same ? (first ?? null) : null;
}
