import { useEffect } from "react";
import { create } from "zustand";
import { LOOKS_ON } from "../../core/contract/asked-by.ts";
import { useRole } from "../bridge/role.ts";
import { keyName, mayRun } from "./keys.ts";
import { sayFailed } from "./notices.ts";

/** Something the analyst can do by key, by palette or by menu. */
export interface Command {
  /** As `view.flows`; ids of menu entries are those of the contract. */
  readonly id: string;
  readonly title: string;
  /** Where it applies, as the help groups it. */
  readonly group:
    | "Everywhere"
    | "Captures"
    | "Overview"
    | "Flows"
    | "Sources"
    | "Fingerprints"
    | "Label"
    | "Diff"
    | "Campaigns"
    | "Evolution"
    | "Map"
    | "Numbers"
    | "Signatures"
    | "Report"
    | "Inspector";
  /** Key names of keys.ts. */
  readonly keys: readonly string[];
  readonly run: () => void;
  /** Left out: always possible. */
  readonly enabled?: () => boolean;
  /** It changes the case, or what all windows see of it: not from a window that looks on. */
  readonly changes?: true;
}

interface CommandStore {
  readonly lists: ReadonlyMap<symbol, readonly Command[]>;
}

const useCommandStore = create<CommandStore>()(() => ({ lists: new Map() }));

/** Offers commands while the component is there. Pass a list that changes only when its commands do. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    const owner = Symbol("commands");
    setList(owner, commands);
    return () => setList(owner, undefined);
  }, [commands]);
}

/** All commands offered now. */
export function useAllCommands(): readonly Command[] {
  const lists = useCommandStore((store) => store.lists);
  return [...lists.values()].flat();
}

/** Whether a command can be run now. */
export function isPossible({ enabled, changes }: Command): boolean {
  return isAllowed(changes) && enabled?.() !== false;
}

function isAllowed(changes: Command["changes"]): boolean {
  return changes !== true || !useRole.getState().readOnly;
}

/** Runs a command by id. False: there is none now. */
export function runCommand(id: string): boolean {
  return runFirst((command) => command.id === id);
}

/** Runs the command of a key press, where keys may run commands. */
export function runKey(event: KeyboardEvent): void {
  const key = keyName(event);
  if (key === null || event.defaultPrevented || event.isComposing) return;
  if (!mayRun(key, event.target instanceof HTMLElement ? event.target : null)) return;
  if (runFirst((command) => command.keys.includes(key))) event.preventDefault();
}

function runFirst(wanted: (command: Command) => boolean): boolean {
  // What was offered last is nearest to what the analyst looks at.
  for (const commands of [...useCommandStore.getState().lists.values()].reverse()) {
    const found = commands.find((command) => wanted(command) && command.enabled?.() !== false);
    if (found !== undefined) {
      if (isAllowed(found.changes)) found.run();
      else sayFailed(LOOKS_ON);
      return true;
    }
  }
  return false;
}

function setList(owner: symbol, commands: readonly Command[] | undefined): void {
  const lists = new Map(useCommandStore.getState().lists);
  if (commands === undefined) lists.delete(owner);
  else lists.set(owner, commands);
  useCommandStore.setState({ lists });
}
