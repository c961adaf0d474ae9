import { create } from "zustand";
import type { ExportChoice, VerifyAnswer, VerifyChoice } from "../../core/contract/packs.ts";
import type { Reply } from "../../core/contract/window.ts";
import { call } from "../bridge/bridge.ts";
import { openDialog } from "./dialogs.ts";
import { sayDone, sayFailed } from "./notices.ts";

interface ImportingStore {
  /** Token of the pack that was chosen. */
  readonly file: string | null;
}

/** The pack that is looked at before it is imported. */
export const useImporting = create<ImportingStore>()(() => ({ file: null }));

/** Asks for a signature pack in a dialog, and shows what importing it would do. */
export async function chooseImport(): Promise<void> {
  const reply = await call("pack.choose", {});
  if (!reply.ok) sayFailed(reply.error.message);
  else if (reply.value !== null) {
    useImporting.setState({ file: reply.value.file });
    openDialog("pack-import");
  }
}

/** Takes signatures of a pack into the case, all but some. A sentence where that failed. `sha256`: of the file that was looked at. */
export async function importPack(
  file: string,
  sha256: string,
  without: readonly string[],
  reason: string | null,
): Promise<string | null> {
  const reply = await call("pack.import", { file, sha256, without: [...without], reason });
  if (!reply.ok) return reply.error.message;
  if (reply.value.said !== null) sayDone(reply.value.said);
  return null;
}

/** Signatures of the list that something may be done with. */
interface ChoosingStore {
  /** None: no row is marked. */
  readonly marked: readonly string[];
  /** All that are listed and not retired. */
  readonly shown: readonly string[];
}

/** The signatures that are to leave, or to be verified. */
export const useChoosing = create<ChoosingStore>()(() => ({ marked: [], shown: [] }));

/** Shows what an export of signatures would keep. */
export function openExport(choosing: ChoosingStore): void {
  useChoosing.setState(choosing);
  openDialog("pack-export");
}

/** Shows what installed engines find with rules of signatures. */
export function openVerify(choosing: ChoosingStore): void {
  useChoosing.setState(choosing);
  openDialog("verify");
}

/** Ends the engines that run: nobody waits for them any more. */
export function stopEngines(): void {
  void call("engines.stop", {});
}

/** What the installed engine of a target says of rules; a sentence where it could not be asked. */
export async function verify(choice: VerifyChoice): Promise<VerifyAnswer | string> {
  const reply = await call("verify.run", { choice });
  return reply.ok ? reply.value : reply.error.message;
}

/** Asks for a place in a dialog and writes an export there. `written`: what to say then. A sentence where that failed. */
export async function writeExport(
  choice: ExportChoice,
  release: string | null,
  sealedBy: string | null,
  written: string,
): Promise<"written" | "closed" | { readonly fault: string }> {
  const reply = await call("export.write", { choice, release, sealedBy });
  if (!reply.ok) return { fault: reply.error.message };
  if (!reply.value) return "closed";
  sayDone(written);
  return "written";
}

/** Rises whenever the list of keys has changed in this window. */
export const useKeyRevision = create<{ readonly revision: number }>()(() => ({ revision: 0 }));

/** Makes a pair of keys at a place that a dialog asks for. */
export function makeKey(name: string): Promise<KeyDeed> {
  return changeKeys(() => call("keys.make", { name }));
}

/** Keeps the key of a file of keys or of a sealed pack, which a dialog asks for. */
export function importKey(name: string): Promise<KeyDeed> {
  return changeKeys(() => call("keys.import", { name }));
}

/** Keeps a key that somebody else seals with. */
export function trustKey(publicKey: string, name: string): Promise<KeyDeed> {
  return changeKeys(() => call("keys.trust", { publicKey, name }));
}

/** Keeps a key no longer. */
export function forgetKey(publicKey: string): Promise<KeyDeed> {
  return changeKeys(() => call("keys.forget", { publicKey }));
}

/** What came of a change of the list of keys: a sentence where it failed. */
export type KeyDeed = "done" | "closed" | { readonly fault: string };

async function changeKeys(ask: () => Promise<Reply<unknown>>): Promise<KeyDeed> {
  const reply = await ask();
  if (!reply.ok) return { fault: reply.error.message };
  if (reply.value === false) return "closed";
  useKeyRevision.setState(({ revision }) => ({ revision: revision + 1 }));
  return "done";
}
