import { randomUUID } from "node:crypto";

/** Paths the analyst chose, under names that tell nothing: the window names files by token only, and cannot make one. */
export class FileTokens {
  private readonly paths = new Map<string, string>();
  private readonly tokens = new Map<string, string>();

  /** The token of a path: the same one each time. */
  tokenOf(path: string): string {
    const known = this.tokens.get(path);
    if (known !== undefined) return known;
    const token = randomUUID();
    this.tokens.set(path, token);
    this.paths.set(token, path);
    return token;
  }

  /** The path of a token, or undefined for one that was never given out. */
  pathOf(token: string): string | undefined {
    return this.paths.get(token);
  }
}
