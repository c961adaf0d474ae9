import { NO_PLACE, type Problem, type ProblemWords } from "../capture/problem.ts";
import type { Compression } from "../capture/sniff-container.ts";
import type { StreamDamage, StreamEnding } from "./compressed-stream.ts";
import type { FileChange } from "./regular-file.ts";

const FETCH_AGAIN = "If the file was copied incompletely, fetch it again.";

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
} satisfies Readonly<Record<string, ProblemWords>>;

const READ_AGAIN = "Read it again once nothing writes to it.";

const CHANGES: Readonly<Record<FileChange, ProblemWords>> = {
  grew: {
    effect: "stopped",
    found: "The file grew while it was read",
    kept: "the bytes it had when it was opened were read",
    meaning: `What was appended is in no count. ${READ_AGAIN}`,
  },
  shrank: {
    effect: "stopped",
    found: "The file became shorter while it was read",
    kept: "what was read was kept",
    meaning: `The counts may belong to no state of it. ${READ_AGAIN}`,
  },
  changed: {
    effect: "stopped",
    found: "The file changed while it was read",
    kept: "what was read was kept",
    meaning: `The counts may belong to no state of it. ${READ_AGAIN}`,
  },
};

/** A problem of a file that was read at least in part. */
export function fileProblem(code: keyof typeof WORDS): Problem {
  return { code, ...WORDS[code], count: 1, ...NO_PLACE };
}

/** The problem of a file that is no longer what it was when it was opened. */
export function changeProblem(change: FileChange): Problem {
  return { code: `${change}-while-read`, ...CHANGES[change], count: 1, ...NO_PLACE };
}

/** The problem of a file that the system could not read on; `reason` is the system's code. */
export function readErrorProblem(reason: string): Problem {
  return {
    code: "read-error",
    effect: "stopped",
    found: `The file could not be read on (${reason})`,
    kept: "what precedes the error was read",
    meaning:
      "The disk or the connection to it may be failing; the hash is of what could be read. Try to copy the file elsewhere.",
    count: 1,
    ...NO_PLACE,
  };
}

/** What is wrong with the compressed stream of a file, if anything. */
export function streamProblems(compression: Compression, { damage, trailingBytes }: StreamEnding): Problem[] {
  if (damage !== null) return [damageProblem(compression, damage)];
  return trailingBytes === 0 ? [] : [trailingProblem(compression, trailingBytes)];
}

function damageProblem(compression: Compression, { offset, found }: StreamDamage): Problem {
  return {
    code: `${compression}-damaged`,
    effect: "stopped",
    found: `The ${compression} stream cannot be read beyond byte ${offset} of the file (${found})`,
    kept: "what precedes that was read",
    meaning: `Packets behind the damage are in no count. ${FETCH_AGAIN}`,
    count: 1,
    ...NO_PLACE,
  };
}

function trailingProblem(compression: Compression, bytes: number): Problem {
  return {
    code: "trailing-bytes",
    effect: "noted",
    found: `${bytes} bytes follow the end of the ${compression} stream`,
    kept: "the stream was read whole",
    meaning: "They are no part of the capture: padding, or something appended.",
    count: 1,
    ...NO_PLACE,
  };
}
