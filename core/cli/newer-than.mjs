import fs from "node:fs";
import path from "node:path";

/** Whether a bundle is at least as new as every file in these folders, and as these files. */
export function isNewerThan(bundle, sources) {
  const built = fs.statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return sources.flatMap(filesIn).every((file) => fs.statSync(file).mtimeMs <= built);
}

function filesIn(source) {
  if (!fs.statSync(source).isDirectory()) return [source];
  return fs
    .readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
