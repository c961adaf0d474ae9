import type { CaptureOutcome, ReadCapture, ReadOutcome, Refusal } from "../contract/ingest.ts";

/** Captures as they come in: the result is independent of the order in which they were given or ended. */
export class CaptureList {
  readonly refused: Refusal[] = [];
  private readonly bySha256 = new Map<string, ReadCapture>();
  private readonly paths = new Map<string, string>();

  /** Ascending by SHA-256, each once. */
  get captures(): readonly ReadCapture[] {
    return ascending(this.bySha256.values());
  }

  /** Where the bytes of a capture of this list lie: of several files the least path. */
  pathOf(sha256: string): string {
    const path = this.paths.get(sha256);
    if (path === undefined) throw new Error(`no capture of this list has the hash ${sha256}`);
    return path;
  }

  /** Adds what one file gave. Null where none of it is new: a capture given twice counts once, under its least name. */
  add(path: string, outcome: CaptureOutcome): ReadOutcome | null {
    if (outcome.kind === "known") throw new Error("only a case knows captures before they are read");
    if (outcome.kind === "refused") {
      this.refused.push(outcome.refusal);
      return null;
    }
    const { capture } = outcome;
    const knownPath = this.paths.get(capture.sha256);
    if (knownPath === undefined || path < knownPath) this.paths.set(capture.sha256, path);
    const known = this.bySha256.get(capture.sha256);
    if (known === undefined || capture.name < known.name) {
      this.bySha256.set(capture.sha256, known === undefined ? capture : { ...known, name: capture.name });
    }
    return known === undefined ? outcome : null;
  }
}

/** Captures in the order of their SHA-256. */
export function ascending(captures: Iterable<ReadCapture>): ReadCapture[] {
  return [...captures].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
