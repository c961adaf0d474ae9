import type { Problem, ProblemEffect } from "../capture/problem.ts";
import { messageOf } from "../capture/problem.ts";
import type { CaptureInspection, CaptureRow, CaptureState, CheckState } from "../contract/capture-table.ts";
import type { ReadCapture, Refusal, RefusalCode } from "../contract/ingest.ts";
import { countPackets } from "../flow/capture-fold.ts";
import { problemsOf } from "./build-report.ts";
import { orderedClasses } from "./class-totals.ts";
import { castsDoubt, describeCrossCheck } from "./cross-check.ts";
import { formatTime } from "./time-text.ts";
import { utf8Text } from "./utf8-text.ts";

/** A file that was given, and what became of it. */
export type CaptureEntry =
  | { readonly kind: "read"; readonly capture: ReadCapture; readonly check: CheckState }
  | {
      readonly kind: "refused";
      /** Stands for the path. */
      readonly id: string;
      readonly refusal: Refusal;
      /** It was found in a folder and is no capture, which is no error. */
      readonly passedOver: boolean;
    }
  | {
      readonly kind: "lost";
      readonly id: string;
      readonly name: string;
      readonly message: string;
      /** What was read before its reader died; null: nothing. */
      readonly capture: ReadCapture | null;
    };

const ADVICE: Readonly<Record<RefusalCode, string>> = {
  missing: "Check its name and place, then open it again.",
  "not-readable": "Ask for the right to read it, or copy it to a place of your own.",
  "not-a-file": "Open a file that lies on a disk.",
  "empty-file": "If it should hold packets, fetch it again from where it was recorded.",
  "empty-folder": "Open a folder that holds captures.",
  "not-a-capture":
    "If it should be a capture, check that it is one (capinfos FILE), and convert other formats to pcapng.",
  "unsupported-compression": "Open what comes out.",
  "unsupported-format": "Open what comes out.",
  "damaged-header": "Without its header nothing tells how to read it. Fetch it again from where it was recorded.",
  cancelled: "Open it again to read it.",
};

/** Comments told of one capture at most. */
const MOST_COMMENTS = 100;

const BY_EFFECT: readonly ProblemEffect[] = ["stopped", "left-out", "noted"];

/** Tells the file from others of one reading. */
export function entryId(entry: CaptureEntry): string {
  return entry.kind === "read" ? entry.capture.sha256 : entry.id;
}

/** How the file stands. */
export function entryState(entry: CaptureEntry): CaptureState {
  if (entry.kind === "lost") return "lost";
  if (entry.kind === "refused") return entry.passedOver ? "passed-over" : "refused";
  if (isDoubtful(entry.check)) return "doubtful";
  const problems = problemsOf(entry.capture);
  if (problems.some(({ code }) => code === "still-reading")) return "reading";
  const [worst] = worstFirst(problems);
  if (worst === undefined) return "whole";
  return worst.effect === "stopped" ? "partial" : worst.effect;
}

/** How many of a file's problems cost something: those a reader should look at before trusting a count. */
export function countCosts(entry: CaptureEntry): number {
  if (entry.kind === "lost") return 1;
  if (entry.kind === "refused") return entry.passedOver ? 0 : 1;
  const costly = problemsOf(entry.capture).filter(({ code, effect }) => effect !== "noted" && code !== "still-reading");
  return costly.length + (isDoubtful(entry.check) ? 1 : 0);
}

/** What the table shows of a file. */
export function captureRow(entry: CaptureEntry): CaptureRow {
  const capture = entry.kind === "refused" ? null : entry.capture;
  const name = entry.kind === "read" ? entry.capture.name : entry.kind === "lost" ? entry.name : entry.refusal.name;
  return {
    id: entryId(entry),
    name,
    state: entryState(entry),
    what: whatHappened(entry),
    packets: capture === null ? null : countPackets(capture.tally.classes),
    bytes: capture?.bytes ?? null,
    container: capture?.facts.container ?? null,
    compression: capture?.compression ?? null,
    firstPacketAt: formatTime(capture?.tally.firstNs ?? null),
    lastPacketAt: formatTime(capture?.tally.lastNs ?? null),
    check: entry.kind === "read" ? entry.check.kind : null,
  };
}

/** All that is known of a file. */
export function inspectCapture(entry: CaptureEntry): CaptureInspection {
  const row = captureRow(entry);
  const capture = entry.kind === "refused" ? null : entry.capture;
  const check: CheckState = entry.kind === "read" ? entry.check : { kind: "none" };
  const details = capture === null ? null : detailsOf(capture, check);
  return { row, details, failure: failureOf(entry) };
}

function detailsOf(capture: ReadCapture, crossCheck: CheckState): NonNullable<CaptureInspection["details"]> {
  const problems = worstFirst(problemsOf(capture));
  const asked = crossCheck.kind !== "none" && crossCheck.kind !== "running";
  return {
    sha256: capture.sha256,
    linkTypes: [...capture.facts.linkTypes],
    complete: capture.facts.complete && problems.every(({ effect }) => effect !== "stopped"),
    stoppedAt: capture.facts.stoppedAt,
    unreadBytes: capture.unreadBytes,
    commentCount: capture.facts.comments.count,
    comments: capture.facts.comments.first
      .slice(0, MOST_COMMENTS)
      .map(({ about, packet, text }) => ({ about, packet, text: utf8Text(text) })),
    classes: Object.entries(orderedClasses([capture.tally.classes])),
    problems,
    crossCheck,
    crossCheckWords: asked ? describeCrossCheck(crossCheck) : "",
  };
}

function failureOf(entry: CaptureEntry): CaptureInspection["failure"] {
  if (entry.kind === "read") return null;
  if (entry.kind === "lost") return { code: "lost", message: entry.message, advice: "Read it again." };
  const { code, message } = entry.refusal;
  return { code, message, advice: ADVICE[code] };
}

function whatHappened(entry: CaptureEntry): string {
  if (entry.kind === "lost") return entry.message;
  if (entry.kind === "refused") return entry.refusal.message;
  if (isDoubtful(entry.check)) return describeCrossCheck(entry.check);
  const [worst] = worstFirst(problemsOf(entry.capture));
  return worst === undefined ? "" : messageOf(worst);
}

type DoubtfulCheck = Exclude<CheckState, { kind: "none" | "running" }>;

function isDoubtful(check: CheckState): check is DoubtfulCheck {
  return check.kind !== "none" && check.kind !== "running" && castsDoubt(check);
}

/** Problems by what they cost; equal ones by their code. */
function worstFirst(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => BY_EFFECT.indexOf(a.effect) - BY_EFFECT.indexOf(b.effect));
}
