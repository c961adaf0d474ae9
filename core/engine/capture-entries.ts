import { createHash } from "node:crypto";
import path from "node:path";
import type { CheckState } from "../contract/capture-table.ts";
import type { ReadOutcome } from "../contract/ingest.ts";
import type { TroubledFiles } from "../contract/reading-state.ts";
import { type CaptureEntry, countCosts, entryId, entryState } from "../report/capture-entry.ts";
import { counted } from "../report/text-table.ts";
import type { CombinedCaptures } from "./capture-set.ts";
import { isHarmless } from "./list-inputs.ts";
import type { LostReading } from "./read-files.ts";

/** What there is to say of the files of a reading. */
export interface FilesSoFar {
  readonly captures: Pick<CombinedCaptures, "captures" | "refused">;
  readonly lost: ReadonlyMap<string, LostReading>;
  /** What was read of files that are being read, or whose reader was lost. */
  readonly snapshots: ReadonlyMap<string, ReadOutcome>;
  /** By SHA-256; none for captures no cross-check was asked for. */
  readonly checks: ReadonlyMap<string, CheckState>;
  /** Paths that were given themselves, not found in a folder. */
  readonly named: ReadonlySet<string>;
}

/** Every file of a reading once, also where it was given twice: read, refused, or lost. */
export function captureEntries({ captures, lost, snapshots, checks, named }: FilesSoFar): CaptureEntry[] {
  const losses = Array.from(lost.values(), (reading) => lossOf(reading, snapshots.get(reading.path)));
  const lostHashes = new Set(losses.map(({ capture }) => capture?.sha256));
  const entries: CaptureEntry[] = [
    ...losses,
    ...captures.captures
      .filter(({ sha256 }) => !lostHashes.has(sha256))
      .map((capture): CaptureEntry => {
        return { kind: "read", capture, check: checks.get(capture.sha256) ?? { kind: "none" } };
      }),
    ...captures.refused.map((refusal): CaptureEntry => {
      const passedOver = isHarmless(refusal, named);
      return { kind: "refused", id: idOfPath(refusal.path), refusal, passedOver };
    }),
  ];
  return [...new Map(entries.map((entry) => [entryId(entry), entry])).values()];
}

/** How many files are in trouble, and with how many problems. */
export function countTrouble(entries: readonly CaptureEntry[]): { troubled: TroubledFiles; problemCount: number } {
  const states = entries.map(entryState);
  const number = (...wanted: ReturnType<typeof entryState>[]) =>
    states.filter((state) => wanted.includes(state)).length;
  return {
    troubled: {
      doubtful: number("doubtful"),
      refused: number("refused"),
      lost: number("lost"),
      partial: number("partial", "left-out"),
    },
    problemCount: entries.reduce((sum, entry) => sum + countCosts(entry), 0),
  };
}

function lossOf({ path: file, kind, message }: LostReading, snapshot: ReadOutcome | undefined) {
  const capture = snapshot?.capture ?? null;
  const what =
    kind === "died" ? "The thread that read this file ended early" : "The program failed while reading this file";
  const packets = capture?.facts.packets ?? 0;
  const kept =
    packets === 0
      ? "Nothing of it was kept."
      : `Its first ${counted(packets, "packet")} ${packets === 1 ? "was" : "were"} kept.`;
  const name = path.basename(file);
  return { kind: "lost", id: idOfPath(file), name, message: `${what} (${message}). ${kept}`, capture } as const;
}

/** The window never sees a path: a hash stands for it. */
function idOfPath(file: string): string {
  return createHash("sha256").update(file).digest("hex");
}
