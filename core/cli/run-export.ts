import { listCaptures } from "../engine/case/case-captures.ts";
import { capturesWithoutPackets, exportCase } from "../engine/export/export-case.ts";
import { loadPacks } from "../engine/load-packs.ts";
import type { ExportArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import { refusalOfOutput } from "./report-file.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** Writes a table of a case to a file. The case is only read. */
export async function runExport(
  options: ExportArguments,
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const packs = loadPacks(installation.resources, options.packFiles);
  if ("errors" in packs) {
    for (const error of packs.errors) say(terminal, error);
    return EXIT.nothing;
  }
  const { caseFile, what, out } = options;
  const code = await withExistingCase(caseFile, false, terminal, async (opened) => {
    const captures = (await opened.use(listCaptures)).map(({ path }) => path);
    const inputs = [caseFile, `${opened.path}.wal`, ...captures, ...options.packFiles];
    const failure = refusalOfOutput("--out", out, inputs) ?? (await exportCase(opened, options, packs));
    if (failure !== null) {
      say(terminal, failure);
      return EXIT.nothing;
    }
    for (const name of what === "packets" ? await capturesWithoutPackets(opened) : []) {
      say(terminal, `${name}: none of its packets is listed; it was read with --no-index.`);
    }
    return EXIT.complete;
  });
  return code ?? EXIT.nothing;
}
