import { type AlignableValue, alignableValue, alignment, holdsOwnWord, tellsSomething } from "./alignment.ts";
import type { Evidence } from "./evidence.ts";
import { lacksVariation, matchPattern } from "./field-match.ts";
import type { Pattern } from "./pattern.ts";
import { bindMethod, type Sequence } from "./sequence.ts";
import type { CompiledSignature, SignatureField } from "./signature.ts";

/** What one field earns. */
export interface Credit {
  /** 0 to 1. */
  readonly share: number;
  /** The field agrees altogether and holds a word of the tool's own. */
  readonly ownWord: boolean;
}

/** A key that is merely there. */
const PRESENCE: Credit = { share: 0.5, ownWord: false };
const NOTHING: Credit = { share: 0, ownWord: false };
/** A field that agrees in part earns less than the part, and little parts, which chance gives, hardly anything. */
const PARTIAL_SHARE = 0.9;
const OPEN_GAP_COST = 0.1;
const LEAST_SHARE = 0.5;
/** Class and length of a varying value tell something. */
const BOUNDED_GAP_SHARE = 0.75;

/** What the fields of any signature earn against one strand. Patterns and values are compared once each. */
export class FieldCredits {
  private readonly evidence: Evidence;
  private readonly byPattern = new Map<string, Credit>();
  private readonly byKey = new Map<string, Typical | undefined>();

  constructor(evidence: Evidence) {
    this.evidence = evidence;
  }

  /** What one field of a signature earns. */
  of(signature: CompiledSignature, field: SignatureField): Credit {
    const { key, likelyPattern } = field;
    if (!this.evidence.has(key) || lacksVariation(signature, key, this.evidence)) return NOTHING;
    // That a field varies as it should is as telling as a constant that agrees.
    if (signature.definition.varies.includes(key) && this.evidence.pieces > 1) return { share: 1, ownWord: false };
    if (likelyPattern === null) return PRESENCE;
    const known = `${key}\n${likelyPattern.text}`;
    const credit = this.byPattern.get(known) ?? this.ofPattern(likelyPattern, key);
    this.byPattern.set(known, credit);
    return field.pattern === null && credit.share < PRESENCE.share ? PRESENCE : credit;
  }

  private ofPattern(pattern: Pattern, key: string): Credit {
    const { outcome, sequence } = matchPattern(pattern, key, this.evidence);
    if (outcome === "matched" && sequence !== null) {
      const literals = sequence.elements.filter((element) => element.kind === "literal");
      const ownWord = literals.some(({ text }) => holdsOwnWord(text, literals.length === sequence.elements.length));
      return { share: fullShare(sequence, key, this.evidence), ownWord };
    }
    const typical = this.byKey.get(key) ?? typicalValue(this.evidence, key);
    this.byKey.set(key, typical);
    if (typical === undefined) return NOTHING;
    const shares = pattern.sequences.filter(saysSomething).map((candidate) => {
      const agreed = alignment(bindMethod(candidate, typical.method), typical.value);
      return shareOfClosed(candidate) * agreed ** 2;
    });
    return { share: PARTIAL_SHARE * Math.max(0, ...shares), ownWord: false };
  }
}

/** One value of a key that is laid beside patterns. */
interface Typical {
  readonly value: AlignableValue;
  readonly method: string | null;
}

/** The least value by bytes, tokens and method among the exemplars, whatever order they come in. */
function typicalValue(evidence: Evidence, key: string): Typical | undefined {
  const masks = evidence.key(key)?.masks ?? null;
  let least: { readonly typical: Typical; readonly rank: string } | undefined;
  for (const exemplar of evidence.exemplars) {
    const field = exemplar.fields.get(key);
    if (field === undefined) continue;
    const { portsEqual, addressesEqual } = exemplar;
    const value = alignableValue(field, masks, { portsEqual, addressesEqual });
    const method = exemplar.fields.get(":method")?.raw ?? null;
    const rank = JSON.stringify([field.raw, value.symbols, method, portsEqual, addressesEqual]);
    if (least === undefined || rank < least.rank) least = { typical: { value, method }, rank };
  }
  return least?.typical;
}

/** What a field earns that agrees altogether: less the more of it is left open, little where nothing is said. */
function fullShare(sequence: Sequence, key: string, evidence: Evidence): number {
  if (saysSomething(sequence)) return shareOfClosed(sequence);
  const distinct = evidence.key(key)?.distinctValues ?? 1;
  if (sequence.literalBytes > 0) return LEAST_SHARE;
  if (distinct === 1 && evidence.pieces >= 5) return 0;
  const fromList = sequence.elements.every((element) => element.kind === "gap" && element.gapClass === "agent");
  if (fromList) return distinct > 1 ? 1 : LEAST_SHARE;
  return openGaps(sequence) > 0 ? LEAST_SHARE : BOUNDED_GAP_SHARE;
}

/** Gaps of any length take what is not there to agree, so each lessens the credit. */
function shareOfClosed(sequence: Sequence): number {
  return Math.max(LEAST_SHARE, 1 - OPEN_GAP_COST * openGaps(sequence));
}

function openGaps(sequence: Sequence): number {
  return sequence.elements.filter((element) => element.kind === "gap" && element.max === Number.POSITIVE_INFINITY)
    .length;
}

function saysSomething(sequence: Sequence): boolean {
  if (sequence.tokens > 0 || sequence.namesMethod) return true;
  return sequence.elements.some((element) => element.kind === "literal" && tellsSomething(element.text));
}
