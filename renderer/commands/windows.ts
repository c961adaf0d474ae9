import { call } from "../bridge/bridge.ts";
import { sayFailed } from "./notices.ts";

/** Opens a further window on what is open, to look on. */
export async function openFurtherWindow(): Promise<void> {
  const reply = await call("window.open", {});
  if (!reply.ok) sayFailed(reply.error.message);
}
