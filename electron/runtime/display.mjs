// The display that the window opens on. Chromium draws on X11 or Wayland only; where there is neither, a server is
// started that draws into memory, so that the window can be tested and photographed.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SetupError } from "./setup-error.mjs";

export const VIRTUAL_DISPLAY_PACKAGE = "xvfb";

/** Width, height and bits of a pixel. */
const SCREEN = "1600x1000x24";

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 2_000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Whether the machine has a display of its own. An empty variable names none. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== "linux" || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/** Whether Xvfb is in the path. */
export function isVirtualDisplayInstalled(searchPath = process.env.PATH ?? "") {
  return searchPath.split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, "Xvfb")));
}

/** Starts Xvfb on a free display: the variables that name it, and how to stop it. */
export async function startVirtualDisplay() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-display-"));
  const authority = path.join(folder, "authority");
  fs.writeFileSync(authority, formatAuthority(randomBytes(16)), { mode: 0o600 });
  const args = ["-displayfd", "3", "-screen", "0", SCREEN, "-auth", authority, "-nolisten", "tcp", "-noreset"];
  // In a session of its own: Ctrl+C is for the app, which still needs the display to end in order.
  const server = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "pipe", "pipe"], detached: true });
  const ended = new Promise((resolve) => server.once("exit", resolve).once("error", resolve));
  const kill = () => {
    server.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  // For an end of this process that nothing else sees coming; an ordinary one waits in stop().
  process.once("exit", kill);
  const stop = () => {
    server.ref();
    kill();
    setTimeout(() => server.kill("SIGKILL"), STOP_LIMIT_MS).unref();
    return ended;
  };
  const leave = (signal) => process.exit(128 + os.constants.signals[signal]);
  for (const signal of SIGNALS) process.on(signal, leave);
  try {
    const number = await readDisplayNumber(server);
    for (const pipe of [server.stderr, server.stdio[3]]) pipe.unref();
    server.unref();
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop };
  } catch (error) {
    kill();
    throw error;
  } finally {
    // From here on signals are for the app.
    for (const signal of SIGNALS) process.off(signal, leave);
  }
}

function readDisplayNumber(server) {
  let answer = "";
  let errors = "";
  server.stderr.on("data", (text) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    const fail = (reason) => reject(new SetupError(`Xvfb made no display: ${reason}`));
    const limit = setTimeout(() => fail(`no answer in ${START_LIMIT_MS / 1000} s.`), START_LIMIT_MS);
    limit.unref();
    server.stdio[3].on("data", (text) => {
      answer += text;
      const number = parseDisplayNumber(answer);
      if (number === undefined) return;
      clearTimeout(limit);
      resolve(number);
    });
    server.on("error", (error) => fail(error.message));
    server.on("exit", (code) => fail(`it ended with ${code}. ${errors.trim()}`));
  });
}

/** The number of the display that the server chose, once its line is complete. */
export function parseDisplayNumber(answer) {
  const number = /^(\d+)\n/.exec(answer)?.[1];
  return number === undefined ? undefined : Number(number);
}

/**
 * An Xauthority file with one cookie that fits every display: the number is not known before the server has read the
 * file. Without a cookie any user of the machine could look into the window.
 */
export function formatAuthority(cookie) {
  // Family "wild" and no address or number, then name and data, each after its length in 16 bits.
  const field = (bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
  const empty = Buffer.alloc(0);
  return Buffer.concat([
    Buffer.from([0xff, 0xff]),
    field(empty),
    field(empty),
    field(Buffer.from("MIT-MAGIC-COOKIE-1")),
    field(cookie),
  ]);
}
