import type { ReadingState } from "../../../core/contract/reading-state.ts";
import { countOf, formatBytes, formatShort } from "../../ui/numbers.ts";
import { formatDuration } from "../../ui/times.ts";

const THIN = "\u202f";
/** Until so much is read, what is left cannot be told. */
const TELLING_MS = 1000;
const TELLING_SHARE = 0.01;

/** Share of the bytes that is read, from 0 to 1. */
export function readShare({ bytesRead, bytesTotal }: ReadingState): number {
  return bytesTotal === 0 ? 0 : Math.min(1, bytesRead / bytesTotal);
}

/** Seconds of reading that are left at the speed so far; null while that cannot be told. */
export function secondsLeft(state: ReadingState): number | null {
  const share = readShare(state);
  if (state.phase !== "reading" || state.elapsedMs < TELLING_MS || share < TELLING_SHARE) return null;
  return (state.elapsedMs / 1000) * (1 / share - 1);
}

/** Packets read per second so far; null while that cannot be told. */
export function packetRate({ packets, elapsedMs }: ReadingState): number | null {
  return elapsedMs < 200 ? null : packets / (elapsedMs / 1000);
}

/**
 * Where the reading stands, for the status line: `Reading 41 % · 1.2 M packets/s · 3 s left`. The last progress told is
 * older than the end, and the files it counts may hold no capture: what was read is told by the results, where there are
 * some.
 */
export function describeReading(
  state: ReadingState,
  results: { readonly packets: number; readonly captures: number } | undefined,
): string {
  const packets = countOf(results?.packets ?? state.packets, "packet");
  switch (state.phase) {
    case "idle":
      return "No captures open";
    case "reading":
      return [`Reading ${percentText(state)}`, rateText(state), leftText(state)]
        .filter((part) => part !== null)
        .join(" · ");
    case "judging":
      return "All packets read · naming the tools";
    case "ended":
      return describeEnd(packets, results?.captures ?? state.files);
    case "stopped":
      return state.cancelled ? `Cancelled · ${packets} read before` : `Stopped · ${packets} read before`;
  }
}

/** How far, in the parts the progress line shows. */
export function progressParts(state: ReadingState): string[] {
  const parts = [
    `${formatBytes(state.bytesRead)} of ${formatBytes(state.bytesTotal)}`,
    countOf(state.packets, "packet"),
    rateText(state),
    leftText(state),
  ];
  if (state.files > 1) parts.unshift(`${state.filesEnded} of ${countOf(state.files, "file")} done`);
  return parts.filter((part) => part !== null);
}

/** Per cent read, as `41 %`. Not 100 while something is left. */
export function percentText(state: ReadingState): string {
  const percent = Math.floor(readShare(state) * 100);
  return `${state.phase === "reading" ? Math.min(99, percent) : percent}${THIN}%`;
}

/** What went wrong with the files, in one sentence; null: nothing. */
export function describeTrouble({ troubled, engineLost }: ReadingState): string | null {
  if (engineLost !== null) return engineLost;
  const parts = [
    [troubled.doubtful, "doubtful: a second reader disagrees, or the file has changed"],
    [troubled.refused, "not read"],
    [troubled.lost, "lost because its reader died"],
    [troubled.partial, "read in part"],
  ] as const;
  const told = parts.filter(([files]) => files > 0).map(([files, what]) => `${countOf(files, "file")} ${what}`);
  return told.length === 0 ? null : `${told.join(", ")}.`;
}

/** Whether the reading ended without anything to show. `captures` are those of the results, where there are some. */
export function nothingWasRead(state: ReadingState, captures: number | undefined): boolean {
  return (state.phase === "ended" || state.phase === "stopped") && captures === 0 && state.engineLost === null;
}

function describeEnd(packets: string, captures: number): string {
  return captures === 0 ? "Nothing was read" : `Read ${packets} from ${countOf(captures, "file")}`;
}

function rateText(state: ReadingState): string | null {
  const rate = packetRate(state);
  return rate === null ? null : `${formatShort(rate)} packets/s`;
}

function leftText(state: ReadingState): string | null {
  const left = secondsLeft(state);
  return left === null ? null : `${formatDuration(Math.max(1, Math.round(left)))} left`;
}
