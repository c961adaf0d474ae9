import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type KnownKey, MOST_KEYS } from "../../core/contract/keys.ts";
import { publicKeySchema } from "../../core/contract/packs.ts";

/** A key the analyst knows. Where it is the analyst's own, `file` holds its secret half, and nothing else does. */
interface Entry {
  readonly publicKey: string;
  readonly name: string;
  readonly file: string | null;
}

const fileSchema = z
  .array(z.object({ publicKey: publicKeySchema, name: z.string(), file: z.string().nullable() }))
  .max(MOST_KEYS);

/** The list of keys cannot be read or written; the message is a sentence for the analyst. */
export class KeyListFault extends Error {}

/**
 * The keys the analyst knows, kept in a file of the user's data folder. A damaged file is said and left as it is: whom
 * somebody trusts is not forgotten by the way.
 */
export class KnownKeys {
  private readonly file: string;

  constructor(userData: string) {
    this.file = path.join(userData, "keys.json");
  }

  /** Own keys first, then by name. */
  list(): KnownKey[] {
    const rank = ({ file }: Entry) => (file === null ? 1 : 0);
    return [...this.read()]
      .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
      .map(({ publicKey, name, file }) => ({
        publicKey,
        name,
        kind: file === null ? "trusted" : fs.existsSync(file) ? "own" : "missing",
      }));
  }

  /** Keeps a key under a name. `file` with its secret half: null where somebody else has that; then a file known before stays. */
  keep(publicKey: string, name: string, file: string | null): void {
    const entries = this.read();
    const before = entries.find((entry) => entry.publicKey === publicKey);
    const others = entries.filter((entry) => entry !== before);
    if (others.length >= MOST_KEYS) throw new KeyListFault(`There are ${MOST_KEYS} keys already. Forget one first.`);
    this.write([...others, { publicKey, name, file: file ?? before?.file ?? null }]);
  }

  /** Keeps a key no longer. Its file stays. */
  forget(publicKey: string): void {
    this.write(this.read().filter((entry) => entry.publicKey !== publicKey));
  }

  /** The file with the secret half of a key; null where it is not known. */
  fileOf(publicKey: string): string | null {
    return this.read().find((entry) => entry.publicKey === publicKey)?.file ?? null;
  }

  private read(): readonly Entry[] {
    let text: string;
    try {
      text = fs.readFileSync(this.file, "utf8");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return [];
      throw new KeyListFault(`The list of keys cannot be read (${code ?? "unknown reason"}).`);
    }
    const decoded = fileSchema.safeParse(jsonOf(text));
    if (decoded.success) return decoded.data;
    throw new KeyListFault(
      "The list of keys, keys.json in the program's data folder, is damaged, and was left as it is. Move it away to begin a new one.",
    );
  }

  private write(entries: readonly Entry[]): void {
    // Renamed into place: a crash leaves the old list or the new one.
    const fresh = `${this.file}.new`;
    try {
      fs.writeFileSync(fresh, JSON.stringify(entries), { mode: 0o600 });
      fs.renameSync(fresh, this.file);
    } catch (error) {
      throw new KeyListFault(
        `The list of keys cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown reason"}); it is as it was.`,
      );
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
