import { coverageOfCase } from "../engine/case/case-coverage.ts";
import { packsOfCase } from "../engine/case/case-library.ts";
import { listEvents } from "../engine/case/events.ts";
import { type Coverage, KnownSignatures, OF_NO_CASE } from "../engine/case/known-signatures.ts";
import { signaturesOf } from "../engine/case/own-signatures.ts";
import { type LoadedPacks, loadPacks } from "../engine/load-packs.ts";
import { formatSignature, formatSignatures } from "../report/format-signatures.ts";
import { formatJson } from "../report/report-json.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import { proposeForCase } from "./propose-signature.ts";
import type { SignatureArguments } from "./signature-arguments.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

type LookingArguments = Exclude<SignatureArguments, { action: "propose" }>;

/** Lists, shows or proposes signatures. A case is only read. */
export async function runSignature(
  options: SignatureArguments,
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const packs = loadPacks(installation.resources, options.packFiles);
  if ("errors" in packs) {
    for (const error of packs.errors) say(terminal, error);
    return EXIT.nothing;
  }
  if (options.action === "propose") return proposeForCase(options, packs, terminal);
  if (options.caseFile === null) return look(options, new KnownSignatures(packs, OF_NO_CASE), null, terminal);
  return lookIntoCase(options, options.caseFile, packs, terminal);
}

async function lookIntoCase(
  options: LookingArguments,
  caseFile: string,
  packs: LoadedPacks,
  terminal: Terminal,
): Promise<ExitCode> {
  const code = await withExistingCase(caseFile, false, terminal, async (opened) => {
    const known = new KnownSignatures(packs, signaturesOf(await opened.use(listEvents), opened.name));
    const { library } = await packsOfCase(opened, packs);
    return look(options, known, await coverageOfCase(opened, library), terminal);
  });
  return code ?? EXIT.nothing;
}

function look(
  options: LookingArguments,
  known: KnownSignatures,
  coverage: Coverage | null,
  terminal: Terminal,
): ExitCode {
  const isJson = options.format === "json";
  if (options.action === "list") {
    const listing = known.list(coverage);
    terminal.out(isJson ? formatJson(listing) : formatSignatures(listing));
    return EXIT.complete;
  }
  const inspection = known.inspect(options.id, coverage);
  if (inspection === null) {
    say(terminal, `There is no signature ${options.id}. "ringprint signature list" lists them.`);
    return EXIT.nothing;
  }
  const { row, definition, history } = inspection;
  terminal.out(isJson ? formatJson({ ...row, definition, history }) : formatSignature(inspection));
  return EXIT.complete;
}
