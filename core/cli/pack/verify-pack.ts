import { VERIFIED_TARGETS } from "../../contract/packs.ts";
import { rulesOfCase } from "../../engine/case/analyse-case.ts";
import type { CaseFile } from "../../engine/case/case-file.ts";
import { messagesOfCase } from "../../engine/case/messages-of-case.ts";
import type { ReadPack } from "../../engine/load-packs.ts";
import {
  type NamedMessage,
  namedExamples,
  namedMessages,
  type VerifiedTarget,
  verifyTarget,
} from "../../engine/verify/verified-target.ts";
import type { Confusion } from "../../pack/export/confusion.ts";
import { counted, formatTable } from "../../report/text-table.ts";
import { visibleJson, visibleText } from "../../report/visible-text.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { say } from "../terminal.ts";
import { withExistingCase } from "../with-case.ts";
import type { PackArguments } from "./pack-arguments.ts";
import type { PackDesk } from "./read-pack.ts";

/**
 * Has the installed engines judge the pack's examples, or the messages kept in a case, by the rules exported for them, and
 * prints signature by tool. Incomplete where an engine complains, or none is installed.
 */
export async function verifyPack(
  read: ReadPack,
  { caseFile, format }: Extract<PackArguments, { verb: "verify" }>,
  desk: PackDesk,
): Promise<ExitCode> {
  const { terminal } = desk;
  const messages =
    caseFile === null
      ? namedExamples(read.library)
      : await withExistingCase(caseFile, false, terminal, (opened) => keptMessages(opened, read.library));
  if (messages === null) return EXIT.nothing;
  const verdicts: VerifiedTarget[] = [];
  for (const target of VERIFIED_TARGETS) {
    const verified = await verifyTarget(read, target, messages, new AbortController().signal);
    if (verified === null) say(terminal, `${target}: not run, no engine that reads it is installed.`);
    else verdicts.push(verified);
  }
  if (format === "json") terminal.out(`${visibleJson(JSON.stringify(verdicts, null, 2))}\n`);
  else
    for (const { target, engine, confusion } of verdicts) {
      terminal.out(`${target} by ${engine}: ${counted(messages.length, "message")}\n\n${tableOf(confusion)}\n\n`);
    }
  for (const { target, complaints } of verdicts) {
    for (const complaint of complaints) say(terminal, visibleText(`${target}: ${complaint}`));
  }
  const isWhole = verdicts.length > 0 && verdicts.every(({ complaints }) => complaints.length === 0);
  return isWhole ? EXIT.complete : EXIT.incomplete;
}

async function keptMessages(opened: CaseFile, library: SignatureLibrary): Promise<NamedMessage[]> {
  const kept: NamedMessage[] = [];
  for await (const strand of messagesOfCase(opened, await rulesOfCase(opened), library, () => true)) {
    kept.push(...namedMessages(strand));
  }
  return kept;
}

/** A row a signature, a column a tool; below them what no rule spoke about, and all. */
function tableOf({ tools, rows, silent }: Confusion): string {
  const shown = (count: number) => (count === 0 ? "." : String(count));
  const lines = formatTable(
    [
      { title: "signature", align: "left" },
      ...tools.map(({ tool }) => ({ title: tool ?? "unnamed", align: "right" as const })),
    ],
    [
      ...rows.map(({ signature, counts }) => [signature, ...counts.map(shown)]),
      ["(no rule spoke)", ...silent.map(shown)],
      ["(messages)", ...tools.map(({ messages }) => String(messages))],
    ].map((row) => row.map(visibleText)),
  );
  return lines.join("\n");
}
