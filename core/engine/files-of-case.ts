import type { CheckState } from "../contract/capture-table.ts";
import type { ReadCapture, Refusal } from "../contract/ingest.ts";
import { countPackets } from "../flow/capture-fold.ts";
import type { CaptureEntry } from "../report/capture-entry.ts";
import { captureEntries, type FilesSoFar } from "./capture-entries.ts";
import type { CombinedCaptures } from "./capture-set.ts";
import { listCaptures, listRefused } from "./case/case-captures.ts";
import type { Turns } from "./case/turns.ts";
import type { InputFile, InputList } from "./list-inputs.ts";
import type { IngestProgress } from "./read-files.ts";

/** Files of the case, as far as they have had an ending. */
interface EndedFiles {
  readonly captures: readonly ReadCapture[];
  readonly refused: readonly Refusal[];
  /** Paths whose refusal is an error. */
  readonly named: ReadonlySet<string>;
}

/** The files of a case on the desk: those that have had their ending, and those that are being read. */
export class FilesOfCase {
  private readonly turns: Turns;
  /** The rules whose captures are shown, as `foldRulesText` writes them. */
  private readonly rulesText: string;
  /** What is told of files: those that are being read, else those of the case. */
  private inputs: InputList = { files: [], refused: [], named: new Set() };
  private ended: EndedFiles = { captures: [], refused: [], named: new Set() };
  /** The captures of the case, ascending by SHA-256. */
  private known: readonly InputFile[] = [];
  /** Where the bytes of captures lie, by SHA-256. */
  private paths: ReadonlyMap<string, string> = new Map();

  constructor(turns: Turns, rulesText: string) {
    this.turns = turns;
    this.rulesText = rulesText;
  }

  /** All files that are told of, in the order they were given. */
  get told(): readonly InputFile[] {
    return this.inputs.files;
  }

  /** Paths that were given themselves, not found in a folder. */
  get named(): ReadonlySet<string> {
    return this.inputs.named;
  }

  /** The captures that were read. */
  get captures(): readonly ReadCapture[] {
    return this.ended.captures;
  }

  /** Where a capture was last seen. */
  pathOf(sha256: string): string | undefined {
    return this.paths.get(sha256);
  }

  /** Where all captures were last seen. */
  allPaths(): readonly string[] {
    return [...this.paths.values()];
  }

  /** A capture lies at another place now. */
  noteMoved(sha256: string, path: string): void {
    this.paths = new Map([...this.paths, [sha256, path]]);
  }

  /** Asks the case for the files that have had their ending. */
  async list(): Promise<void> {
    await this.turns.take(async (connection) => {
      const captures = (await listCaptures(connection)).filter(({ rules }) => rules === this.rulesText);
      const refused = await listRefused(connection);
      const named = new Set(refused.filter(({ harmless }) => !harmless).map(({ path }) => path));
      this.ended = { captures: captures.map(({ capture }) => capture), refused, named };
      this.paths = new Map(captures.map(({ capture, path }) => [capture.sha256, path]));
      this.known = captures.map(({ path, capture }) => ({ path, bytes: capture.bytes }));
    });
  }

  /** These are to be read: they are told of behind those of the case. */
  give(inputs: InputList): void {
    const others = this.known.filter((known) => !inputs.files.some(({ path }) => path === known.path));
    this.inputs = { ...inputs, files: [...others, ...inputs.files] };
  }

  /** Until the case is asked again, these were read. */
  showRead({ captures, refused }: Pick<CombinedCaptures, "captures" | "refused">): void {
    const known = new Map(this.ended.refused.map((refusal) => [refusal.path, refusal]));
    for (const refusal of refused) known.set(refusal.path, refusal);
    const named = new Set([...this.ended.named, ...this.inputs.named]);
    this.ended = { captures, refused: [...known.values()], named };
  }

  /** What is done already when these files are read: nothing the first time, all others when some are tried again. */
  progressWithout(paths: ReadonlySet<string>): IngestProgress {
    const done = this.inputs.files.filter((file) => !paths.has(file.path));
    return {
      bytesRead: done.reduce((sum, file) => sum + file.bytes, 0),
      packets: this.ended.captures.reduce((sum, { tally }) => sum + countPackets(tally.classes), 0),
      filesEnded: done.length,
    };
  }

  /** Each file with what became of it. */
  entries(
    { lost, snapshots }: Pick<FilesSoFar, "lost" | "snapshots">,
    checks: ReadonlyMap<string, CheckState>,
  ): CaptureEntry[] {
    const { named, ...captures } = this.ended;
    return captureEntries({ captures, lost, snapshots, checks, named });
  }
}
