import fs from "node:fs";
import path from "node:path";

/** Path of the runtime's program inside its folder; the names are Electron's own, and path.txt holds them too. */
export function executableName(platform = process.platform) {
  if (platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
  return platform === "win32" ? "electron.exe" : "electron";
}

/** The runtime's program in a folder, or undefined where there is none. */
export function findExecutable(dist) {
  const file = path.join(dist, executableName());
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}
