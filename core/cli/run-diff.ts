import type { DiffAnswer } from "../contract/diff.ts";
import { isCaseFile } from "../engine/case/case-file.ts";
import { packsOfCase } from "../engine/case/case-library.ts";
import { diffCaptures, diffCase } from "../engine/diff/diff-files.ts";
import { listInputs } from "../engine/list-inputs.ts";
import { type LoadedPacks, loadPacks } from "../engine/load-packs.ts";
import { formatDiff } from "../report/format-diff.ts";
import { formatJson } from "../report/report-json.ts";
import type { DiffArguments } from "./diff-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Installation } from "./installation.ts";
import type { OnInterrupt } from "./on-interrupt.ts";
import { ProgressLine } from "./progress-line.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** Compares fingerprints, strands, packets and signatures of a case or of captures. Both are only read. */
export async function runDiff(
  options: DiffArguments,
  installation: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
): Promise<ExitCode> {
  const packs = loadPacks(installation.resources, options.packFiles);
  if ("errors" in packs) {
    for (const error of packs.errors) say(terminal, error);
    return EXIT.nothing;
  }
  const { held, references } = options;
  if (!isCaseFile(held)) return diffOfCaptures(options, packs, installation, terminal, onInterrupt);
  const [rule] = options.givenRules;
  if (rule !== undefined) {
    say(terminal, `A case was read under rules of its own; leave --${rule} out.`);
    return EXIT.nothing;
  }
  const code = await withExistingCase(held, false, terminal, async (opened) =>
    print(await diffCase(opened, references, (await packsOfCase(opened, packs)).library), options, terminal)
      ? EXIT.complete
      : EXIT.nothing,
  );
  return code ?? EXIT.nothing;
}

async function diffOfCaptures(
  options: DiffArguments,
  { library }: LoadedPacks,
  { workerUrl }: Installation,
  terminal: Terminal,
  onInterrupt: OnInterrupt,
): Promise<ExitCode> {
  const { held, references, rules, threads } = options;
  const paths = [held];
  const bytes = listInputs(paths).files.reduce((sum, file) => sum + file.bytes, 0);
  const progress = new ProgressLine(terminal, bytes, performance.now());
  const job = diffCaptures({ paths, references, rules, library, threads, workerUrl }, (state) =>
    progress.show(state, performance.now()),
  );
  const restore = onInterrupt(job.cancel);
  try {
    const { answer, cancelled, troubles } = await job.result;
    progress.clear();
    for (const trouble of troubles) say(terminal, trouble);
    if (cancelled) {
      say(terminal, "Cancelled. Nothing was compared.");
      return EXIT.cancelled;
    }
    if (answer === null) {
      say(terminal, "Nothing could be read.");
      return EXIT.nothing;
    }
    if (!print(answer, options, terminal)) return EXIT.nothing;
    return troubles.length > 0 ? EXIT.incomplete : EXIT.complete;
  } finally {
    restore();
  }
}

/** False: there is no diff, which is said. */
function print(answer: DiffAnswer, { format }: DiffArguments, terminal: Terminal): boolean {
  if (answer.kind === "fault") {
    say(terminal, answer.fault.message);
    return false;
  }
  terminal.out(format === "json" ? formatJson(answer.diff) : formatDiff(answer.diff));
  return true;
}
