import {
  classesOfGap,
  classOfSymbol,
  coveringClass,
  DIGIT,
  LOWER_A_F,
  LOWER_G_Z,
  OTHER,
  UPPER_A_F,
  UPPER_G_Z,
} from "../../fingerprint/byte-classes.ts";
import type { KeyState } from "../../fingerprint/key-state.ts";
import { isToken, tokenName } from "../../fingerprint/symbols.ts";
import { type Gap, type Template, type TemplatePart, templateOf } from "../../fingerprint/template.ts";
import { distinctValues } from "../../fingerprint/value-state.ts";
import { escapeLiteral, parsePattern } from "../pattern.ts";

/** From this many different values on, what they have in common is no accident, and lengths have been seen. */
const VALUES_TO_TRUST = 20;
/** Fewer than this say hardly anything. */
const VALUES_TO_HINT = 5;
/** Numbers of one length lose their leading zeros once in ten or sixteen: so many have shown whether they do. */
const VALUES_TO_FIX_NUMBERS = 64;
/** By how much numbers that were all of one length may be shorter until then. */
const LOST_DIGITS = 2;
/** So many symbols of a smaller class are no accident of a larger one: of 20 hex digits one is a letter, nearly always. */
const SYMBOLS_TO_TRUST_CLASS = 20;

const WORD = DIGIT | LOWER_A_F | LOWER_G_Z | UPPER_A_F | UPPER_G_Z;
/** A date as RFC 1123 has it. */
const DATE_LENGTH = 29;
const ANYTHING = "{*:any}";

/**
 * The pattern for the values of one key, from the template of all that was seen. Constants are literals and tokens. The
 * fewer different values there were, the less of them is believed: short constants inside or beside a gap are taken for
 * accidents, classes are widened, lengths are left open. Leading digits that agree belong to the number behind them: it
 * is a clock or a counter. Numbers of several lengths may be shorter than any seen; words may be of any length.
 *
 * @param pieces messages of the strands that were chosen that are not retransmissions
 */
export function patternOfValues(key: string, state: KeyState, pieces: number): string {
  const distinct = Math.min(distinctValues(state.tokenised), pieces);
  const template = joinGaps(absorbAccidents(templateOf(state), distinct));
  if (key === "date" && isDate(template)) return `{${DATE_LENGTH}:date}`;
  const text = template
    .map((part) => (part.kind === "gap" ? gapText(part, distinct) : constantText(part.symbols)))
    .join("");
  const joined = text.replaceAll(/(?:\{\*:any\}){2,}/g, ANYTHING);
  return parsePattern(joined).ok ? joined : ANYTHING;
}

function isDate(template: Template): boolean {
  let shortest = 0;
  let longest = 0;
  for (const part of template) {
    shortest += part.kind === "gap" ? part.shortest : part.symbols.length;
    longest += part.kind === "gap" ? part.longest : part.symbols.length;
  }
  return shortest === DATE_LENGTH && longest === DATE_LENGTH && template.some(({ kind }) => kind === "gap");
}

/** Tokens as `{Name}`. The tool's first target is another in each run: anything. */
function constantText(symbols: string): string {
  let text = "";
  for (let i = 0; i < symbols.length; i += 1) {
    const symbol = symbols.charCodeAt(i);
    const name = isToken(symbol) ? tokenName(symbol) : undefined;
    if (name === undefined) text += escapeLiteral(symbols.charAt(i));
    else text += name.startsWith("First") ? ANYTHING : `{${name}}`;
  }
  return text;
}

function gapText(gap: Gap, distinct: number): string {
  const { shortest, longest } = gap;
  const name = coveringClass(gap.classes);
  // Lengths of templates count symbols, and a token is one: where tokens may be, nothing is known of bytes.
  if ((gap.classes & OTHER) !== 0) return ANYTHING;
  const isFixed = shortest === longest;
  if (name === "any") return isFixed && distinct >= VALUES_TO_TRUST ? `{${longest}:any}` : ANYTHING;
  const gapClass = distinct * shortest >= SYMBOLS_TO_TRUST_CLASS ? name : "alnum";
  const isNumber = gapClass === "dec" || gapClass === "hex";
  if (isFixed && distinct >= (isNumber ? VALUES_TO_FIX_NUMBERS : VALUES_TO_TRUST)) return `{${longest}:${gapClass}}`;
  if (!isNumber) return isFixed && distinct >= VALUES_TO_HINT ? `{${longest}:${gapClass}}` : `{*:${gapClass}}`;
  const isHinted = isFixed && distinct >= VALUES_TO_HINT;
  const least = isHinted ? Math.max(1, shortest - LOST_DIGITS) : Math.min(1, shortest);
  const most = isHinted || distinct >= VALUES_TO_TRUST ? longest : longest + Math.max(LOST_DIGITS, longest - shortest);
  return `{${least}-${most}:${gapClass}}`;
}

/** Most symbols of a constant inside or beside a gap that may be an accident. */
function longestAccident(distinct: number): number {
  if (distinct >= VALUES_TO_TRUST) return 0;
  return distinct < VALUES_TO_HINT ? 2 : 1;
}

/** The template with those symbols of its constants in gaps that may stand there by accident. */
function absorbAccidents(template: Template, distinct: number): TemplatePart[] {
  const most = longestAccident(distinct);
  return template.flatMap((part, index): TemplatePart[] => {
    if (part.kind === "gap") return [part];
    const before = gapAt(template, index - 1);
    const after = gapAt(template, index + 1);
    const { symbols } = part;
    if (before !== null && after !== null) return absorbIslands(symbols, before, after, most);
    return absorbEdges(symbols, before, after, most);
  });
}

/** Words between two gaps: short ones may be accidents, what stands between them is not. */
function absorbIslands(symbols: string, before: Gap, after: Gap, most: number): TemplatePart[] {
  const pieces = symbols.match(/[0-9A-Za-z]+|[^0-9A-Za-z]+/g) ?? [];
  if (!pieces.some((piece) => isWord(piece) && piece.length <= most)) return absorbEdges(symbols, before, after, most);
  return pieces.map((piece) =>
    isWord(piece) && piece.length <= most ? gapOf(piece) : { kind: "constant", symbols: piece },
  );
}

/** What stands beside a gap and is of its class. */
function absorbEdges(symbols: string, before: Gap | null, after: Gap | null, most: number): TemplatePart[] {
  const head = before === null ? 0 : accidentLength([...symbols], before, most);
  const rest = symbols.slice(head);
  const tail =
    after === null ? 0 : Math.max(accidentLength([...rest].reverse(), after, most), leadingDigits(rest, after));
  const kept = rest.slice(0, rest.length - tail);
  return [
    ...(head > 0 ? [gapOf(symbols.slice(0, head))] : []),
    ...(kept.length > 0 ? [{ kind: "constant", symbols: kept } as const] : []),
    ...(tail > 0 ? [gapOf(rest.slice(kept.length))] : []),
  ];
}

function gapAt(template: Template, index: number): Gap | null {
  const part = template[index];
  return part?.kind === "gap" ? part : null;
}

/** How many symbols next to a gap are of its class, where they are few enough to be there by accident. */
function accidentLength(fromGap: readonly string[], gap: Gap, most: number): number {
  const classes = classesOfGap(coveringClass(gap.classes));
  if (coveringClass(gap.classes) === "any") return 0;
  const end = fromGap.findIndex((symbol) => (classOfSymbol(symbol.charCodeAt(0)) & ~classes) !== 0);
  const length = end < 0 ? fromGap.length : end;
  return length <= most ? length : 0;
}

/** Digits at the end of a constant that begin the number in the gap behind it. */
function leadingDigits(constant: string, gap: Gap): number {
  if (coveringClass(gap.classes) !== "dec") return 0;
  const digits = /(?<![0-9A-Za-z])[0-9]+$/.exec(constant);
  return digits === null ? 0 : digits[0].length;
}

function isWord(symbols: string): boolean {
  return [...symbols].every((symbol) => (classOfSymbol(symbol.charCodeAt(0)) & ~WORD) === 0);
}

function gapOf(symbols: string): Gap {
  let classes = 0;
  for (let i = 0; i < symbols.length; i += 1) classes |= classOfSymbol(symbols.charCodeAt(i));
  return { kind: "gap", shortest: symbols.length, longest: symbols.length, classes };
}

/** Neighbouring gaps as one. */
function joinGaps(parts: readonly TemplatePart[]): TemplatePart[] {
  const joined: TemplatePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === "gap" && last?.kind === "gap") {
      joined[joined.length - 1] = {
        kind: "gap",
        shortest: last.shortest + part.shortest,
        longest: last.longest + part.longest,
        classes: last.classes | part.classes,
      };
    } else joined.push(part);
  }
  return joined;
}
