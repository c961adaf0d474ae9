import { classOfSymbol, coveringClass } from "./byte-classes.ts";
import type { KeyState, ReplacedText } from "./key-state.ts";
import { isToken, type TokenName, tokenName, tokenSymbol, VARYING } from "./symbols.ts";
import { boundaryOf, standsAlone } from "./token-boundary.ts";
import type { MaskWithClasses } from "./value-mask.ts";
import { maskOf, onlyValue, type ValueState } from "./value-state.ts";

/** A piece of a template: symbols that all values share at this place, or a gap. */
export type TemplatePart = { readonly kind: "constant"; readonly symbols: string } | Gap;

/** A stretch in which values differ: its length in symbols and what they are. */
export interface Gap {
  readonly kind: "gap";
  readonly shortest: number;
  readonly longest: number;
  /** Byte classes of its symbols, as bits. */
  readonly classes: number;
}

/** What the values of one key have in common (spec section 4, step 4). */
export type Template = readonly TemplatePart[];

const ENCODED_TARGET = String.fromCharCode(tokenSymbol("DestIP:hexascii"), tokenSymbol("DestPort:hexascii"));

/** The template of a key: of the tokenised values, or of the raw ones where those vary at fewer positions. */
export function templateOf(state: KeyState): Template {
  const tokenised = partsOf(state.tokenised);
  if (state.raw === null) return tokenised;
  const raw = partsOf(state.raw);
  const named = varyingPositions(raw) < varyingPositions(tokenised) ? withNamedAddresses(raw, state) : undefined;
  return named ?? oneGapBehindTarget(tokenised);
}

/** The template in the notation that is hashed: every gap is `{*}`. */
export function formatHashedTemplate(template: Template): string {
  return template.map((part) => (part.kind === "gap" ? "{*}" : escapeSymbols(part.symbols))).join("");
}

/** The template as shown: gaps with length and class, as `{10:dec}` or `{21-25:dec}`. */
export function formatShownTemplate(template: Template): string {
  return template.map((part) => (part.kind === "gap" ? `{${formatGap(part)}}` : escapeSymbols(part.symbols))).join("");
}

/** Bytes outside 0x20-0x7e and `{`, `}`, `\` as `\xNN`, tokens as `{Name}`. */
export function escapeSymbols(symbols: string): string {
  if (NOTHING_TO_ESCAPE.test(symbols)) return symbols;
  let text = "";
  for (let i = 0; i < symbols.length; i += 1) {
    const symbol = symbols.charCodeAt(i);
    if (isToken(symbol)) text += `{${tokenName(symbol)}}`;
    else if (symbol < 0x20 || symbol > 0x7e || symbol === 0x7b || symbol === 0x7d || symbol === 0x5c) {
      text += `\\x${symbol.toString(16).padStart(2, "0")}`;
    } else text += symbols.charAt(i);
  }
  return text;
}

const NOTHING_TO_ESCAPE = /^[ -[\]-z|~]*$/;

function formatGap(gap: Gap): string {
  const length = gap.shortest === gap.longest ? `${gap.shortest}` : `${gap.shortest}-${gap.longest}`;
  return `${length}:${coveringClass(gap.classes)}`;
}

function partsOf(state: ValueState): TemplatePart[] {
  const value = onlyValue(state);
  if (value !== null) return value === "" ? [] : [{ kind: "constant", symbols: value }];
  const mask = maskOf(state);
  return mask.shortest === mask.longest ? partsOfEqualLengths(mask) : partsOfUnequalLengths(mask);
}

function partsOfEqualLengths(mask: MaskWithClasses): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let start = 0;
  while (start < mask.shortest) {
    const varies = mask.left[start] === VARYING;
    let end = start;
    let classes = 0;
    while (end < mask.shortest && (mask.left[end] === VARYING) === varies) {
      classes |= mask.leftClasses[end] as number;
      end += 1;
    }
    const length = end - start;
    if (varies) parts.push({ kind: "gap", shortest: length, longest: length, classes });
    else parts.push({ kind: "constant", symbols: symbolsOf(mask.left.subarray(start, end)) });
    start = end;
  }
  return parts;
}

function partsOfUnequalLengths(mask: MaskWithClasses): TemplatePart[] {
  const { prefix } = mask;
  const suffixLength = Math.min(mask.suffix.length, mask.shortest - prefix.length);
  const suffix = mask.suffix.slice(mask.suffix.length - suffixLength);
  const constant = (symbols: string): TemplatePart[] => (symbols === "" ? [] : [{ kind: "constant", symbols }]);
  return [...constant(prefix), gapBetween(mask, prefix.length, suffixLength), ...constant(suffix)];
}

function gapBetween(mask: MaskWithClasses, prefix: number, suffix: number): Gap {
  const shortest = mask.shortest - prefix - suffix;
  const longest = mask.longest - prefix - suffix;
  // Classes are known by position from either end. Where a long gap has a middle that neither end reaches, only the
  // classes of whole values are safe.
  let classes = longest > 2 * shortest ? mask.classes : 0;
  for (let i = 0; i < shortest; i += 1) {
    classes |= (mask.leftClasses[prefix + i] as number) | (mask.rightClasses[suffix + i] as number);
  }
  return { kind: "gap", shortest, longest, classes };
}

function symbolsOf(codes: Uint16Array): string {
  return String.fromCharCode(...codes);
}

/**
 * Behind SIPVicious' encoded target comes a random number, itself encoded: a few packets would keep accidental
 * constants of it, so all of it is one gap.
 */
function oneGapBehindTarget(parts: Template): Template {
  const index = parts.findIndex((part) => part.kind === "constant" && part.symbols.includes(ENCODED_TARGET));
  const part = parts[index];
  if (part?.kind !== "constant") return parts;
  const kept = part.symbols.indexOf(ENCODED_TARGET) + ENCODED_TARGET.length;
  const head: TemplatePart = { kind: "constant", symbols: part.symbols.slice(0, kept) };
  const rest: TemplatePart = { kind: "constant", symbols: part.symbols.slice(kept) };
  return [...parts.slice(0, index), head, ...oneGap([rest, ...parts.slice(index + 1)])];
}

/** One gap in place of all parts; none where they are empty. */
function oneGap(parts: Template): Gap[] {
  let shortest = 0;
  let longest = 0;
  let classes = 0;
  for (const part of parts) {
    const isGap = part.kind === "gap";
    shortest += isGap ? part.shortest : part.symbols.length;
    longest += isGap ? part.longest : part.symbols.length;
    classes |= isGap ? part.classes : classesOf(part.symbols);
  }
  return longest === 0 ? [] : [{ kind: "gap", shortest, longest, classes }];
}

function classesOf(symbols: string): number {
  let classes = 0;
  for (let i = 0; i < symbols.length; i += 1) classes |= classOfSymbol(symbols.charCodeAt(i));
  return classes;
}

function varyingPositions(template: Template): number {
  return template.reduce((sum, part) => sum + (part.kind === "gap" ? part.longest : 0), 0);
}

/**
 * The raw template with a token in place of every address that some packet tokenised. A destination that stands in
 * every packet is the first one the tool was given (SIPPTS); the literal would leak the telescope. So would what is
 * left of destinations that do not stand whole in the template: then there is none.
 */
function withNamedAddresses(raw: Template, state: KeyState): Template | undefined {
  if (state.destinations === "many") return undefined;
  let template: Template | undefined = raw;
  // In a gap beside it may stand anything, a digit too.
  for (const entry of state.destinations) template &&= nameAddress(template, entry, firstTargetToken, "0");
  // All packets have this source: what looks like it is taken for it.
  for (const entry of state.sources === "many" ? [] : state.sources) {
    template &&= nameAddress(template, entry, (name) => name, "") ?? template;
  }
  return template;
}

function firstTargetToken(name: TokenName): TokenName {
  return name.replace("DestIP", "FirstDestIP") as TokenName;
}

/**
 * The template with a replaced text as token, or undefined when the text stands whole nowhere.
 *
 * @param gapText what to take for the content of a gap beside the text
 */
function nameAddress(
  template: Template,
  { token, text }: ReplacedText,
  rename: (name: TokenName) => TokenName,
  gapText: string,
): Template | undefined {
  const name = tokenName(token) as TokenName;
  const symbol = String.fromCharCode(tokenSymbol(rename(name)));
  const boundary = boundaryOf(name, text);
  let found = false;
  const named = template.map((part, index): TemplatePart => {
    if (part.kind === "gap") return part;
    const before = index > 0 ? gapText : "";
    const after = index < template.length - 1 ? gapText : "";
    const isWhole = (start: number, end: number) =>
      standsAlone(before + part.symbols + after, before.length + start, before.length + end, boundary);
    const symbols = replaceWhere(part.symbols, text, symbol, isWhole);
    found ||= symbols !== part.symbols;
    return { kind: "constant", symbols };
  });
  return found ? named : undefined;
}

function replaceWhere(
  symbols: string,
  text: string,
  replacement: string,
  accept: (start: number, end: number) => boolean,
): string {
  let result = "";
  let next = 0;
  for (let at = symbols.indexOf(text); at >= 0; at = symbols.indexOf(text, at + 1)) {
    if (at < next || !accept(at, at + text.length)) continue;
    result += symbols.slice(next, at) + replacement;
    next = at + text.length;
  }
  return result + symbols.slice(next);
}
