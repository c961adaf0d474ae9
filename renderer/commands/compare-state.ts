import { MOST_SIDES } from "../../core/contract/diff.ts";
import type { Workspace } from "./workspace-state.ts";

/** Between references in one line. A line end parts them, too. */
const BETWEEN = " | ";
const SEPARATOR = /\s*(?:\r?\n|\s\|\s)\s*/;
const LEAD = "diff: ";

/** Puts references into the compare tray, behind those that are there; it holds as many as a diff has sides. */
export function addToTray({ tray }: Workspace, references: readonly string[]): Partial<Workspace> {
  return { tray: [...new Set([...tray, ...references])].slice(0, MOST_SIDES) };
}

/** Takes one reference out of the tray. */
export function removeFromTray({ tray }: Workspace, reference: string): Partial<Workspace> {
  return { tray: tray.filter((other) => other !== reference) };
}

/** Shows references side by side. */
export function compare(references: readonly string[]): Partial<Workspace> {
  return { view: "diff", compared: [...new Set(references)].slice(0, MOST_SIDES) };
}

/** Opens the diff: of the tray where it holds two or more, else the one that was shown last. */
export function openDiff({ tray }: Workspace): Partial<Workspace> {
  return tray.length < 2 ? { view: "diff" } : compare(tray);
}

/** Takes one side out of the diff that is shown. */
export function removeSide({ compared }: Workspace, index: number): Partial<Workspace> {
  return { compared: compared.filter((_, at) => at !== index) };
}

/** The diff as one line that can be pasted into any window with this case. */
export function formatReferences(references: readonly string[]): string {
  return LEAD + references.join(BETWEEN);
}

/** The references of such a line, or of several lines with one each. */
export function parseReferences(text: string): readonly string[] {
  const trimmed = text.trim();
  const list = trimmed.startsWith(LEAD.trim()) ? trimmed.slice(LEAD.trim().length) : trimmed;
  const references = list.split(SEPARATOR).map((reference) => reference.trim());
  return [...new Set(references.filter((reference) => reference !== ""))];
}

/** A reference in the few letters a narrow place has; all of it stands beside it for those who ask. */
export function shortReference(reference: string): string {
  const packet = /#\d+$/.exec(reference);
  if (packet !== null) return packet[0];
  // Method and number of keys are alike in many: the hash behind them tells.
  if (reference.startsWith("sipfp1:")) return (reference.split("_")[1] ?? reference).slice(0, 8);
  if (reference.includes("@")) return reference.slice(0, reference.indexOf("@"));
  return reference.length > 10 ? `…${reference.slice(-9)}` : reference;
}
