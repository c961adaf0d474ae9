import { accountName } from "../engine/case/account-name.ts";
import { type CaseCapture, listCaptures } from "../engine/case/case-captures.ts";
import { removeCapture } from "../engine/case/remove-capture.ts";
import { visibleText } from "../report/visible-text.ts";
import type { RemoveArguments } from "./case-arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** Takes captures out of a case: all that are named, or none. Their files are left alone. */
export async function runRemove({ caseFile, captures }: RemoveArguments, terminal: Terminal): Promise<ExitCode> {
  const code = await withExistingCase(caseFile, true, terminal, async (opened) => {
    const held = await opened.use(listCaptures);
    const named = captures.map((given) => namedCapture(held, given, opened.name));
    const refusals = named.filter((found) => typeof found === "string");
    if (refusals.length > 0) {
      for (const refusal of refusals) say(terminal, refusal);
      return EXIT.nothing;
    }
    for (const found of new Set(named)) {
      const { sha256, name } = (found as CaseCapture).capture;
      await removeCapture(opened, sha256, { author: accountName(), atMs: Date.now() });
      terminal.out(`${visibleText(name)} was removed. The file itself stays, and can be added again.\n`);
    }
    return EXIT.complete;
  });
  return code ?? EXIT.nothing;
}

/** The capture of a SHA-256 or name; a sentence where there is none, or more than one. */
function namedCapture(held: readonly CaseCapture[], given: string, caseName: string): CaseCapture | string {
  const found = held.filter(({ capture }) => capture.sha256 === given.toLowerCase() || capture.name === given);
  const [first, ...others] = found;
  if (first === undefined) return `${caseName} holds no capture ${given}. Nothing was removed.`;
  if (others.length === 0) return first;
  const hashes = found.map(({ capture }) => capture.sha256).join(", ");
  return `${caseName} holds ${found.length} captures ${given}. Nothing was removed. Give the SHA-256 of one: ${hashes}.`;
}
