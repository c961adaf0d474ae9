import { NOTHING_TOLD, patternOfKey, type StrandView, type ToldPatterns } from "../fingerprint/strand-view.ts";
import type { Candidates } from "./candidates.ts";
import { evidenceOfExemplar, evidenceOfStrand } from "./evidence.ts";
import { matchField, matchPattern } from "./field-match.ts";
import type { CompiledSignature } from "./signature.ts";

/**
 * The signature that the verdict is a match of, where that can be told with little reading: it matches, and what it
 * says outright is more than any other could say that may match a message. Null where all of matching must tell.
 *
 * @param possible those of the possible ones that a verdict is asked of
 */
export function findCertain(
  strand: StrandView,
  candidates: Candidates,
  possible: readonly CompiledSignature[],
): CompiledSignature | null {
  if (!candidates.areTelling) return null;
  const inTurn = mostTellingFirst(possible);
  for (const best of inTurn) {
    const literalBytes = certainLiterals(best, strand, candidates);
    if (literalBytes === null) continue;
    const mayWin = rivalsOf(best, literalBytes, inTurn).some((other) => mayReadMessage(other, strand, candidates));
    return mayWin ? null : best;
  }
  return null;
}

/** The same by masks alone: null where messages must tell, too. */
export function findCertainByMasks(
  candidates: Candidates,
  possible: readonly CompiledSignature[],
): CompiledSignature | null {
  if (!candidates.areTelling) return null;
  const inTurn = mostTellingFirst(possible);
  for (const best of inTurn) {
    const told = candidates.tellOf(best);
    if (told === null) continue;
    const isCertain = told.untold.length === 0 && rivalsOf(best, told.literalBytes, inTurn).length === 0;
    return isCertain ? best : null;
  }
  return null;
}

/** What messages tell of the patterns that masks leave open, of the signatures that may match the strand. */
export function tellByMessages(strand: StrandView, candidates: Candidates): ToldPatterns {
  if (!candidates.areTelling) return NOTHING_TOLD;
  const told = new Map<string, number | null>();
  for (const signature of candidates.possible) {
    for (const { key, pattern } of candidates.tellOf(signature)?.untold ?? []) {
      if (pattern === null) continue;
      const { outcome, sequence } = matchPattern(pattern, key, evidenceOfStrand(strand));
      const literalBytes = outcome === "matched" && sequence !== null ? sequence.literalBytes : null;
      told.set(patternOfKey(key, pattern.text), literalBytes);
    }
  }
  return told;
}

function mostTellingFirst(signatures: readonly CompiledSignature[]): readonly CompiledSignature[] {
  return [...signatures].sort((a, b) => b.mostLiteralBytes - a.mostLiteralBytes);
}

/** Those that could say as much as a match that rests on so many literal bytes. */
function rivalsOf(
  best: CompiledSignature,
  literalBytes: number,
  signatures: readonly CompiledSignature[],
): readonly CompiledSignature[] {
  return signatures.filter((other) => other !== best && other.mostLiteralBytes >= literalBytes);
}

/**
 * Literal bytes that a match rests on at least; null where the signature does not match. Exemplars are read for what is
 * required and masks do not tell, and for nothing else.
 */
function certainLiterals(signature: CompiledSignature, strand: StrandView, candidates: Candidates): number | null {
  const told = candidates.tellOf(signature);
  if (told === null) return null;
  let { literalBytes } = told;
  for (const field of told.untold) {
    const { outcome, sequence } = matchField(signature, field, evidenceOfStrand(strand));
    if (outcome !== "matched" || sequence === null) return null;
    literalBytes += sequence.literalBytes;
  }
  return literalBytes;
}

/** False where no exemplar has what is required: then the signature matches neither it nor the strand. */
function mayReadMessage(signature: CompiledSignature, strand: StrandView, candidates: Candidates): boolean {
  const open = candidates.openTo(signature);
  return strand.exemplars.some((exemplar) => {
    const evidence = evidenceOfExemplar(exemplar, strand);
    return open.every(({ key, pattern }) => matchPattern(pattern, key, evidence).outcome === "matched");
  });
}
