import type { Exemplar } from "../../fingerprint/strand-state.ts";
import { viewStrand } from "../../fingerprint/view-strand.ts";
import type { AnalysisRules } from "../../flow/rule-texts.ts";
import { identifyStrand } from "../../signature/match.ts";
import type { SignatureDefinition, SignatureLibrary } from "../../signature/signature.ts";
import type { CaseFile } from "./case-file.ts";
import { strandsInPortions } from "./case-strands.ts";

/** Messages kept of a strand, up to eight, those that were captured whole. */
export interface StrandMessages {
  /** The signature of the library that names the strand; null where none does. */
  readonly signature: SignatureDefinition | null;
  readonly messages: readonly Exemplar[];
}

/** The messages of the strands of a case, in no order, some sources at a time. */
export async function* messagesOfCase(
  opened: CaseFile,
  rules: AnalysisRules,
  library: SignatureLibrary,
  isWanted: () => boolean,
): AsyncGenerator<StrandMessages> {
  for await (const { state } of strandsInPortions(opened, rules, isWanted)) {
    const verdict = identifyStrand(viewStrand(state), library);
    yield {
      signature: verdict?.kind === "match" ? verdict.match.signature : null,
      messages: state.exemplars.filter(({ missingBytes }) => missingBytes === 0),
    };
  }
}
