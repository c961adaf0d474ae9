import fs from "node:fs";
import path from "node:path";
import { z } from "zod";

/** A capture or folder that was opened. */
export interface RecentEntry {
  readonly path: string;
  /** RFC 3339. */
  readonly openedAt: string;
}

const MOST_ENTRIES = 12;
const fileSchema = z.array(z.object({ path: z.string(), openedAt: z.string() }));

/** What was opened last, newest first, kept in a file of the user's data folder. A damaged file counts as empty. */
export class RecentCaptures {
  private readonly file: string;
  private list: RecentEntry[];

  constructor(userData: string) {
    this.file = path.join(userData, "recent.json");
    this.list = readList(this.file);
  }

  get entries(): readonly RecentEntry[] {
    return this.list;
  }

  add(paths: readonly string[], openedAt: string): void {
    const added = paths.map((entry) => ({ path: entry, openedAt }));
    const older = this.list.filter((entry) => !paths.includes(entry.path));
    this.list = [...added, ...older].slice(0, MOST_ENTRIES);
    this.write();
  }

  clear(): void {
    this.list = [];
    this.write();
  }

  private write(): void {
    // Renamed into place: a crash leaves the old list or the new one.
    const fresh = `${this.file}.new`;
    fs.writeFileSync(fresh, JSON.stringify(this.list));
    fs.renameSync(fresh, this.file);
  }
}

function readList(file: string): RecentEntry[] {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    return [];
  }
  try {
    const decoded = fileSchema.safeParse(JSON.parse(text));
    return decoded.success ? decoded.data.slice(0, MOST_ENTRIES) : [];
  } catch {
    return [];
  }
}
