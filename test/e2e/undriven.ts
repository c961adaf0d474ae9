import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { appEnvironment } from "../../electron/runtime/app-environment.mjs";
import { chromiumSwitches } from "../../electron/runtime/chromium-switches.mjs";
import { findExecutable } from "../../electron/runtime/executable.mjs";
import { ROOT, SAMPLE } from "./ringprint.ts";

/** The command that starts the checkout as the launcher does, without anybody who drives it. */
export function startCommand(
  profile: string,
  words: readonly string[],
  switches: readonly string[] = chromiumSwitches(),
): readonly [string, ...string[]] {
  const executable = findExecutable(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? "");
  if (executable === undefined) throw new Error("no Electron here");
  return [executable, ROOT, ...switches, `--user-data-dir=${profile}`, ...words];
}

/** Starts a command in the environment of the program. */
export function spawnApp([file, ...args]: readonly [string, ...string[]], options: SpawnOptions = {}): ChildProcess {
  return spawn(file, args, { stdio: "ignore", env: appEnvironment(process.env), ...options });
}

/** Waits until a process has ended. */
export async function ended(started: ChildProcess): Promise<void> {
  if (started.exitCode === null && started.signalCode === null) await once(started, "exit");
}

/** Ends the program and waits until it has. */
export async function end(app: ChildProcess): Promise<void> {
  app.kill("SIGTERM");
  await ended(app);
}

/** The process and all below it, by id. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of fs.readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const stat = readOr(`/proc/${name}/stat`, "");
    // The name in brackets may hold anything; what follows it is state and parent.
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Whether the program shows the sample: only a rendered page writes what it was looking at. */
export function hasOpenedSample(profile: string): boolean {
  const storage = path.join(profile, "Local Storage/leveldb");
  if (!fs.existsSync(storage)) return false;
  const written = fs.readdirSync(storage).filter((name) => name.endsWith(".log"));
  return written.some((name) => fs.readFileSync(path.join(storage, name)).includes(path.basename(SAMPLE)));
}

/** The text of a file, or this where it cannot be read. */
export function readOr(file: string, otherwise: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}
