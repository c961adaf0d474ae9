import type { Prefix } from "../../behaviour/telescope.ts";
import { telescopeOfCase } from "../../engine/case/telescope-of-case.ts";
import { describeLeak, findLeaks, type Leak } from "../../pack/leak-guard.ts";
import type { SignaturePack } from "../../pack/pack.ts";
import { say, type Terminal } from "../terminal.ts";
import { withExistingCase } from "../with-case.ts";
import type { PackDesk } from "./read-pack.ts";

/** What was said of the telescope on the command line. */
export interface GuardArguments {
  /** Prefixes that must not leave; null where none are given. */
  readonly telescope: readonly Prefix[] | null;
  /** A case whose telescope must not leave; null without one. */
  readonly caseFile: string | null;
  /** Why they may leave all the same; null where they may not. */
  readonly release: string | null;
}

/** Said where nothing was asked of the guard. */
export const NOT_GUARDED =
  "Neither --telescope nor --case was given, so nothing was looked for that might give the telescope away.";

/** The telescopes that must not leave: what is given does not release what the case knows. Undefined where it cannot be read. */
export async function guardedTelescope(
  { telescope, caseFile }: GuardArguments,
  { terminal }: PackDesk,
): Promise<readonly Prefix[] | null | undefined> {
  if (caseFile === null) return telescope;
  const ofCase = await withExistingCase(caseFile, false, terminal, telescopeOfCase);
  return ofCase === null ? undefined : [...(telescope ?? []), ...ofCase];
}

/** Addresses of the telescope in a pack that leaves; null where it must not, which is said with the places. */
export function guardTelescope(
  pack: SignaturePack,
  { telescope, release }: Pick<GuardArguments, "telescope" | "release">,
  terminal: Terminal,
): readonly Leak[] | null {
  const leaks = telescope === null ? [] : findLeaks(pack, telescope);
  if (leaks.length === 0 || release !== null) return leaks;
  sayLeaks(leaks, terminal);
  return null;
}

/** Says where a pack gives the telescope away, and what lets it leave. */
export function sayLeaks(leaks: readonly Leak[], terminal: Terminal): void {
  for (const leak of leaks) say(terminal, describeLeak(leak));
  say(terminal, "Nothing was written. --allow-telescope REASON lets it leave all the same.");
}
