import fs from "node:fs";
import path from "node:path";

/** A case without a name that was left behind. */
interface UntitledCase {
  readonly path: string;
  readonly name: string;
  readonly folder: string;
  /** When it was written last, RFC 3339. */
  readonly openedAt: string;
}

const EXTENSION = ".ringcase";
/** More than this are found by the analyst in the folder itself. */
const MOST_LISTED = 6;

/** Cases without a name that a crash left behind, or that hold something the analyst did: the newest first. */
export function listUntitled(folder: string): UntitledCase[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => {
      const file = path.join(folder, name);
      const openedAt = new Date(fs.statSync(file).mtimeMs).toISOString();
      return { path: file, name: "Untitled case", folder: "not saved yet", openedAt };
    })
    .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
    .slice(0, MOST_LISTED);
}
