import { rulesOfCase } from "../../engine/case/analyse-case.ts";
import { listCaptures } from "../../engine/case/case-captures.ts";
import type { CaseFile } from "../../engine/case/case-file.ts";
import { messagesOfCase } from "../../engine/case/messages-of-case.ts";
import { telescopeOfCase } from "../../engine/case/telescope-of-case.ts";
import type { ReadPack } from "../../engine/load-packs.ts";
import { type PreparedExport, prepareExport, sheetFile, sheetText } from "../../engine/prepared-export.ts";
import type { EngineVerdict } from "../../engine/verify/verify-export.ts";
import type { FoundMessages } from "../../pack/export/found-messages.ts";
import { formatFidelity } from "../../report/format-fidelity.ts";
import { counted } from "../../report/text-table.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { say } from "../terminal.ts";
import { withExistingCase } from "../with-case.ts";
import { NOT_GUARDED, sayLeaks } from "./guard.ts";
import type { PackArguments } from "./pack-arguments.ts";
import { type PackDesk, writeFiles } from "./read-pack.ts";

type ExportArguments = Extract<PackArguments, { verb: "export" }>;

/** An export, and the files of the case it was measured on: none may be written over. */
interface Prepared {
  readonly prepared: PreparedExport;
  readonly files: readonly string[];
}

/** An export on the command line is ended with the program. */
const UNTIL_DONE = new AbortController().signal;

/** Writes the file, and beside it its fidelity sheet; neither where the pack gives the telescope away. */
export async function writeExport(read: ReadPack, options: ExportArguments, desk: PackDesk): Promise<ExitCode> {
  const { caseFile, target, telescope } = options;
  const prepared =
    caseFile === null
      ? { prepared: wanted(await prepareExport(read, target, { telescope, messages: null }, UNTIL_DONE)), files: [] }
      : await withExistingCase(caseFile, false, desk.terminal, (opened) => prepareOnCase(read, options, opened));
  return prepared === null ? EXIT.nothing : write(prepared, options, desk);
}

async function prepareOnCase(
  read: ReadPack,
  { target, telescope }: ExportArguments,
  opened: CaseFile,
): Promise<Prepared> {
  const captures = await opened.use(listCaptures);
  const ground = {
    // What is given does not release what the case knows.
    telescope: [...(telescope ?? []), ...(await telescopeOfCase(opened))],
    messages: messagesOfCase(opened, await rulesOfCase(opened), read.library, () => true),
  };
  return {
    prepared: wanted(await prepareExport(read, target, ground, UNTIL_DONE)),
    files: [opened.path, `${opened.path}.wal`, ...captures.map(({ path }) => path)],
  };
}

function wanted(prepared: PreparedExport | null): PreparedExport {
  if (prepared === null) throw new Error("an export that is wanted is made");
  return prepared;
}

function write({ prepared, files }: Prepared, options: ExportArguments, desk: PackDesk): ExitCode {
  const { pack: name, out, release } = options;
  const { exported, engine, inCase, guarded, leaks } = prepared;
  const { terminal } = desk;
  if (leaks.length > 0 && release === null) {
    sayLeaks(leaks, terminal);
    return EXIT.nothing;
  }
  const written = [
    [out, exported.text],
    [sheetFile(out), sheetText(prepared, release)],
  ] as const;
  if (!writeFiles(written, [name, ...files], desk)) return EXIT.nothing;
  terminal.out(formatFidelity(exported.sheet));
  if (engine !== null) say(terminal, describeEngine(engine));
  if (inCase !== null) say(terminal, describeFound(inCase));
  if (!guarded) say(terminal, NOT_GUARDED);
  return EXIT.complete;
}

function describeEngine({ engine, complaints, rules }: EngineVerdict): string {
  const falseHits = rules.flatMap((rule) => rule.falseHits.map(({ examples }) => examples));
  const found = describeCounts(rules, falseHits);
  const said = complaints.length === 0 ? "" : ` It says: ${complaints[0]}`;
  return `${engine} on the examples: ${found}, ${counted(complaints.length, "complaint")}.${said}`;
}

function describeFound(rules: readonly FoundMessages[]): string {
  const falseHits = rules.flatMap((rule) => rule.falseHits.map(({ messages }) => messages));
  return `By our evaluation on the messages kept in the case: ${describeCounts(rules, falseHits)}.`;
}

function describeCounts(
  rules: readonly { readonly hits: number; readonly misses: number }[],
  falseHits: readonly number[],
): string {
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const [hits, misses] = [sum(rules.map((rule) => rule.hits)), sum(rules.map((rule) => rule.misses))];
  return `${hits} hits, ${misses} misses, ${sum(falseHits)} false hits`;
}
