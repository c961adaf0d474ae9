import type { Groupable } from "../../core/fingerprint/fingerprint-groups.ts";
import { copyStrandState, type StrandState } from "../../core/fingerprint/strand-state.ts";

/** Distinct values of one key of one fingerprint of a flood. */
export type FloodValues = (fingerprint: number) => readonly string[];

/**
 * Unnamed fingerprints that differ in some keys only, as floods make them: copies of one strand with other values there
 * and with this many pieces of evidence.
 */
export function floodOf(
  count: number,
  base: StrandState,
  values: Readonly<Record<string, FloodValues>>,
  evidence: (fingerprint: number) => number,
): Groupable[] {
  return Array.from({ length: count }, (_, index) => {
    const state = copyStrandState(base);
    for (const [key, valuesOf] of Object.entries(values)) {
      const keyState = state.keys.get(key);
      if (keyState === undefined) throw new Error(`the strand has no ${key}`);
      keyState.tokenised = [...valuesOf(index)].sort();
      keyState.raw = null;
    }
    state.evidence.splice(
      0,
      state.evidence.length,
      ...Array.from({ length: evidence(index) }, (_, piece) => piece + 1),
    );
    return { id: `sipfp1:flood ${String(index).padStart(6, "0")}`, tool: null, state };
  });
}
