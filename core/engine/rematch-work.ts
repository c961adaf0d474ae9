import type { AnalysisRules } from "../flow/rule-texts.ts";
import type { IpAddress } from "../net/address.ts";
import type { RematchSummary } from "../signature/rematch.ts";
import type { SignatureDefinition } from "../signature/signature.ts";
import type { OutlineBytes } from "./case/stored-outlines.ts";
import type { StoredState } from "./case/stored-sources.ts";

/** What a thread matches strands with. */
export interface RematchWork {
  /** What states are read with, by the part they belong to. */
  readonly shapes: ReadonlyMap<string, Uint8Array>;
  readonly rules: Pick<AnalysisRules, "preset" | "flowTimeoutSeconds">;
  readonly before: readonly SignatureDefinition[];
  readonly after: readonly SignatureDefinition[];
}

/** What a thread is told to do, one thing after the other. */
export type RematchOrder =
  | { readonly kind: "outlines"; readonly outlines: OutlineBytes }
  /** The states of sources of which outlines did not tell everything. */
  | { readonly kind: "states"; readonly states: PackedStates }
  /** Tell what would change in all. */
  | { readonly kind: "end" };

/** What it answers. */
export type RematchReply =
  /** Sources of strands whose messages must tell, each once, in no order. */
  | { readonly kind: "untold"; readonly sources: readonly IpAddress[] }
  | { readonly kind: "matched" }
  | { readonly kind: "summary"; readonly summary: RematchSummary }
  | { readonly kind: "damaged"; readonly message: string };

/** Stored states on their way to a thread: many arrays would take longer than what is in them. */
export interface PackedStates {
  readonly sources: readonly IpAddress[];
  readonly parts: readonly string[];
  /** Where each state ends in `bytes`. */
  readonly ends: readonly number[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One state behind the other, in bytes of their own. */
export function packStates(states: readonly StoredState[]): PackedStates {
  const bytes = new Uint8Array(states.reduce((sum, { state }) => sum + state.length, 0));
  const ends: number[] = [];
  let end = 0;
  for (const { state } of states) {
    bytes.set(state, end);
    end += state.length;
    ends.push(end);
  }
  return { sources: states.map(({ source }) => source), parts: states.map(({ part }) => part), ends, bytes };
}

/** The states that were packed. */
export function unpackStates({ sources, parts, ends, bytes }: PackedStates): StoredState[] {
  return sources.map((source, at) => ({
    source,
    part: parts[at] as string,
    state: bytes.subarray(ends[at - 1] ?? 0, ends[at]),
  }));
}
