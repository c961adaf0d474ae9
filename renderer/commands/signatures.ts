import { create } from "zustand";
import type {
  DraftExample,
  SignatureChangeRequest,
  SignatureDraft,
  SignatureDraftName,
  WeighedField,
} from "../../core/contract/signatures.ts";
import type { Reply } from "../../core/contract/window.ts";
import { call } from "../bridge/bridge.ts";
import { openDialog } from "./dialogs.ts";
import { sayDone, sayFailed } from "./notices.ts";
import { changeWorkspace } from "./workspace.ts";
import { showView } from "./workspace-state.ts";

/** The signature that is being written. */
export interface Writing {
  readonly draft: SignatureDraft;
  /** No other signature may have its id. */
  readonly isNew: boolean;
  /** The fingerprints it is made for; none: what it names now. */
  readonly fingerprints: readonly string[];
  /** What it gains to ask for each field, where it was proposed. */
  readonly weighed: readonly WeighedField[];
  /** What the proposal cannot do, in sentences. */
  readonly shortcomings: readonly string[];
}

interface WritingStore {
  readonly writing: Writing | null;
}

/** The signature that is being written; kept while other views are shown. */
export const useSignatureWriting = create<WritingStore>()(() => ({ writing: null }));

/** Shows the editor with a signature. */
export function writeSignature(writing: Writing): void {
  useSignatureWriting.setState({ writing });
  changeWorkspace(() => showView("signatures"));
}

/** Changes what is being written. */
export function changeDraft(change: (draft: SignatureDraft) => SignatureDraft): void {
  const { writing } = useSignatureWriting.getState();
  if (writing !== null) useSignatureWriting.setState({ writing: { ...writing, draft: change(writing.draft) } });
}

/** Leaves the editor without saving. */
export function leaveWriting(): void {
  useSignatureWriting.setState({ writing: null });
}

/** Saves what is being written, and shows it in the list. */
export async function saveSignature({ draft, isNew }: Writing, reason: string | null): Promise<void> {
  if (!(await changeSignature({ kind: "write", draft, isNew }, reason))) return;
  leaveWriting();
  changeWorkspace(() => ({ selectedSignature: draft.id, inspectorOpen: true }));
}

/** Writes, retires or restores a signature. False: it could not be done. */
export async function changeSignature(change: SignatureChangeRequest, reason: string | null): Promise<boolean> {
  return say(await call("signature.change", { change, reason }));
}

interface ProposingStore {
  readonly fingerprints: readonly string[];
  readonly name: SignatureDraftName;
}

/** What a signature is to be made of, and what it may be called. */
export const useProposing = create<ProposingStore>()(() => ({
  fingerprints: [],
  name: { tool: { id: "", name: "" }, variant: "" },
}));

/** Asks what a signature of fingerprints is to be called. `called`: what they are known as; null: nothing. */
export function proposeSignature(fingerprints: readonly string[], called: string | null): void {
  const name = called ?? "";
  useProposing.setState({ fingerprints, name: { tool: { id: toolIdOf(name), name }, variant: "" } });
  openDialog("signature");
}

/** The id that a tool of this name gets of itself. */
export function toolIdOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 64);
  return slug === "" ? "" : `own/${slug}`;
}

/** Has a signature worked out, and shows it in the editor. A sentence where there is none. */
export async function askForProposal(
  fingerprints: readonly string[],
  name: SignatureDraftName,
): Promise<string | null> {
  const reply = await call("signature.propose", { fingerprints: [...fingerprints], name });
  if (!reply.ok) return reply.error.message;
  const { value } = reply;
  if (value.kind === "reading") return "A signature can be proposed once all captures are read.";
  if (value.kind === "none") return value.reason;
  if (value.kind === "overtaken") return "This proposal was given up, as it was not wanted any more.";
  const { draft, fields, shortcomings } = value;
  writeSignature({ draft, isNew: true, fingerprints, weighed: fields, shortcomings });
  return null;
}

/** Nobody waits for the proposal any more. */
export function stopProposing(): void {
  void call("signature.stopProposing", {});
}

/** Adds a message of a strand to the examples of what is being written. */
export async function addExample(strand: string, kind: "positive" | "negative"): Promise<void> {
  const { writing } = useSignatureWriting.getState();
  if (writing === null) return;
  const reply = await call("signature.example", { strand, draft: writing.draft });
  if (!reply.ok) {
    sayFailed(reply.error.message);
    return;
  }
  changeDraft((draft) => ({
    ...draft,
    examples: { ...draft.examples, [kind]: [...draft.examples[kind], reply.value] },
  }));
}

/** An example that was written by hand, with documentation addresses; null: it could not be done, which is said. */
export async function rewriteExample(example: DraftExample): Promise<DraftExample | null> {
  const { writing } = useSignatureWriting.getState();
  if (writing === null) return null;
  const reply = await call("signature.rewriteExample", { example, draft: writing.draft });
  if (reply.ok) return reply.value;
  sayFailed(reply.error.code === "not-found" ? "Its source or destination is no IP address." : reply.error.message);
  return null;
}

/** Has the case named by the signatures that are written. `stamp`: of the summary that was looked at. */
export async function applyRematch(stamp: string): Promise<boolean> {
  return say(await call("rematch.apply", { stamp }));
}

function say(reply: Reply<{ readonly said: string | null }>): boolean {
  if (!reply.ok) sayFailed(reply.error.message);
  else if (reply.value.said !== null) sayDone(reply.value.said);
  return reply.ok;
}
