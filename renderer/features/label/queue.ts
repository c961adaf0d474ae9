import type { FingerprintRow } from "../../../core/contract/fingerprint-table.ts";
import type { SaidOfFingerprint } from "../../../core/contract/labels.ts";

/** Which entries of the queue are listed. */
export const QUEUE_PARTS = ["waiting", "flagged", "rejected", "labelled", "disputed"] as const;
export type QueuePart = (typeof QUEUE_PARTS)[number];

/** A fingerprint in the queue, with what was said of it. */
export interface QueueEntry {
  readonly fingerprint: string;
  /** Its group; null where no tool is asked for it: signatures name it, or no strand has it any more. */
  readonly row: FingerprintRow | null;
  readonly said: SaidOfFingerprint | null;
  readonly part: QueuePart;
}

/**
 * The queue: fingerprints no signature names, in the order in which they deserve a look, and behind them whatever else
 * has a label.
 */
export function queueOf(rows: readonly FingerprintRow[], said: readonly SaidOfFingerprint[]): QueueEntry[] {
  const known = new Map(said.map((one) => [one.fingerprint, one]));
  const listed = new Set(rows.map(({ fingerprint }) => fingerprint));
  const entry = (fingerprint: string, row: FingerprintRow | null): QueueEntry => {
    const its = known.get(fingerprint) ?? null;
    return { fingerprint, row, said: its, part: partOf(its) };
  };
  return [
    ...rows.map((row) => entry(row.fingerprint, row)),
    ...said
      .filter(({ fingerprint, label }) => label !== null && !listed.has(fingerprint))
      .map(({ fingerprint }) => entry(fingerprint, null)),
  ];
}

/** A label somebody dissents from, or another case contradicts, is disputed. A suggestion that was flagged is looked at again, whoever rejected it. */
function partOf(said: SaidOfFingerprint | null): QueuePart {
  if (said === null) return "waiting";
  const verdicts = new Set(said.reviews.map(({ verdict }) => verdict));
  if (said.label !== null) return said.rival !== null || verdicts.has("dissents") ? "disputed" : "labelled";
  if (verdicts.has("flagged")) return "flagged";
  return verdicts.has("rejected") ? "rejected" : "waiting";
}

/** How many entries each part has. */
export function countParts(entries: readonly QueueEntry[]): Readonly<Record<QueuePart, number>> {
  const counts = { waiting: 0, flagged: 0, rejected: 0, labelled: 0, disputed: 0 };
  for (const { part } of entries) counts[part] += 1;
  return counts;
}

/** The entry before or behind one in a list; the first where that one is not in it. */
export function stepFrom(entries: readonly QueueEntry[], fingerprint: string | null, by: 1 | -1): string | null {
  const at = entries.findIndex((entry) => entry.fingerprint === fingerprint);
  if (at < 0) return entries[0]?.fingerprint ?? null;
  return entries[Math.min(entries.length - 1, Math.max(0, at + by))]?.fingerprint ?? null;
}
