import type { SignatureDefinition, SignatureLibrary } from "../signature.ts";
import type { Verdict } from "../verdict.ts";
import type { MayChange } from "./may-change.ts";
import type { Nearest } from "./nearest.ts";
import type { Option } from "./options.ts";
import type { ChosenStrand, Rival, SignatureName } from "./proposal-strand.ts";

/** What to make a signature of. */
export interface ProposalRequest {
  readonly chosen: readonly ChosenStrand[];
  /** All that it must not claim, in any order. */
  readonly rivals: readonly Rival[];
  /** The signatures it will stand beside. */
  readonly library: SignatureLibrary;
  readonly name: SignatureName;
}

/** One thing the signature says or could say, with what that gains and costs. */
export interface ProposedField {
  /** A key, or `:method`, `:order`, `:compact`. */
  readonly key: string;
  readonly kind: Option["kind"];
  /** Pattern, methods, header orders, or what else is asked for. */
  readonly expected: string;
  readonly required: boolean;
  /** Rivals that it keeps out by itself. */
  readonly excludes: number;
  /** Of these the ones that nothing else that is required keeps out. */
  readonly onlyItExcludes: number;
  /** Messages it rests on, retransmissions not counted, in how many flows, and with how many values (Infinity: many). */
  readonly pieces: number;
  readonly runs: number;
  readonly distinctValues: number;
  /** Chosen strands that would be lost if it were required. */
  readonly loses: number;
  /** Why it may be another in the next run; null where nothing says so. */
  readonly mayChange: MayChange | null;
}

/** Rivals that the signature claims, because everything that all chosen strands have in common fits them, too. */
export interface Ambiguity {
  /** The first of them, ascending. */
  readonly ids: readonly string[];
  readonly count: number;
  /** The signature whose examples they are, or null: strands of the case. */
  readonly exampleOf: string | null;
  /** What would keep them out, and how many of the chosen strands that would lose; fewest first. */
  readonly wouldTake: readonly { readonly key: string; readonly loses: number }[];
}

/** A rival that the signature only just keeps out. */
export interface NearMiss {
  readonly rival: Rival;
  /** The keys of what keeps it out, or a message of it, ascending. */
  readonly differs: readonly string[];
}

/** A chosen strand that the signature does not name. */
export interface Unclaimed {
  readonly id: string;
  /**
   * `cut`: its messages were cut by the snap length, so no signature names it. `match`, `tie`, `several`: what the
   * library says of it with the new signature.
   */
  readonly because: "cut" | "no-match" | Extract<Verdict["kind"], "match" | "tie" | "several">;
  /** Signatures that are named instead of it or beside it, ascending. */
  readonly by: readonly string[];
}

/** A signature that was worked out, and what is to be known of it. */
export interface Proposal {
  readonly code: "proposed";
  /** Without examples yet. */
  readonly definition: SignatureDefinition;
  /** The required ones first. */
  readonly fields: readonly ProposedField[];
  readonly ambiguous: readonly Ambiguity[];
  readonly unclaimed: readonly Unclaimed[];
  /** Rivals that it fits, but of which another signature says more: they keep their name. */
  readonly outranked: number;
  /** Those that least keeps out first. */
  readonly nearMisses: readonly NearMiss[];
  readonly nearest: Nearest;
  readonly counts: { readonly chosen: number; readonly strands: number; readonly examples: number };
}

/** Why nothing is proposed. */
export interface NoProposal {
  /**
   * `all-cut`: every chosen strand was cut by the snap length. `nothing-in-common`: no field fits all of them.
   * `id-taken`: the library has a signature of that id.
   */
  readonly code: "nothing-chosen" | "all-cut" | "nothing-in-common" | "id-taken";
}
