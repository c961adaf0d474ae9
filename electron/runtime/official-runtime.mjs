// The runtime as Electron releases it, downloaded and verified (SHA-256) by the electron package's own install script.
// The script is not run by `npm ci`, because that would fail wherever the release page cannot be reached.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { executableName, findExecutable } from "./executable.mjs";

const require = createRequire(import.meta.url);
const cache = path.resolve(import.meta.dirname, "../../.cache");

/** How long a download may stand still: short where another runtime can take its place. */
const STALL_MS = { replaceable: 10_000, only: 60_000 };

const LOOK_EVERY_MS = 500;

/** Electron's own download. */
export const officialRuntime = { findInstalled, install };

/** Folder of the electron package, which `npm ci` puts there without a runtime. */
function electronPackage() {
  return path.dirname(require.resolve("electron/package.json"));
}

/** The downloaded runtime, if it is whole: path.txt is what the install script writes last. */
function findInstalled(folder = electronPackage()) {
  const dist = path.join(folder, "dist");
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  const isWhole =
    readText(path.join(dist, "version"))?.trim().replace(/^v/, "") === version &&
    readText(path.join(folder, "path.txt")) === executableName() &&
    findExecutable(dist) !== undefined;
  return isWhole ? dist : undefined;
}

/** Downloads the runtime: `{ dist }`, or `{ reason }` where it cannot be had. */
async function install({ isReplaceable }) {
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return { reason: "ELECTRON_SKIP_BINARY_DOWNLOAD is set" };
  const folder = electronPackage();
  fs.mkdirSync(cache, { recursive: true });
  const downloads = fs.mkdtempSync(path.join(cache, "electron-download-"));
  try {
    const reason = await runInstaller(folder, downloads, isReplaceable ? STALL_MS.replaceable : STALL_MS.only);
    const dist = findInstalled(folder);
    return dist === undefined ? { reason: reason ?? "the download is incomplete" } : { dist };
  } finally {
    fs.rmSync(downloads, { recursive: true, force: true });
  }
}

/** Resolves with the reason of a failure, or undefined. */
function runInstaller(folder, downloads, stallMs) {
  // The script downloads into the temporary folder. One of our own shows whether bytes still come, which a limit of
  // time could not: a hundred megabytes may rightly take minutes.
  const env = { ...process.env, TMPDIR: downloads, TEMP: downloads, TMP: downloads };
  const child = spawn(process.execPath, ["install.js"], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  return new Promise((resolve) => {
    let bytes = 0;
    let movedAt = Date.now();
    const watch = setInterval(() => {
      const bytesNow = bytesIn(downloads) + bytesIn(path.join(folder, "dist"));
      if (bytesNow !== bytes) movedAt = Date.now();
      bytes = bytesNow;
      if (Date.now() - movedAt > stallMs) child.kill();
    }, LOOK_EVERY_MS);
    const finish = (reason) => {
      clearInterval(watch);
      resolve(reason);
    };
    child.on("error", (error) => finish(error.message));
    child.on("close", (code, signal) => {
      if (signal !== null) finish(`nothing came for ${stallMs / 1000} s`);
      else finish(code === 0 ? undefined : errors.split("\n")[0]?.replace(/^\w*Error: /, ""));
    });
  });
}

/** Bytes of all files below a folder; files may come and go meanwhile. */
function bytesIn(folder) {
  try {
    return fs
      .readdirSync(folder, { recursive: true })
      .reduce((sum, name) => sum + (fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch {
    return 0;
  }
}

function readText(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
