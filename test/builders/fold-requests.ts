import {
  addRequest,
  type ObservedRequest,
  type StrandState,
  strandStateOf,
} from "../../core/fingerprint/strand-state.ts";

/** The strand of these requests, added one after the other. */
export function foldInOrder(list: readonly ObservedRequest[]): StrandState {
  const [first, ...others] = list;
  if (first === undefined) throw new Error("a strand has at least one request");
  const state = strandStateOf(first);
  for (const request of others) addRequest(state, request);
  return state;
}
