import type { CaptureInspection, CaptureProblem, CaptureState } from "../contract/capture-table.ts";
import { counted, formatCount } from "./text-table.ts";
import { visibleText } from "./visible-text.ts";

/** What a state is called. */
export const STATE_WORDS: Readonly<Record<CaptureState, string>> = {
  doubtful: "doubtful",
  refused: "not read",
  lost: "lost",
  partial: "read in part",
  "left-out": "packets left out",
  reading: "being read",
  noted: "read, notes",
  "passed-over": "no capture",
  whole: "read",
};

/** Longest text made, in code units. */
const MOST_TEXT = 1_000_000;

/** Files as text. */
export interface CapturesText {
  readonly text: string;
  readonly files: number;
  /** Files there was no room for. */
  readonly left: number;
}

/** Files with their facts and problems as plain text without control characters, to be kept beside a report. */
export function formatCaptures(files: readonly CaptureInspection[]): CapturesText {
  const parts: string[] = [];
  let length = 0;
  for (const file of files) {
    const part = `${formatCapture(file).join("\n")}\n`;
    if (length + part.length > MOST_TEXT) break;
    parts.push(part);
    length += part.length;
  }
  const left = files.length - parts.length;
  if (left > 0) parts.push(`... and ${counted(left, "file")} more: the command line's report holds all.\n`);
  return { text: parts.join("\n"), files: files.length - left, left };
}

function formatCapture({ row, details, failure }: CaptureInspection): string[] {
  const lines = [`${visibleText(row.name)}: ${STATE_WORDS[row.state]}`];
  if (failure !== null) lines.push(`  ${visibleText(failure.message)} ${failure.advice} [${failure.code}]`);
  if (details === null) return lines;
  const format = [row.container, row.compression].filter((part) => part !== null).join(", ");
  lines.push(`  SHA-256 ${details.sha256}, ${counted(row.bytes ?? 0, "byte")}, ${format}`);
  const span = row.firstPacketAt === null ? "" : `, ${row.firstPacketAt} to ${row.lastPacketAt}`;
  lines.push(`  ${counted(row.packets ?? 0, "packet")}${span}`);
  lines.push(...details.problems.map((problem) => `  ${visibleText(formatProblem(problem))}`));
  if (details.crossCheckWords !== "") lines.push(`  ${visibleText(details.crossCheckWords)}`);
  return lines;
}

function formatProblem(problem: CaptureProblem): string {
  const place = describePlace(problem);
  const where = place === "" ? "" : `, ${place}`;
  return `[${problem.code}] ${formatCount(problem.count)} x${where}: ${problem.found}; ${problem.kept}. ${problem.meaning}`;
}

/** Where the first of a kind is, as `first at packet 7, byte 1,024`; empty where it has no place. */
export function describePlace({ count, firstPacket, firstOffset }: CaptureProblem): string {
  const parts = [
    firstPacket === null ? null : `packet ${formatCount(firstPacket)}`,
    firstOffset === null ? null : `byte ${formatCount(firstOffset)}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "" : `${count > 1 ? "first at" : "at"} ${parts.join(", ")}`;
}
