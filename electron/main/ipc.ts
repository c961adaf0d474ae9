import { type IpcMainInvokeEvent, ipcMain, type WebContents } from "electron";
import { z } from "zod";
import { ASKED_BY, LOOKS_ON } from "../../core/contract/asked-by.ts";
import type { Done } from "../../core/contract/engine.ts";
import {
  REQUESTS,
  type Reply,
  type RequestError,
  type RequestName,
  type RequestParams,
  type RequestResult,
} from "../../core/contract/window.ts";
import type { WindowRole } from "../../core/contract/window-role.ts";
import { isWindowUrl } from "./app-protocol.ts";
import { EngineLostError } from "./engine-client.ts";

/** What answers each request. Expected failures are thrown as `RequestFailure`. */
export type RequestHandlers = {
  readonly [Name in RequestName]: (
    params: RequestParams<Name>,
    asking: WindowRole,
  ) => Promise<RequestResult<Name>> | RequestResult<Name>;
};

/** A failure the analyst is told in its own words. */
export class RequestFailure extends Error {
  readonly code: RequestError["code"];

  constructor(code: RequestError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** A sentence that says why something was not done is the answer to the request. */
export function refuse(sentence: string | null): void {
  if (sentence !== null) throw new RequestFailure("bad-request", sentence.slice(0, 2000));
}

/** What was done, in a sentence. */
export function said({ said: sentence, fault }: Done): { said: string | null } {
  refuse(fault);
  return { said: sentence };
}

const droppedPaths = z.array(z.string().min(1).max(32_768)).max(1000);

/** Answers the window's requests; whoever else asks, and whatever the contract does not allow, is refused. */
export function answerRequests(
  handlers: RequestHandlers,
  tokenOf: (path: string) => string,
  roleOf: (contents: WebContents) => WindowRole,
): void {
  ipcMain.handle("call", async (event, name: unknown, params: unknown): Promise<Reply<unknown>> => {
    if (!isFromWindow(event)) return refusal("not-allowed", "This page may not ask for anything.");
    if (typeof name !== "string" || !Object.hasOwn(REQUESTS, name)) return refusal("bad-request", "No such request.");
    const known = name as RequestName;
    const role = roleOf(event.sender);
    if (role.readOnly && ASKED_BY[known] === "writer") return refusal("not-allowed", LOOKS_ON);
    const decoded = REQUESTS[known].params.safeParse(params);
    if (!decoded.success) return refusal("bad-request", "The request is not what the contract says.");
    try {
      const handler = handlers[known] as (params: unknown, asking: WindowRole) => unknown;
      return { ok: true, value: await handler(decoded.data, role) };
    } catch (error) {
      return { ok: false, error: describeFailure(error) };
    }
  });
  // Called by the preload script alone, which knows paths of dropped files only.
  ipcMain.handle("drop", (event, paths: unknown): string[] => {
    const decoded = droppedPaths.safeParse(paths);
    return isFromWindow(event) && decoded.success ? decoded.data.map(tokenOf) : [];
  });
}

function isFromWindow({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isWindowUrl(senderFrame.url);
}

function refusal(code: RequestError["code"], message: string): Reply<never> {
  return { ok: false, error: { code, message } };
}

function describeFailure(error: unknown): RequestError {
  if (error instanceof RequestFailure) return { code: error.code, message: error.message };
  if (error instanceof EngineLostError) {
    return { code: "engine-lost", message: "The part of the program that reads captures has stopped. Try again." };
  }
  // The message of a fault may hold a path; the log keeps it, the window is not told.
  console.error(error);
  return { code: "internal", message: "The program failed to answer. Nothing was lost; please report it." };
}
