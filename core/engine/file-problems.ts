import { NO_PLACE, type Problem, type ProblemWords } from "../capture/problem.ts";
import type { GzipDamage } from "./gzip-chunks.ts";

const WORDS = {
  "still-reading": {
    effect: "stopped",
    found: "The file is being read",
    kept: "these are its packets so far",
    meaning: "The counts grow until the end of the file.",
  },
  cancelled: {
    effect: "stopped",
    found: "Reading was cancelled",
    kept: "what was read before that was kept",
    meaning: "The rest of the file is in no count. Open it again to read it all.",
  },
  "changed-while-read": {
    effect: "stopped",
    found: "The file changed while it was read",
    kept: "what was read was kept",
    meaning: "The counts may belong to no state of it. Read it again once nothing writes to it.",
  },
} satisfies Readonly<Record<string, ProblemWords>>;

/** A problem of a file that was read at least in part. */
export function fileProblem(code: keyof typeof WORDS): Problem {
  return { code, ...WORDS[code], count: 1, ...NO_PLACE };
}

/** The problem of a file whose compressed stream is damaged. */
export function gzipProblem({ found, kept }: GzipDamage): Problem {
  const meaning = "Packets behind the damage are in no count. If the file was copied incompletely, fetch it again.";
  return { code: "gzip-damaged", effect: "stopped", found, kept, meaning, count: 1, ...NO_PLACE };
}
