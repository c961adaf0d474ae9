import type { ExplainedField } from "../../../core/contract/inspection.ts";

export type Outcome = ExplainedField["outcome"];

/** An outcome as shown: a word, a mark that tells it without colour, and what it means. */
export interface OutcomeWords {
  readonly word: string;
  readonly mark: string;
  /** `fits` and `open` keep no signature from matching, `fails` does where the field is required. */
  readonly kind: "fits" | "fails" | "open";
  readonly meaning: string;
}

/** What each outcome of a field means, in the order in which they matter. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, OutcomeWords>> = {
  matched: { word: "fits", mark: "✓", kind: "fits", meaning: "Every message kept has a value the signature expects." },
  present: { word: "present", mark: "✓", kind: "fits", meaning: "The field is there; any value would do." },
  differs: {
    word: "differs",
    mark: "✗",
    kind: "fails",
    meaning: "Some message has a value the signature does not expect.",
  },
  "not-constant": {
    word: "varies",
    mark: "≁",
    kind: "fails",
    meaning: "The messages kept fit, but a part that should always be the same is not in all messages.",
  },
  absent: { word: "missing", mark: "∅", kind: "fails", meaning: "Some or all messages lack the field." },
  unexpected: {
    word: "unexpected",
    mark: "+",
    kind: "fails",
    meaning: "The tool never sends this field, the messages have it.",
  },
  "does-not-vary": {
    word: "never varies",
    mark: "=",
    kind: "fails",
    meaning: "The tool changes this value from message to message; here it stays the same.",
  },
  unknown: {
    word: "unknown",
    mark: "?",
    kind: "open",
    meaning: "Behind the place where the snap length cut the messages.",
  },
};

const KEY_WORDS: Readonly<Record<string, string>> = {
  ":method": "method",
  ":uri": "request URI",
  ":order": "header order",
  ":compact": "one-letter header names",
};

/** A key in words: what is not a header field has a name of its own. */
export function keyWords(key: string): string {
  return KEY_WORDS[key] ?? key;
}
