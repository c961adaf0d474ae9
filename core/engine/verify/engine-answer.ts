/** What an engine said about packets. */
export interface EngineAnswer {
  /** What it calls the rules that spoke, by packet number from 1. */
  readonly spoken: ReadonlyMap<number, readonly string[]>;
  /** Its warnings and errors, as it wrote them. */
  readonly complaints: readonly string[];
}

/** Engines may write this much. */
export const MOST_OUTPUT_BYTES = 1 << 28;
