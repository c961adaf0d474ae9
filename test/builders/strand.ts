import { mergeStrandStates, strandStateOf } from "../../core/fingerprint/strand-state.ts";
import type { StrandView } from "../../core/fingerprint/strand-view.ts";
import { viewStrand } from "../../core/fingerprint/view-strand.ts";
import { observedRequest, type Probe } from "./observed-request.ts";

export type { Probe } from "./observed-request.ts";

/** The strand of these messages, which must all be SIP requests. */
export function strandOf(probes: readonly Probe[]): StrandView {
  const states = probes.map((probe, index) => strandStateOf(observedRequest(probe, index + 1)));
  return viewStrand(states.reduce(mergeStrandStates));
}
