import "./no-eval.ts";
import type {
  Bridge,
  EventName,
  EventValue,
  Reply,
  RequestName,
  RequestParams,
  RequestResult,
} from "../../core/contract/window.ts";
import { EVENTS, REQUESTS, requestErrorSchema } from "../../core/contract/window.ts";

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly ringprint?: Bridge<File>;
  }
}

/** Asks the main process. Never rejects: what went wrong is a value with a sentence. */
export async function call<Name extends RequestName>(
  name: Name,
  params: RequestParams<Name>,
): Promise<Reply<RequestResult<Name>>> {
  if (window.ringprint === undefined) return failure("The window is not connected to the program. Restart Ringprint.");
  let reply: Reply<unknown>;
  try {
    reply = await window.ringprint.call(name, params);
  } catch {
    return failure("The program did not answer. What was read is kept; try again, or restart Ringprint.");
  }
  if (!reply.ok) {
    const error = requestErrorSchema.safeParse(reply.error);
    return error.success
      ? { ok: false, error: error.data }
      : failure("The program answered with an error it did not name.");
  }
  const result = REQUESTS[name].result.safeParse(reply.value);
  if (!result.success) return failure("The program gave an answer this window cannot read. Restart Ringprint.");
  return { ok: true, value: result.data as RequestResult<Name> };
}

/** Listens to an event. Returns how to stop. Values that do not fit the contract are dropped. */
export function on<Name extends EventName>(name: Name, listener: (value: EventValue<Name>) => void): () => void {
  if (window.ringprint === undefined) return () => {};
  return window.ringprint.on(name, (value) => {
    const decoded = EVENTS[name].safeParse(value);
    if (decoded.success) listener(decoded.data as EventValue<Name>);
  });
}

/** Tokens of dropped files and folders; none where the program does not give any. */
export async function tokensOf(files: readonly File[]): Promise<readonly string[]> {
  try {
    return (await window.ringprint?.tokensOf(files)) ?? [];
  } catch {
    return [];
  }
}

function failure(message: string): { ok: false; error: { code: "internal"; message: string } } {
  return { ok: false, error: { code: "internal", message } };
}
