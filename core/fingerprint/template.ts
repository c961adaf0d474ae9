import { coveringClass, type GapClass } from "./byte-classes.ts";
import { type KeyState, type ReplacedTexts, splitReplacedText } from "./key-state.ts";
import { isToken, type TokenName, tokenName, tokenSymbol, VARYING } from "./symbols.ts";
import { type MaskWithClasses, maskOf } from "./value-state.ts";

/** A piece of a template: symbols that all values share at this place, or a gap. */
export type TemplatePart = { readonly kind: "constant"; readonly symbols: string } | Gap;

/** A stretch in which values differ: its length in symbols and the smallest class that covers it. */
export interface Gap {
  readonly kind: "gap";
  readonly shortest: number;
  readonly longest: number;
  readonly class: GapClass;
}

/** What the values of one key have in common (spec section 4, step 4). */
export type Template = readonly TemplatePart[];

const ENCODED_TARGET = String.fromCharCode(tokenSymbol("DestIP:hexascii"), tokenSymbol("DestPort:hexascii"));

/** The template of a key: of the tokenised values, or of the raw ones where those vary at fewer positions. */
export function templateOf(state: KeyState): Template {
  const mask = maskOf(state.tokenised);
  const tokenised = partsOf(mask);
  if (state.raw === null) return tokenised;
  const raw = partsOf(maskOf(state.raw));
  if (varyingPositions(raw) >= varyingPositions(tokenised)) return oneGapBehindTarget(tokenised, mask);
  return nameAddresses(nameAddresses(raw, state.destinations, firstTargetToken), state.sources, sourceToken);
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

function formatGap(gap: Gap): string {
  const length = gap.shortest === gap.longest ? `${gap.shortest}` : `${gap.shortest}-${gap.longest}`;
  return `${length}:${gap.class}`;
}

function partsOf(mask: MaskWithClasses): TemplatePart[] {
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
    if (varies) parts.push({ kind: "gap", shortest: length, longest: length, class: coveringClass(classes) });
    else parts.push({ kind: "constant", symbols: symbolsOf(mask.left.subarray(start, end)) });
    start = end;
  }
  return parts;
}

function partsOfUnequalLengths(mask: MaskWithClasses): TemplatePart[] {
  const prefix = constantRun(mask.left, mask.shortest);
  const suffix = constantRun(mask.right, mask.shortest - prefix);
  const constant = (symbols: string): TemplatePart[] => (symbols === "" ? [] : [{ kind: "constant", symbols }]);
  return [
    ...constant(symbolsOf(mask.left.subarray(0, prefix))),
    gapBetween(mask, prefix, suffix),
    ...constant(symbolsOf(mask.right.subarray(0, suffix).slice().reverse())),
  ];
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
  return { kind: "gap", shortest, longest, class: coveringClass(classes) };
}

function constantRun(mask: Uint16Array, limit: number): number {
  let length = 0;
  while (length < limit && mask[length] !== VARYING) length += 1;
  return length;
}

function symbolsOf(codes: Uint16Array): string {
  return String.fromCharCode(...codes);
}

/**
 * Behind SIPVicious' encoded target comes a random number, itself encoded: a few packets would keep accidental
 * constants of it, so all of it is one gap.
 */
function oneGapBehindTarget(parts: Template, mask: MaskWithClasses): Template {
  let prefix = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === "gap") prefix += part.longest;
    else {
      const target = part.symbols.indexOf(ENCODED_TARGET);
      if (target >= 0 && hasFixedPlace(parts, index)) {
        const head = part.symbols.slice(0, target + ENCODED_TARGET.length);
        const kept = prefix + head.length;
        const tail = kept < mask.longest ? [gapBetween(mask, kept, 0)] : [];
        return [...parts.slice(0, index), { kind: "constant", symbols: head }, ...tail];
      }
      prefix += part.symbols.length;
    }
  }
  return parts;
}

/** Whether the place of a part is the same in all values: no gap of varying length before it. */
function hasFixedPlace(parts: readonly TemplatePart[], index: number): boolean {
  return parts.slice(0, index).every((part) => part.kind === "constant" || part.shortest === part.longest);
}

function varyingPositions(template: Template): number {
  return template.reduce((sum, part) => sum + (part.kind === "gap" ? part.longest : 0), 0);
}

/** The destination whose address stands in every packet is the first one the tool was given (SIPPTS). */
function firstTargetToken(name: TokenName): TokenName {
  return name.replace("DestIP", "FirstDestIP") as TokenName;
}

function sourceToken(name: TokenName): TokenName {
  return name;
}

/** Puts a token in place of addresses that some packet tokenised; the literal would leak the telescope. */
function nameAddresses(template: Template, texts: ReplacedTexts, rename: (name: TokenName) => TokenName): Template {
  if (texts === "many") return template;
  return template.map((part) => {
    if (part.kind === "gap") return part;
    let { symbols } = part;
    for (const entry of texts) {
      const { token, text } = splitReplacedText(entry);
      const symbol = String.fromCharCode(tokenSymbol(rename(tokenName(token) as TokenName)));
      symbols = replaceWhole(symbols, text, symbol);
    }
    return { kind: "constant", symbols };
  });
}

/** Replaces a text where neither a digit nor a letter touches it. */
function replaceWhole(symbols: string, text: string, replacement: string): string {
  let result = "";
  let next = 0;
  for (let at = symbols.indexOf(text); at >= 0; at = symbols.indexOf(text, at + 1)) {
    if (at < next || /[0-9A-Za-z]/.test(symbols.charAt(at - 1) + symbols.charAt(at + text.length))) continue;
    result += symbols.slice(next, at) + replacement;
    next = at + text.length;
  }
  return result + symbols.slice(next);
}
