import path from "node:path";
import type { ExportChoice, ExportFacts, ExportSheet, Found, RuleFidelityRow } from "../contract/packs.ts";
import type { AnalysisRules } from "../flow/rule-texts.ts";
import type { FoundExamples } from "../pack/export/fidelity.ts";
import { describeLeak } from "../pack/leak-guard.ts";
import { formatPack, type SignaturePack } from "../pack/pack.ts";
import { sealPack } from "../pack/seal.ts";
import { accountName } from "./case/account-name.ts";
import type { CaseFile } from "./case/case-file.ts";
import { messagesOfCase } from "./case/messages-of-case.ts";
import { hashOfOwn, type SignaturesOfCase } from "./case/own-signatures.ts";
import { telescopeOfCase } from "./case/telescope-of-case.ts";
import { readKeyFile } from "./key-file.ts";
import type { LoadedPacks } from "./load-packs.ts";
import { type WrittenFile, writeFilesTogether } from "./output-file.ts";
import { type NoPack, packOfCase } from "./pack-of-case.ts";
import { type PreparedExport, prepareExport, sheetFile, sheetText } from "./prepared-export.ts";

/** What signatures leave from. */
export interface ExportedFrom {
  readonly opened: CaseFile;
  readonly rules: AnalysisRules;
  /** As they were loaded: without what is the case's own. */
  readonly packs: LoadedPacks;
  signatures(): SignaturesOfCase;
  /** All captures are read and named: what is in the case holds still. */
  isStill(): boolean;
  /** Of what is shown: another one, and the case may hold other strands. */
  revision(): number;
  /** None of them may be written over. */
  capturePaths(): readonly string[];
}

/** Where an export is written, and how. */
export interface ExportPlace {
  readonly file: string;
  /** Why the telescope may leave all the same; null: it may not. */
  readonly release: string | null;
  /** The file of the key that seals the pack; null: it gets no seal. */
  readonly keyFile: string | null;
}

/** A pack of the case that leaves, and what is said of it. */
interface Leaving {
  readonly pack: SignaturePack;
  readonly prepared: PreparedExport;
}

/** An export that is looked at; null in the end where it was overtaken. */
interface Look {
  readonly stamp: string;
  readonly stop: AbortController;
  readonly leaving: Promise<Leaving | NoPack | null>;
}

const READING = { kind: "reading" } as const;
const OVERTAKEN = { kind: "overtaken" } as const;

/** Signatures that leave a case: looked at with all that is lost on the way, and written. */
export class ExportDesk {
  private readonly desk: ExportedFrom;
  /** What was looked at last: it is what is written. */
  private last: Look | null = null;

  constructor(desk: ExportedFrom) {
    this.desk = desk;
  }

  /** What the pack of these signatures says of itself, unless the analyst says otherwise. */
  facts(signatures: readonly string[]): ExportFacts {
    const { builtin, packOf } = this.desk.packs;
    const { written } = this.desk.signatures();
    const isAsPacked = signatures.every((id) => packOf.has(id) && !written.has(id));
    const { id, name, packVersion, licence, authors } = builtin.pack;
    if (isAsPacked) return { id, name, packVersion, licence, authors: [...authors] };
    // Nobody but the analyst may say under which licence what was found here is passed on.
    return {
      id: "own/signatures",
      name: "Signatures of a case",
      packVersion: "0.1.0",
      licence: "",
      authors: [accountName()],
    };
  }

  /** What an export keeps, what its rules find, and whether it gives the telescope away; nothing is written. */
  async look(choice: ExportChoice): Promise<ExportSheet> {
    if (!this.desk.isStill()) return READING;
    const leaving = await this.prepare(choice);
    if (leaving === null) return OVERTAKEN;
    return "kind" in leaving ? leaving : sheetOf(leaving.prepared);
  }

  /** Writes what was looked at, and the sheet of rules beside it. A sentence where nothing was written. */
  async write(choice: ExportChoice, { file, release, keyFile }: ExportPlace): Promise<string | null> {
    if (!this.desk.isStill()) return "Signatures can be exported once all captures are read.";
    const leaving = await this.prepare(choice);
    if (leaving === null) return "The case has changed meanwhile, and nothing was written. Look at the export again.";
    if ("kind" in leaving) return `${leaving.faults.join(" ")} Nothing was written.`;
    const { pack, prepared } = leaving;
    if (prepared.leaks.length > 0 && release === null) {
      return "It would give the telescope away, and nothing was written: release it with a reason.";
    }
    const key = keyFile === null ? null : readKeyFile(keyFile);
    if (key === undefined) return "The file of the key cannot be read any more. Nothing was written.";
    const called = path.basename(file);
    const asPack = { called, file, text: formatPack(key === null ? pack : sealPack(pack, key)) };
    const asRules = [
      { called, file, text: prepared.exported.text },
      { called: sheetFile(called), file: sheetFile(file), text: sheetText(prepared, release) },
    ];
    const files: readonly WrittenFile[] = choice.target === "ringpack" ? [asPack] : asRules;
    const kept = [this.desk.opened.path, ...this.desk.capturePaths(), ...(keyFile === null ? [] : [keyFile])];
    return writeFilesTogether(files, kept);
  }

  /** Ends what is being looked at: its engine, too. */
  stop(): void {
    this.last?.stop.abort();
    this.last = null;
  }

  private prepare(choice: ExportChoice): Look["leaving"] {
    const stamp = JSON.stringify([choice, this.desk.revision(), hashOfOwn(this.desk.signatures().written)]);
    if (this.last?.stamp === stamp) return this.last.leaving;
    this.stop();
    const stop = new AbortController();
    const look = { stamp, stop, leaving: this.prepareNow(choice, stop.signal) };
    this.last = look;
    const forget = () => {
      if (this.last === look) this.last = null;
    };
    // What was given up half-way is no answer to the next who asks.
    look.leaving.then((leaving) => leaving === null && forget(), forget);
    return look.leaving;
  }

  private async prepareNow({ signatures, target, facts }: ExportChoice, signal: AbortSignal): Look["leaving"] {
    const { opened, rules, packs } = this.desk;
    const made = packOfCase(packs, this.desk.signatures().written, signatures, facts);
    if ("kind" in made) return made;
    const telescope = await telescopeOfCase(opened);
    const messages = messagesOfCase(opened, rules, made.library, () => !signal.aborted);
    const prepared = await prepareExport(
      made,
      target === "ringpack" ? "json" : target,
      { telescope, messages },
      signal,
    );
    return prepared === null ? null : { pack: made.pack, prepared };
  }
}

function sheetOf({ exported, engine, inCase, leaks }: PreparedExport): Extract<ExportSheet, { kind: "sheet" }> {
  const foundInCase = new Map(inCase?.map((found) => [found.signature, found]));
  const foundByEngine = new Map(engine?.rules.map((found) => [found.signature, found]));
  return {
    kind: "sheet",
    bytes: Buffer.byteLength(exported.text),
    remarks: [...exported.sheet.remarks],
    engine: engine && { name: engine.engine, complaints: [...engine.complaints] },
    rules: exported.sheet.rules.map(({ signature, fields, leavesTo, found }): RuleFidelityRow => {
      const ofCase = foundInCase.get(signature);
      const ofEngine = foundByEngine.get(signature);
      return {
        signature,
        fields: fields.map((field) => ({ ...field })),
        leavesTo: [...leavesTo],
        examples: foundAmong(found),
        inCase: ofCase === undefined ? null : { ...ofCase, falseHits: [...ofCase.falseHits] },
        byEngine: ofEngine === undefined ? null : foundAmong(ofEngine),
      };
    }),
    leaks: leaks.map(describeLeak),
  };
}

function foundAmong({ hits, misses, falseHits }: FoundExamples): Found {
  return { hits, misses, falseHits: falseHits.map(({ signature, examples }) => ({ signature, messages: examples })) };
}
