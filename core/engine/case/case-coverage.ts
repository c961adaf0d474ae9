import { byCodeUnits } from "../../fingerprint/value-state.ts";
import { viewStrand } from "../../fingerprint/view-strand.ts";
import { SignatureCoverage } from "../../report/signature-coverage.ts";
import { nameStrand } from "../../signature/match.ts";
import type { SignatureLibrary } from "../../signature/signature.ts";
import type { CaseFile } from "./case-file.ts";
import { forStrandsOfCase } from "./case-strands.ts";
import type { Coverage } from "./known-signatures.ts";

/** What each signature of a library claims of a case. The case is only read. */
export async function coverageOfCase(opened: CaseFile, library: SignatureLibrary): Promise<Coverage> {
  const coverage = new SignatureCoverage();
  await forStrandsOfCase(opened, (strand) => {
    const { signatures } = nameStrand(viewStrand(strand.state), library);
    coverage.addStrand(strand, signatures.map(({ id }) => id).sort(byCodeUnits));
  });
  return new Map(coverage.counts().map((covered) => [covered.signature, covered]));
}
