import { create } from "zustand";
import { useRole } from "../bridge/role.ts";
import { decodeWorkspace, encodeWorkspace, type Workspace } from "./workspace-state.ts";

const KEY = "ringprint.workspace";
const WRITE_DELAY_MS = 250;

/** View, selection, filter and layout, kept across restarts. Change it with `changeWorkspace`. */
export const useWorkspace = create<Workspace>()(() => decodeWorkspace(readStored()));

/** Applies a transition of workspace-state.ts. */
export function changeWorkspace(change: (workspace: Workspace) => Partial<Workspace>): void {
  useWorkspace.setState(change(useWorkspace.getState()));
}

/** Writes the workspace down some time after each change. Returns how to stop. */
export function keepWorkspace(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    timer = undefined;
    // What is remembered is how the writing window was left.
    if (useRole.getState().readOnly) return;
    // A full or forbidden storage costs the memory of the layout, nothing else.
    try {
      localStorage.setItem(KEY, encodeWorkspace(useWorkspace.getState()));
    } catch {}
  };
  const flush = () => {
    if (timer !== undefined) clearTimeout(timer);
    write();
  };
  const stop = useWorkspace.subscribe(() => {
    timer ??= setTimeout(write, WRITE_DELAY_MS);
  });
  window.addEventListener("pagehide", flush);
  return () => {
    stop();
    window.removeEventListener("pagehide", flush);
  };
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
