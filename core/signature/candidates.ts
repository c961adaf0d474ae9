import { type Mask, patternOfKey, type StrandOutline } from "../fingerprint/strand-view.ts";
import { longestOwnWord } from "./alignment.ts";
import { methodFits, orderFits, spellingFits } from "./assess.ts";
import { EvidenceOfOutline, type OutlineEvidence } from "./evidence.ts";
import { lacksVariation } from "./field-match.ts";
import { type LaidSequence, laySequence, readingOfMask } from "./mask-reading.ts";
import type { Pattern } from "./pattern.ts";
import { bindMethod, type PatternElement } from "./sequence.ts";
import type { CompiledSignature, SignatureField } from "./signature.ts";

/** Strands of so many keys may have lost some (spec section 4, step 3), which their messages still have. */
export const MOST_KEYS = 256;
/** Methods that patterns are kept laid out for: a flood may have any number. */
const MOST_METHODS = 32;

/** Constants of one key for which answers are kept. */
const MOST_CONSTANTS = 256;

/** What a match of a signature rests on, as far as masks tell. */
interface Told {
  /** Literal bytes of the fields whose values are all read: at least so many. */
  readonly literalBytes: number;
  /** Fields of which the messages must tell. */
  readonly untold: readonly SignatureField[];
}

/**
 * What can be said of a strand by its masks alone, without reading its exemplars again, which is most of the work of
 * matching. It never says more than all messages do: signatures that are left out match neither the strand nor a message
 * of it, and what is told holds.
 */
export class Candidates {
  /** Signatures that may match the strand or a message of it; the others do not. */
  readonly possible: readonly CompiledSignature[];
  /** Whether masks can tell what the strand is named: not where it was cut, mixes methods, or may have lost keys. */
  readonly areTelling: boolean;
  private readonly signatures: readonly CompiledSignature[];
  private readonly strand: StrandOutline;
  private readonly evidence: OutlineEvidence;
  private readonly questions: Questions;
  /** By the number of the question. */
  private readonly answers: (Answer | undefined)[] = [];

  constructor(strand: StrandOutline, signatures: readonly CompiledSignature[]) {
    this.signatures = signatures;
    this.strand = strand;
    this.evidence = new EvidenceOfOutline(strand);
    this.questions = questionsOf(signatures);
    const hasAllKeys = strand.keys.size < MOST_KEYS;
    this.areTelling = hasAllKeys && strand.method !== null && !strand.cut;
    this.possible = hasAllKeys ? signatures.filter((signature, at) => this.isPossible(signature, at)) : signatures;
  }

  private isPossible(signature: CompiledSignature, at: number): boolean {
    const { strand, evidence } = this;
    if (strand.method !== null && !methodFits(signature, evidence)) return false;
    if (!spellingFits(signature, evidence) || !orderFits(signature, evidence)) return false;
    for (const key of signature.absent) if (strand.keys.get(key)?.mandatory) return false;
    for (const key of signature.definition.varies) {
      if (signature.definition.required.includes(key) && lacksVariation(signature, key, evidence)) return false;
    }
    for (const question of this.questions.required[at] as readonly number[]) {
      if (!this.answerTo(question).possible) return false;
    }
    return true;
  }

  /** What a match of one of the signatures rests on; null where it does not match the strand as a whole. */
  tellOf(signature: CompiledSignature): Told | null {
    const { strand, evidence } = this;
    for (const key of signature.absent) if (evidence.has(key)) return null;
    let literalBytes = 0;
    const untold: SignatureField[] = [];
    for (const field of signature.fields) {
      const { key, required, pattern } = field;
      if (lacksVariation(signature, key, evidence)) {
        if (required) return null;
        // Only a value that the pattern reads must have varied.
        untold.push(field);
        continue;
      }
      const isThere = strand.keys.get(key)?.mandatory === true && pattern !== null;
      if (required && !isThere) return null;
      const read = isThere ? this.answerTo(this.questions.numberOf(key, pattern)).literalBytes : null;
      const told = required && isThere && read === null ? strand.told.get(patternOfKey(key, pattern.text)) : read;
      if (told === undefined) untold.push(field);
      else if (required && told === null) return null;
      literalBytes += told ?? 0;
    }
    return { literalBytes, untold };
  }

  /** What one of the signatures requires, and masks do not show that all messages have it. */
  openTo(signature: CompiledSignature): readonly { readonly key: string; readonly pattern: Pattern }[] {
    const required = this.questions.required[this.signatures.indexOf(signature)] as readonly number[];
    return required
      .filter((question) => this.answerTo(question).literalBytes === null)
      .map((question) => this.questions.list[question] as Question);
  }

  private answerTo(question: number): Answer {
    const known = this.answers[question];
    if (known !== undefined) return known;
    const answer = this.answerAnew(this.questions.list[question] as Question);
    this.answers[question] = answer;
    return answer;
  }

  /** Strands of one tool have the same constants: about those each question is answered once. */
  private answerAnew({ key, pattern, namesMethod, ofConstants }: Question): Answer {
    const view = this.strand.keys.get(key);
    if (view === undefined) return NOT_THERE;
    const { method } = this.strand;
    const { onlyValue } = view;
    if (onlyValue === null) return readingOfPattern(pattern, view.tokenised, method);
    const answers = answersFor(ofConstants, namesMethod ? (method ?? "") : "");
    const known = answers.get(onlyValue);
    if (known !== undefined) return known;
    const answer = readingOfPattern(pattern, view.tokenised, method);
    if (answers.size === MOST_CONSTANTS) answers.clear();
    answers.set(onlyValue, answer);
    return answer;
  }
}

function answersFor(byMethod: Map<string, Map<string, Answer>>, method: string): Map<string, Answer> {
  const known = byMethod.get(method);
  if (known !== undefined) return known;
  if (byMethod.size === MOST_METHODS) byMethod.clear();
  const answers = new Map<string, Answer>();
  byMethod.set(method, answers);
  return answers;
}

/** What signatures ask of one key. */
interface Question {
  readonly key: string;
  readonly pattern: Pattern;
  readonly namesMethod: boolean;
  /** Answers by constant value, and by method where it matters. */
  readonly ofConstants: Map<string, Map<string, Answer>>;
}

/** What masks tell of the values of a key and a pattern. */
export interface Answer {
  /** False: no message has a value that the pattern reads. */
  readonly possible: boolean;
  /** Most literal bytes of a sequence that reads all values; null where no such one is certain. */
  readonly literalBytes: number | null;
}

const NOT_THERE: Answer = { possible: false, literalBytes: null };

/** Everything signatures ask: many ask the same, and each is answered once. */
interface Questions {
  readonly list: readonly Question[];
  /** Of each signature, what it requires: what tells most first. */
  readonly required: readonly (readonly number[])[];
  numberOf(key: string, pattern: Pattern): number;
}

const known = new WeakMap<readonly CompiledSignature[], Questions>();

function questionsOf(signatures: readonly CompiledSignature[]): Questions {
  const questions = known.get(signatures) ?? collectQuestions(signatures);
  known.set(signatures, questions);
  return questions;
}

function collectQuestions(signatures: readonly CompiledSignature[]): Questions {
  const list: Question[] = [];
  const numbers = new Map<Question, number>();
  const numberFor = (key: string, pattern: Pattern): number => {
    const question = questionAbout(key, pattern);
    const number = numbers.get(question) ?? list.push(question) - 1;
    numbers.set(question, number);
    return number;
  };
  const required = signatures.map(({ fields }) => {
    const asked: number[] = [];
    for (const { key, required: isRequired, pattern } of fields) {
      if (pattern === null) continue;
      const number = numberFor(key, pattern);
      if (isRequired) asked.push(number);
    }
    return asked.sort((a, b) => rarityOf(list[b] as Question) - rarityOf(list[a] as Question));
  });
  return { list, required, numberOf: (key, pattern) => numbers.get(questionAbout(key, pattern)) as number };
}

/** Libraries that have a pattern in common ask the same. */
const questions = new WeakMap<Pattern, Map<string, Question>>();

function questionAbout(key: string, pattern: Pattern): Question {
  const byKey = questions.get(pattern) ?? new Map<string, Question>();
  questions.set(pattern, byKey);
  const question = byKey.get(key) ?? { key, pattern, namesMethod: doesNameMethod(pattern), ofConstants: new Map() };
  byKey.set(key, question);
  return question;
}

function doesNameMethod({ sequences }: Pattern): boolean {
  return sequences.some(({ namesMethod }) => namesMethod);
}

/** How few values a pattern reads, roughly: by the longest word in it that is not merely SIP's grammar. */
function rarityOf({ pattern }: Question): number {
  const ofElement = (element: PatternElement) => (element.kind === "literal" ? longestOwnWord(element.text) : 0);
  return Math.min(...pattern.sequences.map(({ elements }) => Math.max(0, ...elements.map(ofElement))));
}

/** What the mask of a key's tokenised values tells of a pattern. Where the method is null, it proves nothing. */
export function readingOfPattern(pattern: Pattern, mask: Mask, method: string | null): Answer {
  let possible = false;
  let literalBytes: number | null = null;
  for (const laid of laidSequences(pattern, method)) {
    if (literalBytes !== null && laid.literalBytes <= literalBytes) continue;
    const reading = readingOfMask(laid, mask);
    if (reading !== "none") possible = true;
    if (reading === "all") ({ literalBytes } = laid);
  }
  return { possible, literalBytes };
}

/** Sequences that were laid out, by pattern and, where it matters, by method. */
const laidOut = new WeakMap<Pattern, Map<string, readonly LaidSequence[]>>();

function laidSequences(pattern: Pattern, method: string | null): readonly LaidSequence[] {
  const byMethod = laidOut.get(pattern) ?? new Map<string, readonly LaidSequence[]>();
  laidOut.set(pattern, byMethod);
  const name = doesNameMethod(pattern) ? (method ?? "") : "";
  const before = byMethod.get(name);
  if (before !== undefined) return before;
  const laid = pattern.sequences.map((sequence) => laySequence(bindMethod(sequence, method), sequence.literalBytes));
  if (byMethod.size < MOST_METHODS) byMethod.set(name, laid);
  return laid;
}
