import { copyKeyState, type KeyState, mergeKeyStates } from "../../fingerprint/key-state.ts";
import type { StrandView } from "../../fingerprint/strand-view.ts";
import type { ChosenStrand } from "./proposal-strand.ts";

/** A strand that was chosen, made ready to match. */
export interface ChosenView extends ChosenStrand {
  readonly view: StrandView;
}

/**
 * What chosen strands show of one key together.
 *
 * @param holders strands that have the key, at least one
 */
export function keyOfAll(key: string, holders: readonly ChosenView[]): KeyState {
  return holders.map(({ state }) => copyKeyState(state.keys.get(key) as KeyState)).reduce(mergeKeyStates);
}
