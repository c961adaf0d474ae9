import path from "node:path";
import { messageOf } from "../capture/problem.ts";
import type { ReadCapture, ReadOutcome } from "../contract/ingest.ts";
import type { ReadingProblem } from "../contract/reading-state.ts";
import { problemsOf } from "../report/build-report.ts";
import { counted } from "../report/text-table.ts";
import type { CombinedCaptures } from "./capture-set.ts";
import type { LostReading } from "./read-files.ts";

/** What was not read, or not wholly, and why: files whose reader was lost first, then damaged ones, then refused ones. */
export function readingProblems(
  { captures, refused }: Pick<CombinedCaptures, "captures" | "refused">,
  lost: ReadonlyMap<string, LostReading>,
  snapshots: ReadonlyMap<string, ReadOutcome>,
): ReadingProblem[] {
  return [
    ...Array.from(lost.values(), (reading) => describeLoss(reading, snapshots.get(reading.path))),
    ...captures.flatMap((capture) => problemsThatCost(capture)),
    ...refused.map(
      ({ name, code, message }): ReadingProblem => ({ name, kind: "refused", code, message, packets: null }),
    ),
  ];
}

/** What kept packets out of the counts, the ending of the reading first. */
function problemsThatCost(capture: ReadCapture): ReadingProblem[] {
  const problems = problemsOf(capture).filter(({ effect }) => effect !== "noted");
  const ordered = [...problems].sort((a, b) => Number(b.effect === "stopped") - Number(a.effect === "stopped"));
  return ordered.map((problem) => ({
    name: capture.name,
    kind: "partial",
    code: problem.code,
    message: messageOf(problem),
    packets: problem.effect === "left-out" ? problem.count : null,
  }));
}

function describeLoss({ path: file, kind, message }: LostReading, snapshot: ReadOutcome | undefined): ReadingProblem {
  const name = path.basename(file);
  const what =
    kind === "died" ? "The thread that read this file ended early" : "The program failed while reading this file";
  const packets = snapshot?.capture.facts.packets ?? 0;
  const kept =
    packets === 0
      ? "Nothing of it was kept."
      : `Its first ${counted(packets, "packet")} ${packets === 1 ? "was" : "were"} kept.`;
  return { name, kind: "lost", code: kind, message: `${what} (${message}). ${kept} Try again.`, packets };
}
