import type { StrandView } from "../../fingerprint/strand-view.ts";
import { holdsOwnWord } from "../alignment.ts";
import { methodFits, orderFits, spellingFits } from "../assess.ts";
import { MOST_KEYS, readingOfPattern } from "../candidates.ts";
import { USUAL_KEYS } from "../compatible.ts";
import { type Evidence, evidenceOfStrand } from "../evidence.ts";
import { lacksVariation, matchField } from "../field-match.ts";
import type { CompiledSignature, SignatureField } from "../signature.ts";
import type { ChoiceSet } from "./smallest-cover.ts";

/** What a signature may ask of a strand. */
export type Separator =
  | { readonly kind: "field"; readonly key: string }
  /** The method is one of those that were seen. */
  | { readonly kind: "method" }
  /** One-letter header names. */
  | { readonly kind: "spelling" }
  /** The order of header fields is one of those that were seen. */
  | { readonly kind: "order" }
  /** The key shows two values or more. */
  | { readonly kind: "varies"; readonly key: string }
  | { readonly kind: "absent"; readonly key: string };

/** What a field's pattern is made of. */
export type FieldKind = "constant" | "tokens" | "gaps" | "anything";

/** What the pattern of a field says. */
export interface FieldStrength {
  readonly kind: FieldKind;
  /** It holds a word the tool's author chose; values of a few keys are alike in many tools. */
  readonly ownWord: boolean;
  readonly literalBytes: number;
}

/** Field by field what a pattern without alternatives rests on. */
export function strengthOf(field: SignatureField): FieldStrength {
  const sequence = field.pattern?.sequences[0];
  if (sequence === undefined) return { kind: "anything", ownWord: false, literalBytes: 0 };
  const { elements, literalBytes, tokens } = sequence;
  const isConstant = elements.every((element) => element.kind === "literal");
  const ownWord =
    !USUAL_KEYS.has(field.key) &&
    elements.some((element) => element.kind === "literal" && holdsOwnWord(element.text, isConstant));
  const open = literalBytes === 0 && elements.every((element) => element.kind !== "gap" || element.gapClass === "any");
  const hasGap = elements.some((element) => element.kind === "gap");
  const kind = isConstant ? "constant" : !hasGap ? "tokens" : open && tokens === 0 ? "anything" : "gaps";
  return { kind, ownWord, literalBytes };
}

/**
 * How little a field is wanted as a required one: words of the tool's own first, then what says little; of each,
 * constants, then tokens, then gaps; of what is alike in that, last the keys that name a transaction.
 */
export function costOf(key: string, { kind, ownWord }: FieldStrength): number {
  if (kind === "anything") return 6;
  const place = kind === "constant" ? 0 : kind === "tokens" ? 1 : 2;
  return (ownWord ? place : 3 + place) + (NAMES_TRANSACTION.test(key) ? 0.5 : 0);
}

/** RFC 3261 sections 8.1.1.4 and 8.1.1.7: to be drawn anew for each request. What stays the same may be so in one run only. */
const NAMES_TRANSACTION = /^(?:via|call-id)(?:#|$)/;

/**
 * Tells which separators keep a strand, or one of its messages, out.
 *
 * @param draft the new signature with all that it could ask for
 */
export class SeparatorTest {
  private readonly draft: CompiledSignature;
  /** Asks for a known order, and for nothing that has to vary: those are separators of their own. */
  private readonly still: CompiledSignature;
  private readonly separators: readonly Separator[];
  private readonly fields: ReadonlyMap<string, SignatureField>;

  constructor(draft: CompiledSignature, separators: readonly Separator[]) {
    this.draft = draft;
    this.still = { ...draft, definition: { ...draft.definition, varies: [], orderRequired: true } };
    this.separators = separators;
    this.fields = new Map(draft.fields.map((field) => [field.key, field]));
  }

  /** Those among some that keep it out, as bits in the order of all separators. */
  rejecting(evidence: Evidence, places: readonly number[]): ChoiceSet {
    let set = 0n;
    for (const place of places) {
      if (!this.accepts(this.separators[place] as Separator, evidence)) set |= 1n << BigInt(place);
    }
    return set;
  }

  /**
   * What masks alone tell of a strand: the separators that keep it and all its messages out, and those of which only
   * reading the messages can tell.
   */
  toldByMasks(view: StrandView): { readonly rejecting: ChoiceSet; readonly untold: readonly number[] } {
    const evidence = evidenceOfStrand(view);
    const untold: number[] = [];
    let rejecting = 0n;
    for (const [place, separator] of this.separators.entries()) {
      const told = this.acceptsByMasks(separator, view, evidence);
      if (told === null) untold.push(place);
      else if (!told) rejecting |= 1n << BigInt(place);
    }
    return { rejecting, untold };
  }

  /** Null where masks do not tell, or not the same of the strand and of each message. */
  private acceptsByMasks(separator: Separator, view: StrandView, evidence: Evidence): boolean | null {
    if (view.keys.size >= MOST_KEYS) return null;
    switch (separator.kind) {
      case "field": {
        const { pattern } = this.fields.get(separator.key) as SignatureField;
        const key = view.keys.get(separator.key);
        if (key === undefined || pattern === null) return false;
        const { possible, literalBytes } = readingOfPattern(pattern, key.tokenised, view.method);
        if (!possible) return false;
        return literalBytes !== null && key.mandatory && view.method !== null ? true : null;
      }
      case "method":
        return view.method === null ? null : methodFits(this.draft, evidence);
      case "absent": {
        const key = view.keys.get(separator.key);
        return key === undefined ? true : key.mandatory ? false : null;
      }
      case "varies":
        return view.keys.get(separator.key)?.mandatory === false ? null : this.accepts(separator, evidence);
      case "spelling":
      case "order":
        return this.accepts(separator, evidence);
    }
  }

  /** Whether evidence has what one separator asks for. */
  accepts(separator: Separator, evidence: Evidence): boolean {
    switch (separator.kind) {
      case "field": {
        const field = this.fields.get(separator.key) as SignatureField;
        return matchField(this.still, field, evidence).outcome === "matched";
      }
      case "method":
        return methodFits(this.draft, evidence);
      case "spelling":
        return spellingFits(this.draft, evidence);
      case "order":
        return orderFits(this.still, evidence);
      case "varies":
        return !lacksVariation(this.draft, separator.key, evidence);
      case "absent":
        return !evidence.has(separator.key);
    }
  }
}
