import { create } from "zustand";
import type { NearSignature } from "../../core/contract/fingerprint-table.ts";
import type { LabelText, ReviewVerdict } from "../../core/contract/labels.ts";
import type { Reply } from "../../core/contract/window.ts";
import { call } from "../bridge/bridge.ts";
import { openDialog } from "./dialogs.ts";
import { sayDone, sayFailed } from "./notices.ts";

interface LabellingStore {
  readonly fingerprint: string;
  /** What stands in the form at first. */
  readonly proposed: LabelText;
}

const NOTHING: LabelText = { tool: "", family: null, variant: null, certainty: null, reason: null };

/** The label that is being written. */
export const useLabelling = create<LabellingStore>()(() => ({ fingerprint: "", proposed: NOTHING }));

/** Opens the dialog for a label on a fingerprint, with what is known already. */
export function writeLabel(fingerprint: string, proposed: LabelText = NOTHING): void {
  useLabelling.setState({ fingerprint, proposed });
  openDialog("label");
}

/** Opens the dialog for a new variant of what a fingerprint is like. */
export function writeVariant(fingerprint: string, near: NearSignature | undefined): void {
  writeLabel(fingerprint, near === undefined ? NOTHING : { ...NOTHING, tool: near.name });
}

/** Labels a fingerprint, or takes its label away where it is null. False: it could not be saved. */
export async function setLabel(fingerprint: string, label: LabelText | null): Promise<boolean> {
  return say(await call("label.set", { fingerprint, label }));
}

/** Labels a fingerprint as what it is like. */
export function acceptNear(fingerprint: string, near: NearSignature): Promise<boolean> {
  const score = near.score === null ? "which fits" : `likeness ${near.score.toFixed(2)}`;
  const differs = near.differs.length === 0 ? "" : `; differs in ${near.differs.join(", ")}`;
  const reason = `Accepted as like ${near.signature}, ${score}${differs}.`;
  return setLabel(fingerprint, { tool: near.name, family: null, variant: null, certainty: null, reason });
}

/** Says what the analyst thinks; null takes that back. */
export async function review(fingerprint: string, verdict: ReviewVerdict | null): Promise<boolean> {
  return say(await call("label.review", { fingerprint, verdict, reason: null }));
}

function say(reply: Reply<{ readonly said: string | null }>): boolean {
  if (!reply.ok) sayFailed(reply.error.message);
  else if (reply.value.said !== null) sayDone(reply.value.said);
  return reply.ok;
}
