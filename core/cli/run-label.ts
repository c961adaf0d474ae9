import { type LabelRequest, labelRequestSchema } from "../contract/labels.ts";
import { accountName } from "../engine/case/account-name.ts";
import { Labeller } from "../engine/case/labels.ts";
import { visibleText } from "../report/visible-text.ts";
import type { LabelArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { inputLines } from "./input-lines.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** Longest line that is read: several times what a label can be. */
const MOST_LINE_BYTES = 1 << 16;

/** Labels fingerprints of a case. What is acknowledged is in the case, whatever happens next. */
export async function runLabel({ caseFile, label }: LabelArguments, terminal: Terminal): Promise<ExitCode> {
  const code = await withExistingCase(caseFile, true, terminal, async (opened) => {
    const labeller = await Labeller.of(opened);
    return label === null ? labelLines(labeller, terminal) : labelOne(labeller, label, terminal);
  });
  return code ?? EXIT.nothing;
}

async function labelOne(labeller: Labeller, label: LabelRequest, terminal: Terminal): Promise<ExitCode> {
  const refusal = await labeller.add(label, accountName(), Date.now());
  if (refusal !== null) {
    say(terminal, refusal);
    return EXIT.nothing;
  }
  terminal.out(visibleText(`${label.fingerprint} is labelled ${label.tool}.`).concat("\n"));
  return EXIT.complete;
}

/** One label a line, and one answer: `ACK n`, or `ERR n` with a sentence. Empty lines are none. */
async function labelLines(labeller: Labeller, terminal: Terminal): Promise<ExitCode> {
  let number = 0;
  let refused = 0;
  for await (const line of inputLines(terminal.input(), MOST_LINE_BYTES)) {
    if (line?.trim() === "") continue;
    number += 1;
    const label = decodeLine(line);
    const refusal = typeof label === "string" ? label : await labeller.add(label, accountName(), Date.now());
    if (refusal !== null) refused += 1;
    terminal.out(refusal === null ? `ACK ${number}\n` : `ERR ${number} ${visibleText(refusal)}\n`);
  }
  if (refused === number) return EXIT.nothing;
  return refused > 0 ? EXIT.incomplete : EXIT.complete;
}

function decodeLine(line: string | null): LabelRequest | string {
  if (line === null) return `The line is no UTF-8, or longer than ${MOST_LINE_BYTES} bytes.`;
  try {
    const label = labelRequestSchema.safeParse(JSON.parse(line));
    if (label.success) return label.data;
    const [issue] = label.error.issues;
    const where = issue?.path.join(".") ?? "";
    return `The line is no label: ${where === "" ? "" : `"${where}": `}${issue?.message ?? "not understood"}.`;
  } catch {
    return 'The line is no JSON. A label is {"fingerprint": "sipfp1:...", "tool": "..."}.';
  }
}
