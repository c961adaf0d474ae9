import { create } from "zustand";
import type { WindowRole } from "../../core/contract/window-role.ts";
import { call, on } from "./bridge.ts";

/** What this window may do, as last told. */
export const useRole = create<WindowRole>()(() => ({ readOnly: false }));

/** Asks for the role and follows it. Returns how to stop. */
export function followRole(): () => void {
  let told = false;
  const stop = on("role", (role) => {
    told = true;
    useRole.setState(role);
  });
  // Where the question fails, what this window may not do is refused one by one.
  void call("window.role", {}).then((reply) => {
    if (reply.ok && !told) useRole.setState(reply.value);
  });
  return stop;
}
