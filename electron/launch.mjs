// Starts the window from a checkout, whatever the machine lacks: `npm start -- [files]`.
import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { build, isBuilt } from "./build.mjs";
import { appEnvironment } from "./runtime/app-environment.mjs";
import { chromiumSwitches } from "./runtime/chromium-switches.mjs";
import { hasDisplay, startVirtualDisplay } from "./runtime/display.mjs";
import { findExecutable } from "./runtime/executable.mjs";
import { parseArguments, USAGE } from "./runtime/launch-arguments.mjs";
import { resolveRuntime } from "./runtime/resolve-runtime.mjs";
import { runApp } from "./runtime/run-app.mjs";
import { say } from "./runtime/say.mjs";
import { SetupError } from "./runtime/setup-error.mjs";
import { explainFailure } from "./runtime/start-failure.mjs";
import { supplySystemNeeds } from "./runtime/system-needs.mjs";

const root = path.resolve(import.meta.dirname, "..");
const SAMPLE = path.join(root, "resources/samples/telescope-sample.pcapng");
const SELF_TEST = "--self-test";
const WELCOME = "--welcome";

/** Exit code of a start that could not even open the window. */
const NOT_STARTED = 1;

// npm runs this in the checkout and keeps the folder the command was typed in.
const { options, files, wantsHelp } = parseArguments(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());

// A first look needs something to look at.
const isFirstLook = files.length === 0 && !options.includes(SELF_TEST) && !options.includes(WELCOME);

try {
  if (wantsHelp) process.stdout.write(USAGE);
  else process.exitCode = await launch();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  for (const line of error.message.split("\n")) say(line);
  process.exitCode = NOT_STARTED;
}

async function launch() {
  if (!isBuilt()) {
    say("Building the window.");
    await build();
  }
  const dist = await resolveRuntime();
  const needsVirtualDisplay = !hasDisplay();
  if (process.platform === "linux") supplySystemNeeds(dist, { needsVirtualDisplay });
  return needsVirtualDisplay ? await openOnVirtualDisplay(dist) : await openWindow(dist);
}

async function openWindow(dist, display = {}) {
  const args = [root, ...chromiumSwitches(), ...options, ...(isFirstLook ? ["--sample"] : files)];
  const env = appEnvironment(process.env, display);
  const { code, errors } = await runApp(findExecutable(dist), args, env);
  const advice = code === 0 ? undefined : explainFailure(errors, { dist, display: env.DISPLAY });
  if (advice !== undefined) throw new SetupError(advice);
  return code;
}

async function openOnVirtualDisplay(dist) {
  const display = await startVirtualDisplay();
  say(`No display here: the window opens on a virtual one, ${display.env.DISPLAY} (Xvfb). Ctrl+C ends it.`);
  // Nobody sees that window, so the terminal tells what it shows.
  const captures = isFirstLook ? [SAMPLE] : files;
  const analysis = captures.length > 0 ? printAnalysis(captures) : undefined;
  try {
    return await openWindow(dist, display.env);
  } finally {
    analysis?.kill();
    await display.stop();
  }
}

function printAnalysis(captures) {
  const command = path.join(root, "core/cli/launch.mjs");
  const analysis = spawn(process.execPath, [command, "analyse", ...captures], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  // The window comes first.
  if (analysis.pid !== undefined) os.setPriority(analysis.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  return analysis;
}
