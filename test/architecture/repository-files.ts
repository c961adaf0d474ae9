import fs from "node:fs";
import path from "node:path";

/** The folder that holds package.json. */
export const REPOSITORY_ROOT = path.resolve(import.meta.dirname, "../..");

/**
 * Paths of the repository's files from the root, with `/`. What .gitignore names is left out, so that the checks also
 * run where there is no git; it holds plain names only, and the test of this folder keeps it so.
 */
export function repositoryFiles(): string[] {
  const ignored = new Set([".git", ...ignoredNames()]);
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of fs.readdirSync(path.join(REPOSITORY_ROOT, folder), { withFileTypes: true })) {
      if (ignored.has(entry.name)) continue;
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) walk(file);
      else files.push(file);
    }
  };
  walk("");
  return files.sort();
}

/** The names that .gitignore leaves out, without their slash. */
export function ignoredNames(): string[] {
  return fs
    .readFileSync(path.join(REPOSITORY_ROOT, ".gitignore"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/\/$/, ""));
}
