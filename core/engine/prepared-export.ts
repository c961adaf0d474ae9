import type { Prefix } from "../behaviour/telescope.ts";
import { exportPack, type PackExport, type TargetName } from "../pack/export/export-pack.ts";
import { FoundCounts, type FoundMessages } from "../pack/export/found-messages.ts";
import type { ReadyPack } from "../pack/export/rule-revisions.ts";
import { findLeaks, type Leak } from "../pack/leak-guard.ts";
import type { StrandMessages } from "./case/messages-of-case.ts";
import { inSlices } from "./in-slices.ts";
import { type EngineVerdict, verifyExport } from "./verify/verify-export.ts";

/** What an export is guarded by, and measured on beside the examples of its pack. */
export interface ExportGround {
  /** Prefixes that must not leave; null: nothing was said of them. */
  readonly telescope: readonly Prefix[] | null;
  /** Messages of a case; null without one. */
  readonly messages: AsyncIterable<StrandMessages> | null;
}

/** An export before it is written: the file, and all that is said of it. */
export interface PreparedExport {
  readonly exported: PackExport;
  /** What the installed engine of the target finds among the examples; null: it has none, or none is installed. */
  readonly engine: EngineVerdict | null;
  /** What the rules find in the case; null without a case, and for formats without rules. */
  readonly inCase: readonly FoundMessages[] | null;
  /** Whether the guard was told of a telescope: not which. */
  readonly guarded: boolean;
  readonly leaks: readonly Leak[];
}

/** Writes a pack in the language of others, measures what its rules find, and looks for what gives the telescope away. Null: it was aborted. */
export async function prepareExport(
  { pack, library }: ReadyPack,
  target: TargetName,
  { telescope, messages }: ExportGround,
  signal: AbortSignal,
): Promise<PreparedExport | null> {
  const leaks = telescope === null ? [] : findLeaks(pack, telescope);
  const exported = exportPack(pack, library, target);
  const engine = await unlessAborted(verifyExport(target, exported.text, library, signal), signal);
  if (engine === undefined) return null;
  const { idsFor, sheet } = exported;
  if (messages === null || idsFor === null) {
    return { exported, engine, inCase: null, guarded: telescope !== null, leaks };
  }
  const ids = sheet.rules.map(({ signature }) => signature);
  const counts = new FoundCounts(ids, idsFor);
  const count = ({ signature, messages: kept }: StrandMessages) =>
    counts.add(
      signature?.id ?? null,
      kept.map(({ payload }) => payload),
    );
  if (!(await inSlices(messages, count, () => !signal.aborted))) return null;
  return { exported, engine, inCase: counts.counts(), guarded: telescope !== null, leaks };
}

/** What was worked out; undefined where that was aborted. */
export async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** The sheet that goes with an export, as a file. `release`: why the telescope may leave all the same. */
export function sheetText(
  { exported, engine, inCase, guarded, leaks }: PreparedExport,
  release: string | null,
): string {
  const leakGuard = { asked: guarded, leaks: leaks.length, released: leaks.length > 0 ? release : null };
  return `${JSON.stringify({ ...exported.sheet, engine, inCase, leakGuard }, null, 2)}\n`;
}

/** Where the sheet of an export lies. */
export function sheetFile(out: string): string {
  return `${out}.fidelity.json`;
}
