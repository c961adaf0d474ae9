import { matchingSignatures, matchStrand } from "../signature/match.ts";
import type { SignatureExample, SignatureLibrary } from "../signature/signature.ts";
import { strandOfExample } from "./example-strand.ts";

/** What an example shows to be wrong. */
export interface PackFinding {
  readonly code:
    | "example-not-sip"
    | "positive-not-matched"
    /** Another signature is as specific or more. */
    | "positive-claimed"
    | "negative-matched";
  readonly signature: string;
  /** 0-based, among the positive or the negative examples. */
  readonly example: number;
  /** Ids of the signatures that claim the example. */
  readonly claimedBy: readonly string[];
}

/**
 * Runs the examples of all signatures: every positive one must be named by its own signature and no other, no
 * negative one may match its own signature (spec section 10). Findings are ordered by signature id.
 */
export function lintExamples(library: SignatureLibrary): readonly PackFinding[] {
  return library.signatures.flatMap(({ definition }) => [
    ...definition.examples.positive.flatMap((example, index) => lintPositive(definition.id, example, index, library)),
    ...definition.examples.negative.flatMap((example, index) => lintNegative(definition.id, example, index, library)),
  ]);
}

function lintPositive(signature: string, example: SignatureExample, index: number, library: SignatureLibrary) {
  const finding = (code: PackFinding["code"], claimedBy: readonly string[]): PackFinding[] => [
    { code, signature, example: index, claimedBy },
  ];
  const strand = strandOfExample(example);
  if (strand === undefined) return finding("example-not-sip", []);
  const verdict = matchStrand(strand, library);
  if (verdict.kind === "match") {
    const { id } = verdict.match.signature;
    return id === signature ? [] : finding("positive-claimed", [id]);
  }
  if (verdict.kind === "tie")
    return finding(
      "positive-claimed",
      verdict.matches.map((match) => match.signature.id),
    );
  return finding("positive-not-matched", []);
}

function lintNegative(signature: string, example: SignatureExample, index: number, library: SignatureLibrary) {
  const strand = strandOfExample(example);
  const code = strand === undefined ? "example-not-sip" : "negative-matched";
  const matching = strand === undefined ? [] : matchingSignatures(strand, library);
  if (strand !== undefined && !matching.includes(signature)) return [];
  return [{ code, signature, example: index, claimedBy: matching } satisfies PackFinding];
}
