import { call, tokensOf } from "../bridge/bridge.ts";
import { sayFailed } from "./notices.ts";

/** Asks for captures in a dialog and reads them. */
export async function chooseCaptures(kind: "files" | "folder"): Promise<void> {
  const reply = await call("captures.choose", { kind });
  if (!reply.ok) sayFailed(reply.error.message);
}

/** Reads captures that are known by token. */
export async function openCaptures(tokens: readonly string[]): Promise<void> {
  const reply = await call("captures.open", { tokens: tokens.slice(0, 1000) });
  if (!reply.ok) sayFailed(reply.error.message);
}

/** Reads what was dropped on the window. */
export async function openDropped(files: readonly File[]): Promise<void> {
  const tokens = await tokensOf(files);
  if (tokens.length === 0) sayFailed("Nothing was opened: what was dropped is neither a file nor a folder.");
  else await openCaptures(tokens);
}

/** Reads the capture that comes with the program. */
export async function openSample(): Promise<void> {
  const reply = await call("captures.openSample", {});
  if (!reply.ok) sayFailed(reply.error.message);
}

/** Asks for captures in a dialog and adds them to the case. */
export async function addCaptures(): Promise<void> {
  const reply = await call("captures.add", {});
  if (!reply.ok) sayFailed(reply.error.message);
}

/** Asks for a place in a dialog and saves the case there. */
export async function saveCaseAs(): Promise<void> {
  const reply = await call("case.saveAs", {});
  if (!reply.ok) sayFailed(reply.error.message);
}

/** Asks for tables of countries and networks in a dialog and uses them. */
export async function chooseTables(): Promise<void> {
  const reply = await call("tables.choose", {});
  if (!reply.ok) sayFailed(reply.error.message);
}

/** Ends the reading; what was read stays. */
export async function cancelReading(): Promise<void> {
  const reply = await call("reading.cancel", {});
  if (!reply.ok) sayFailed(reply.error.message);
}

/** Reads again the captures that were read without the packet index. */
export async function indexPackets(): Promise<void> {
  const reply = await call("packets.index", {});
  if (!reply.ok) sayFailed(reply.error.message);
}

/** Reads again the files whose reader died. */
export async function retryReading(): Promise<void> {
  const reply = await call("reading.retry", {});
  if (!reply.ok) sayFailed(reply.error.message);
}
