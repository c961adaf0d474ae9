// The shared libraries that the runtime is linked with and brings none of.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { findExecutable } from "./executable.mjs";

/** The Debian package that holds a library. */
const PACKAGES = new Map([
  ["libX11.so.6", "libx11-6"],
  ["libXcomposite.so.1", "libxcomposite1"],
  ["libXdamage.so.1", "libxdamage1"],
  ["libXext.so.6", "libxext6"],
  ["libXfixes.so.3", "libxfixes3"],
  ["libXrandr.so.2", "libxrandr2"],
  ["libasound.so.2", "libasound2"],
  ["libatk-1.0.so.0", "libatk1.0-0"],
  ["libatk-bridge-2.0.so.0", "libatk-bridge2.0-0"],
  ["libatspi.so.0", "libatspi2.0-0"],
  ["libcairo.so.2", "libcairo2"],
  ["libcups.so.2", "libcups2"],
  ["libdbus-1.so.3", "libdbus-1-3"],
  ["libdrm.so.2", "libdrm2"],
  ["libexpat.so.1", "libexpat1"],
  ["libgbm.so.1", "libgbm1"],
  ["libgcc_s.so.1", "libgcc-s1"],
  ["libgdk-3.so.0", "libgtk-3-0"],
  ["libgio-2.0.so.0", "libglib2.0-0"],
  ["libglib-2.0.so.0", "libglib2.0-0"],
  ["libgmodule-2.0.so.0", "libglib2.0-0"],
  ["libgobject-2.0.so.0", "libglib2.0-0"],
  ["libgtk-3.so.0", "libgtk-3-0"],
  ["libnspr4.so", "libnspr4"],
  ["libnss3.so", "libnss3"],
  ["libnssutil3.so", "libnss3"],
  ["libpango-1.0.so.0", "libpango-1.0-0"],
  ["libplc4.so", "libnspr4"],
  ["libplds4.so", "libnspr4"],
  ["libsmime3.so", "libnss3"],
  ["libudev.so.1", "libudev1"],
  ["libxcb.so.1", "libxcb1"],
  ["libxkbcommon.so.0", "libxkbcommon0"],
]);

/** Packages that were renamed when Debian 13 and Ubuntu 24.04 made time 64 bits wide on all machines. */
const RENAMED_FOR_TIME64 = new Set([
  "libasound2",
  "libatk-bridge2.0-0",
  "libatk1.0-0",
  "libatspi2.0-0",
  "libcups2",
  "libglib2.0-0",
  "libgtk-3-0",
]);

/** The C library of Ubuntu 24.04; Debian 13 has a later one, and the releases before both an earlier one. */
const TIME64_GLIBC = [2, 39];

/** Libraries that the runtime needs and this system has not: their names, and the version of its C library. */
export function findMissingLibraries(dist) {
  const executable = findExecutable(dist);
  const files = fs.readdirSync(dist).filter((name) => /\.so(\.\d+)*$/.test(name));
  // What ldd says is translated otherwise.
  const env = { ...process.env, LC_ALL: "C" };
  const options = { env, encoding: "utf8" };
  const { stdout } = spawnSync("ldd", [executable, ...files.map((name) => path.join(dist, name))], options);
  const missing = parseMissing(stdout ?? "");
  return {
    missing,
    glibc: missing.length > 0 ? parseGlibcVersion(spawnSync("ldd", ["--version"], options).stdout) : "",
  };
}

/** Names of the libraries that ldd did not find, sorted, each once. */
export function parseMissing(output) {
  const found = [...output.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
  return [...new Set(found)].sort();
}

/** The version of the C library in the first line of `ldd --version`, or the empty text. */
export function parseGlibcVersion(output) {
  return /^ldd .* (\d+\.\d+)$/m.exec(output ?? "")?.[1] ?? "";
}

/** Debian packages that hold these libraries, under their names of that C library's time, and what none is known for. */
export function packagesOf(missing, glibc) {
  const packages = new Set();
  const unknown = [];
  for (const library of missing) {
    const name = PACKAGES.get(library);
    if (name === undefined) unknown.push(library);
    else packages.add(hasTime64Names(glibc) && RENAMED_FOR_TIME64.has(name) ? `${name}t64` : name);
  }
  return { packages: [...packages].sort(), unknown };
}

function hasTime64Names(glibc) {
  const [major = 0, minor = 0] = glibc.split(".").map(Number);
  return major > TIME64_GLIBC[0] || (major === TIME64_GLIBC[0] && minor >= TIME64_GLIBC[1]);
}
