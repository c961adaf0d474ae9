import { spawn } from "node:child_process";
import os from "node:os";
import { createInterface } from "node:readline";

/** Chromium's reason for an end stands in its last lines. */
const KEPT_LINES = 100;

/** Ctrl+C reaches this process from the terminal and once more from npm. */
const SAME_SIGNAL_MS = 1_000;

/** Who started this process: npm's shell, if npm did. */
const STARTED_BY = process.ppid;

const LOOK_EVERY_MS = 1_000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** What Chromium complains about on machines without D-Bus or graphics hardware, and does without. No switch stops it. */
const COMPLAINTS = [
  /ERROR:bus\.cc\(\d+\)\] Failed to connect to the bus/,
  /Exiting GPU process due to errors during init/,
];

/** Runs the app until it ends: its exit code, and the last of what it wrote to standard error, which is passed on. */
export function runApp(executable, args, env) {
  // In a process group of its own, so that a Ctrl+C arrives once, through here: Chromium takes the second for an order
  // to die at once.
  const detached = process.platform !== "win32";
  const app = spawn(executable, args, { env, detached, stdio: ["inherit", "inherit", "pipe"] });
  const errors = [];
  createInterface({ input: app.stderr }).on("line", (line) => {
    if (isComplaint(line)) return;
    process.stderr.write(`${line}\n`);
    errors.push(line);
    if (errors.length > KEPT_LINES) errors.shift();
  });

  let passedAt = 0;
  const pass = (signal) => {
    if (Date.now() - passedAt < SAME_SIGNAL_MS) return;
    passedAt = Date.now();
    app.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  // Told to end, npm passes that on to its shell, and the shell ends without a word to us.
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === STARTED_BY) return;
    clearInterval(watch);
    pass("SIGTERM");
  }, LOOK_EVERY_MS);

  return new Promise((resolve, reject) => {
    app.on("error", (error) => {
      clearInterval(watch);
      reject(error);
    });
    app.on("close", (code, signal) => {
      clearInterval(watch);
      for (const name of SIGNALS) process.off(name, pass);
      resolve({ code: code ?? 128 + os.constants.signals[signal], errors: errors.join("\n") });
    });
  });
}

/** Whether a line says only that Chromium does without something. */
export function isComplaint(line) {
  return COMPLAINTS.some((pattern) => pattern.test(line));
}
