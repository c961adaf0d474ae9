import { build as buildCommandLine, isBuilt as isCommandLineBuilt } from "../../core/cli/build.mjs";
import { build, isBuilt } from "../../electron/build.mjs";
import { hasDisplay, startVirtualDisplay } from "../../electron/runtime/display.mjs";
import { resolveRuntime } from "../../electron/runtime/resolve-runtime.mjs";
import { supplySystemNeeds } from "../../electron/runtime/system-needs.mjs";

/** Before all tests: the program is built, window and command line, Electron is here, and there is a display. Returns how to clear up. */
export default async function prepareMachine(): Promise<() => Promise<void>> {
  if (!isBuilt()) await build();
  if (!isCommandLineBuilt()) await buildCommandLine();
  const dist = await resolveRuntime();
  // Playwright starts the runtime that Electron's own package names.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dist;
  const needsVirtualDisplay = !hasDisplay();
  if (process.platform === "linux") supplySystemNeeds(dist, { needsVirtualDisplay });
  if (!needsVirtualDisplay) return async () => {};
  const display = await startVirtualDisplay();
  Object.assign(process.env, display.env);
  return () => display.stop();
}
