import fs from "node:fs";
import type { Prefix } from "../behaviour/telescope.ts";
import { accountName } from "../engine/case/account-name.ts";
import { listCaptures } from "../engine/case/case-captures.ts";
import { packsOfCase } from "../engine/case/case-library.ts";
import { strandsOfCase } from "../engine/case/case-strands.ts";
import type { CaseStrand } from "../engine/case/listed-strands.ts";
import { telescopeOfCase } from "../engine/case/telescope-of-case.ts";
import type { LoadedPacks } from "../engine/load-packs.ts";
import { refusalOfOutput } from "../engine/output-file.ts";
import { formatAddress } from "../net/address.ts";
import { exampleRivals } from "../pack/example-rivals.ts";
import { lintExamples, lintSignatures } from "../pack/lint.ts";
import { packOf } from "../pack/own-pack.ts";
import { withExamples } from "../pack/proposed-examples.ts";
import { flowIdOf } from "../report/flow-report.ts";
import { describeNoProposal, formatProposal } from "../report/format-proposal.ts";
import { formatJson } from "../report/report-json.ts";
import { previewSignature } from "../signature/proposal/preview.ts";
import type { Proposal } from "../signature/proposal/proposal.ts";
import type { ChosenStrand } from "../signature/proposal/proposal-strand.ts";
import { proposeSignature, withSignature } from "../signature/proposal/propose.ts";
import { rematch } from "../signature/rematch.ts";
import type { SignatureDefinition, SignatureLibrary } from "../signature/signature.ts";
import { signatureIdOf } from "../signature/signature-id.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { guardTelescope } from "./pack/guard.ts";
import type { ProposeArguments } from "./signature-arguments.ts";
import { say, type Terminal } from "./terminal.ts";
import { withExistingCase } from "./with-case.ts";

/** Proposes a signature for fingerprints of a case, and writes it as a pack where that is asked for. */
export async function proposeForCase(
  options: ProposeArguments,
  packs: LoadedPacks,
  terminal: Terminal,
): Promise<ExitCode> {
  const { caseFile, out, packFiles } = options;
  const code = await withExistingCase(caseFile, false, terminal, async (opened) => {
    const captures = (await opened.use(listCaptures)).map(({ path }) => path);
    const refusal =
      out === null ? null : refusalOfPack(out, [caseFile, `${opened.path}.wal`, ...captures, ...packFiles]);
    if (refusal !== null) {
      say(terminal, refusal);
      return EXIT.nothing;
    }
    const { library } = await packsOfCase(opened, packs);
    return propose(options, await strandsOfCase(opened), await telescopeOfCase(opened), library, terminal);
  });
  return code ?? EXIT.nothing;
}

function propose(
  options: ProposeArguments,
  strands: readonly CaseStrand[],
  telescope: readonly Prefix[],
  library: SignatureLibrary,
  terminal: Terminal,
): ExitCode {
  const { fingerprints, tool, family, variant, caseFile, out } = options;
  const held = new Set(strands.map(({ fingerprint }) => fingerprint));
  const unknown = fingerprints.filter((id) => !held.has(id));
  if (unknown.length > 0) {
    for (const id of unknown)
      say(terminal, `${caseFile} holds no fingerprint ${id}. "ringprint export" lists those it holds.`);
    return EXIT.nothing;
  }
  const isChosen = ({ fingerprint }: CaseStrand) => fingerprints.includes(fingerprint);
  const chosen = strands
    .filter(isChosen)
    .map(({ id, source, flow, state }): ChosenStrand => ({ id, run: flowIdOf(source, flow), state }));
  const others = strands.filter((strand) => !isChosen(strand));
  const rivals = [...others.map(({ id, state }) => ({ id, exampleOf: null, state })), ...exampleRivals(library)];
  const name = { id: signatureIdOf(options), tool, family, variant, references: fingerprints };
  const proposal = proposeSignature({ chosen, rivals, library, name });
  if (proposal.code !== "proposed") {
    say(terminal, describeNoProposal(proposal));
    return EXIT.nothing;
  }
  const { definition, ambiguous, unclaimed } = proposal;
  const preview = previewSignature(definition, strands, new Set(chosen.map(({ id }) => id)), library);
  const rematched = strands.map(({ source, flow, state }) => ({
    flow: flowIdOf(source, flow),
    source: formatAddress(source),
    state,
  }));
  const summary = rematch(rematched, library, withSignature(library, definition));
  terminal.out(formatProposal(proposal, preview, summary));
  const guard = { telescope, release: options.release };
  if (out !== null && !writeProposed({ out, ...guard }, proposal, chosen, library, terminal)) return EXIT.nothing;
  return ambiguous.length + unclaimed.length === 0 ? EXIT.complete : EXIT.incomplete;
}

/** Writes the pack unless it would not pass as one, or gives the telescope away; false where nothing was written. */
function writeProposed(
  { out, telescope, release }: { out: string; telescope: readonly Prefix[]; release: string | null },
  proposal: Proposal,
  chosen: readonly ChosenStrand[],
  library: SignatureLibrary,
  terminal: Terminal,
): boolean {
  const definition = withExamples(proposal, chosen, library, telescope);
  const faults = faultsOf(definition, library);
  if (faults.length > 0) {
    for (const fault of faults) say(terminal, `--out: ${out} was not written: ${fault}.`);
    return false;
  }
  const pack = packOf(definition, accountName());
  if (guardTelescope(pack, { telescope, release }, terminal) === null) return false;
  try {
    fs.writeFileSync(out, formatJson(pack), { flag: "wx" });
  } catch (error) {
    say(terminal, `--out: ${out} cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown reason"}).`);
    return false;
  }
  return true;
}

/** What keeps a signature from being part of a sound pack. */
function faultsOf(definition: SignatureDefinition, library: SignatureLibrary): string[] {
  const { id, examples } = definition;
  if (examples.positive.length === 0)
    return ["no message that was chosen is named by the signature when it stands alone"];
  const extended = withSignature(library, definition);
  const all = [...lintSignatures(extended), ...lintExamples(extended)];
  const before = new Set(
    [...lintSignatures(library), ...lintExamples(library)].map((finding) => JSON.stringify(finding)),
  );
  return all
    .filter((finding) => !before.has(JSON.stringify(finding)))
    .map((finding) => {
      const others = "concerns" in finding ? finding.concerns : finding.claimedBy;
      const about = finding.signature === id ? "" : ` of ${finding.signature}`;
      return `${finding.code.replaceAll("-", " ")}${about}${others.length === 0 ? "" : ` (${others.join(", ")})`}`;
    });
}

function refusalOfPack(out: string, inputs: readonly string[]): string | null {
  if (fs.existsSync(out)) return `--out: ${out} is there already; nothing is overwritten.`;
  return refusalOfOutput(`--out: ${out}`, out, inputs);
}
