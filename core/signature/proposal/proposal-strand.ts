import type { StrandState } from "../../fingerprint/strand-state.ts";

/** A strand that a new signature is to claim. */
export interface ChosenStrand {
  readonly id: string;
  /** The flow it is of: what all flows share is no accident of one run. */
  readonly run: string;
  readonly state: StrandState;
}

/** A strand that the signature must not claim: any other of the case, or an example of a known signature. */
export interface Rival {
  readonly id: string;
  /** The signature whose example it is; null for a strand of the case. */
  readonly exampleOf: string | null;
  readonly state: StrandState;
}

/** What the analyst says of the new signature. */
export interface SignatureName {
  /** Unique in the library. */
  readonly id: string;
  readonly tool: { readonly id: string; readonly name: string };
  /** Null: what the nearest known signature says, if that is certain; else the tool's name. */
  readonly family: string | null;
  readonly variant: string;
  readonly references: readonly string[];
}
