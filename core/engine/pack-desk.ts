import { createHash } from "node:crypto";
import path from "node:path";
import type { Done } from "../contract/engine.ts";
import type { ImportedRow, ImportPreview } from "../contract/packs.ts";
import { previewInSteps } from "../pack/compare-packs.ts";
import { changesBetween } from "../report/signature-view.ts";
import { counted } from "../report/text-table.ts";
import { libraryWith } from "../signature/own-signatures.ts";
import type { SignatureDefinition } from "../signature/signature.ts";
import { type AnalystActions, refused } from "./analyst-actions.ts";
import { hashOfOwn, type SignatureChange, type SignaturesOfCase, signatureEvent } from "./case/own-signatures.ts";
import { ExportDesk, type ExportedFrom } from "./export-desk.ts";
import { stepsInSlices } from "./in-slices.ts";
import { type LoadedPacks, type ReadPack, readPackFile } from "./load-packs.ts";
import { VerifyDesk } from "./verify-desk.ts";

/** What packs are imported into. */
interface OnDesk {
  /** As they were loaded: without what is the case's own. */
  readonly packs: LoadedPacks;
  readonly actions: AnalystActions;
  signatures(): SignaturesOfCase;
  isClosed(): boolean;
}

/** A pack that the analyst imports, without some of its signatures. */
export interface ImportChoice {
  readonly file: string;
  /** Ids of signatures that are left out. */
  readonly without: readonly string[];
}

/** Packs that come into a case, and signatures that leave it. */
export class PackDesk {
  readonly exports: ExportDesk;
  readonly verifying: VerifyDesk;
  private readonly desk: OnDesk;
  /** The latest preview: earlier ones are not wanted any more. */
  private looking: object | null = null;

  constructor(desk: OnDesk & ExportedFrom) {
    this.desk = desk;
    this.exports = new ExportDesk(desk);
    this.verifying = new VerifyDesk(desk);
  }

  /** Ends what is looked at, and the engines that are running: the program would wait for them. */
  stop(): void {
    this.looking = null;
    this.exports.stop();
    this.verifying.stop();
  }

  /** What an import would do; nothing is changed. What was asked before is given up. */
  async preview({ file, without }: ImportChoice): Promise<ImportPreview> {
    const read = readPackFile(file);
    const name = path.basename(file);
    if ("errors" in read) return { kind: "refused", name, faults: [...read.errors] };
    const looking = {};
    this.looking = looking;
    const isWanted = () => this.looking === looking && !this.desk.isClosed();
    const signatures = await this.rows(read.pack.signatures, new Set(without), isWanted);
    if (signatures === null) return { kind: "overtaken" };
    const { id, name: title, packVersion, licence, authors, changelog, seal } = read.pack;
    return {
      kind: "preview",
      name,
      sha256: hashOf(read),
      pack: { id, name: title, packVersion, licence, authors: [...authors] },
      changelog: changelog.map((entry) => ({ ...entry })),
      sealedBy: seal?.publicKey ?? null,
      signatures,
    };
  }

  /**
   * Takes the signatures of a pack into the case, all but those left out: one event. Nothing is taken while one of them
   * conflicts. Strands keep their names until the case is re-matched. `sha256`: of the file that was looked at.
   */
  async import(choice: ImportChoice, sha256: string, reason: string | null): Promise<Done> {
    const read = readPackFile(choice.file);
    if ("errors" in read) return refused(`${read.errors.join(" ")} Nothing was imported.`);
    if (hashOf(read) !== sha256) {
      return refused(`${path.basename(choice.file)} was changed since you looked at it. Nothing was imported.`);
    }
    const compared = hashOfOwn(this.desk.signatures().written);
    const rows = await this.rows(read.pack.signatures, new Set(choice.without), () => !this.desk.isClosed());
    if (rows === null || hashOfOwn(this.desk.signatures().written) !== compared)
      return refused("The library has changed meanwhile. Nothing was imported: look at it again.");
    const conflicting = rows.filter(({ kind }) => kind === "conflicting").length;
    if (conflicting > 0) {
      const conflict = `${counted(conflicting, "signature")} ${conflicting === 1 ? "conflicts" : "conflict"} with the library`;
      return refused(`Nothing was imported: ${conflict}. Leave out what conflicts to import the others.`);
    }
    const taken = new Set(
      rows.filter(({ kind }) => kind === "new" || kind === "changed").map(({ signature }) => signature),
    );
    const changes = read.pack.signatures.filter(({ id }) => taken.has(id)).map((theirs) => this.changeTo(theirs));
    if (changes.length === 0) return refused("There is nothing to import: the case has all of it already.");
    const { id, packVersion: version } = read.pack;
    return this.desk.actions.do(
      signatureEvent(changes, reason, { id, version }),
      `${counted(changes.length, "signature")} of ${id} ${version} imported; re-match the case to have it named by them`,
    );
  }

  /** Null once `isWanted` says no. */
  private async rows(
    theirs: readonly SignatureDefinition[],
    without: ReadonlySet<string>,
    isWanted: () => boolean,
  ): Promise<ImportedRow[] | null> {
    const ours = this.written();
    const known = new Map(ours.map((definition) => [definition.id, definition]));
    const { written } = this.desk.signatures();
    const taken = theirs.filter(({ id }) => !without.has(id));
    const preview = await stepsInSlices(previewInSteps(ours, taken), isWanted);
    if (preview === null) return null;
    const judged = new Map(preview.value.map((row) => [row.signature, row]));
    return [...theirs]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((definition): ImportedRow => {
        const { id, tool } = definition;
        const mine = known.get(id) ?? null;
        const row = judged.get(id);
        return {
          signature: id,
          tool: { ...tool },
          kind: row?.kind ?? "left",
          because: row?.because ?? "",
          retired: written.get(id) === "retired",
          changes: mine === null ? [] : changesBetween(mine, definition),
        };
      });
  }

  /** What is as a loaded pack has it is nothing of the case's own. */
  private changeTo(theirs: SignatureDefinition): SignatureChange {
    const { id } = theirs;
    const packed = this.desk.packs.library.signatures.find(({ definition }) => definition.id === id)?.definition;
    const isAsPacked = packed !== undefined && JSON.stringify(packed) === JSON.stringify(theirs);
    return { id, before: this.desk.signatures().written.get(id) ?? null, after: isAsPacked ? null : theirs };
  }

  /** The signatures of the case as they are written. */
  private written(): readonly SignatureDefinition[] {
    const library = libraryWith(this.desk.packs.library, this.desk.signatures().written);
    return library.signatures.map(({ definition }) => definition);
  }
}

function hashOf({ text }: ReadPack): string {
  return createHash("sha256").update(text).digest("hex");
}
