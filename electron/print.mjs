// Prints a page as PDF: `node electron/print.mjs PAGE.html FILE.pdf`. The command line starts it, on machines without a
// display, too; nothing is shown.

import path from "node:path";
import { build, isBuilt } from "./build.mjs";
import { appEnvironment } from "./runtime/app-environment.mjs";
import { chromiumSwitches } from "./runtime/chromium-switches.mjs";
import { hasDisplay, startVirtualDisplay } from "./runtime/display.mjs";
import { findExecutable } from "./runtime/executable.mjs";
import { resolveRuntime } from "./runtime/resolve-runtime.mjs";
import { runApp } from "./runtime/run-app.mjs";
import { SetupError } from "./runtime/setup-error.mjs";
import { explainFailure } from "./runtime/start-failure.mjs";
import { supplySystemNeeds } from "./runtime/system-needs.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** Exit code where nothing could be started. */
const NOT_STARTED = 1;

const [page, file] = process.argv.slice(2);

try {
  process.exitCode = await print();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = NOT_STARTED;
}

async function print() {
  if (!isBuilt()) await build();
  const dist = await resolveRuntime();
  const needsVirtualDisplay = !hasDisplay();
  if (process.platform === "linux") supplySystemNeeds(dist, { needsVirtualDisplay });
  const display = needsVirtualDisplay ? await startVirtualDisplay() : null;
  try {
    const args = [root, ...chromiumSwitches(), "--print-pdf", "--", page, file];
    const env = appEnvironment(process.env, display?.env ?? {});
    const { code, errors } = await runApp(findExecutable(dist), args, env);
    const advice = code === 0 ? undefined : explainFailure(errors, { dist, display: env.DISPLAY });
    if (advice !== undefined) throw new SetupError(advice);
    return code;
  } finally {
    await display?.stop();
  }
}
