import { matchingSignatures, matchStrand } from "../signature/match.ts";
import type { SignatureDefinition, SignatureExample, SignatureLibrary } from "../signature/signature.ts";
import { keysNotInherited, saysTooLittle } from "../signature/soundness.ts";
import { strandOfExample } from "./example-strand.ts";
import { shadowedSignatures } from "./shadow.ts";

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

/** What a signature itself shows to be wrong, whatever its examples. */
export interface SignatureFinding {
  readonly code: /** Never named: where it matches, another is as specific or more. */
    | "shadowed"
    /** Derived, and silent about keys its parent requires. */
    | "not-inherited"
    /** Requires one short field only. */
    | "says-too-little"
    | "no-negative-example"
    | "no-reference";
  readonly signature: string;
  /** Ids of the signatures that shadow it, or the keys it does not inherit, ascending. */
  readonly concerns: readonly string[];
}

/** Looks at all signatures beside each other. Findings are ordered by signature id. */
export function lintSignatures(library: SignatureLibrary): readonly SignatureFinding[] {
  const byId = new Map(library.signatures.map(({ definition }) => [definition.id, definition]));
  const shadows = shadowedSignatures(library);
  return library.signatures.flatMap(({ definition }): SignatureFinding[] => {
    const { id: signature, parent, examples, references } = definition;
    const ancestor = parent === null ? undefined : byId.get(parent);
    const silent = ancestor === undefined ? [] : [...keysNotInherited(definition, ancestor)].sort();
    const shadowing = shadows.filter((shadow) => shadow.signature === signature).map(({ by }) => by);
    return [
      ...(shadowing.length > 0 ? [{ code: "shadowed", signature, concerns: shadowing } as const] : []),
      ...(silent.length > 0 ? [{ code: "not-inherited", signature, concerns: silent } as const] : []),
      ...(saysTooLittle(definition) ? [{ code: "says-too-little", signature, concerns: [] } as const] : []),
      ...(examples.negative.length === 0 ? [{ code: "no-negative-example", signature, concerns: [] } as const] : []),
      ...(references.length === 0 ? [{ code: "no-reference", signature, concerns: [] } as const] : []),
    ];
  });
}

/**
 * Runs the examples of all signatures: every positive one must be named by its own signature and no other, no
 * negative one may match its own signature (spec section 10). Findings are ordered by signature id.
 */
export function lintExamples(library: SignatureLibrary): readonly PackFinding[] {
  return library.signatures.flatMap(({ definition }) => lintExamplesOf(definition, library));
}

/** The same of one signature of the library. */
export function lintExamplesOf(definition: SignatureDefinition, library: SignatureLibrary): readonly PackFinding[] {
  return [
    ...definition.examples.positive.flatMap((example, index) => lintPositive(definition.id, example, index, library)),
    ...definition.examples.negative.flatMap((example, index) => lintNegative(definition.id, example, index, library)),
  ];
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
