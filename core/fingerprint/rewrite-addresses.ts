import { formatAddress, type IpAddress, parseAddress } from "../net/address.ts";
import { reverseNumbers } from "./four-numbers.ts";
import { codesOfIpv6, hexAscii } from "./sipvicious-code.ts";
import { standsAlone } from "./token-boundary.ts";

/** What addresses become, and which of those in a text are addresses. */
export interface AddressRewriting {
  map(address: IpAddress): IpAddress;
  /** The packet's own, which become tokens in any form: the destination first. */
  readonly own: readonly IpAddress[];
  /**
   * Whether an address that is not the packet's is one that must not stay; others belong to the tool's text. Numbers and
   * codes can be an address by chance.
   */
  isKnown(address: IpAddress, as: "text" | "number"): boolean;
}

/** A stretch of the text and what stands there instead. */
interface Rewritten {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const QUAD = /(?<!\d)(?=((?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3})(?!\d))/g;
const WORD = /[0-9A-Za-z]+/g;
const IPV6_RUN = /[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/g;
/** Below 1.0.0.0 the decimal form is a small number that means anything. */
const LEAST_DECIMAL = 0x1000000;
/** SIPVicious' code of an IPv4 address: each hex digit as the two of its ASCII code. */
const CODE = /^(?:3[0-9]|6[1-6]){8}$/;
const CODE_LENGTH = 16;

/**
 * The text with its addresses rewritten, in every form that becomes a token (spec section 4, step 2): dotted and in any
 * IPv6 text, reversed, as one hexadecimal or decimal number, and in SIPVicious' code. Each keeps its form.
 *
 * @param text latin-1 text that stands for bytes
 */
export function rewriteAddresses(text: string, rewriting: AddressRewriting): string {
  const found = [...quadsIn(text, rewriting), ...ipv6In(text, rewriting), ...wordsIn(text, rewriting)];
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let result = "";
  let next = 0;
  for (const { start, end, text: replacement } of found) {
    if (start < next) continue;
    result += text.slice(next, start) + replacement;
    next = end;
  }
  return result + text.slice(next);
}

/** The first of the readings that is the packet's own address, else the first that is known. */
function meant<Reading extends { readonly address: number }>(
  readings: readonly Reading[],
  { own, isKnown }: AddressRewriting,
  as: "text" | "number",
): Reading | undefined {
  return readings.find(({ address }) => own.includes(address)) ?? readings.find(({ address }) => isKnown(address, as));
}

function* quadsIn(text: string, rewriting: AddressRewriting): Generator<Rewritten> {
  for (const { index: start, 1: quad = "" } of text.matchAll(QUAD)) {
    const address = parseAddress(quad);
    if (typeof address !== "number") continue;
    const end = start + quad.length;
    const readings = [
      ...(standsAlone(text, start, end, "dotted") ? [{ address, write: (to: number) => to }] : []),
      ...(standsAlone(text, start, end, "word") ? [{ address: reverseNumbers(address), write: reverseNumbers }] : []),
    ];
    const reading = meant(readings, rewriting, "text");
    if (reading === undefined) continue;
    yield { start, end, text: formatAddress(reading.write(rewriting.map(reading.address) as number)) };
  }
}

function* ipv6In(text: string, { own, isKnown, map }: AddressRewriting): Generator<Rewritten> {
  for (const { index, 0: run } of text.matchAll(IPV6_RUN)) {
    // The colon of a scheme or of a port may cling to an unbracketed address.
    const start = index + (/^:[^:]/.test(run) ? 1 : 0);
    const end = index + run.length - (/[^:]:$/.test(run) ? 1 : 0);
    const address = parseAddress(text.slice(start, end));
    if (typeof address !== "string" || !(own.includes(address) || isKnown(address, "text"))) continue;
    yield { start, end, text: formatAddress(map(address)) };
  }
}

function* wordsIn(text: string, rewriting: AddressRewriting): Generator<Rewritten> {
  for (const { index, 0: word } of text.matchAll(WORD)) {
    if (word.length >= CODE_LENGTH) yield* codesIn(word, index, rewriting);
    if (word.length < 8 || word.length > 10 || !/^[0-9A-Fa-f]+$/.test(word)) continue;
    const reading = meant(numbersOf(word), rewriting, "number");
    if (reading === undefined) continue;
    const written = reading.write(rewriting.map(reading.address) as number);
    yield { start: index, end: index + word.length, text: written };
  }
}

/** What a word says as one number: as the tokens have it, in hexadecimal unless that is nobody's. */
function numbersOf(word: string) {
  const isHex = word.length === 8 && !(/[a-f]/.test(word) && /[A-F]/.test(word));
  const isUpper = /[A-F]/.test(word);
  const hex = (to: number) => {
    const digits = to.toString(16).padStart(8, "0");
    return isUpper ? digits.toUpperCase() : digits;
  };
  const decimal = /^[1-9]\d*$/.test(word) ? Number(word) : 0;
  return [
    ...(isHex ? [{ address: Number.parseInt(word, 16), write: hex }] : []),
    ...(decimal >= LEAST_DECIMAL && decimal <= 0xffff_ffff ? [{ address: decimal, write: String }] : []),
  ];
}

/** SIPVicious' codes in a word, which may touch anything: those of the packet's own first. */
function* codesIn(word: string, index: number, { own, isKnown, map }: AddressRewriting): Generator<Rewritten> {
  const taken: { readonly start: number; readonly end: number }[] = [];
  const take = (at: number, code: string, replacement: string): Rewritten | null => {
    const place = { start: index + at, end: index + at + code.length };
    if (taken.some(({ start, end }) => place.start < end && start < place.end)) return null;
    taken.push(place);
    return { ...place, text: replacement };
  };
  const rewritten: (Rewritten | null)[] = [];
  for (const address of own) {
    const codes = codesOf(address);
    const replacements = codesOf(map(address));
    for (const [form, code] of codes.entries()) {
      const replacement = replacements[form] ?? (replacements[0] as string);
      for (let at = word.indexOf(code); at >= 0; at = word.indexOf(code, at + 1)) {
        rewritten.push(take(at, code, replacement));
      }
    }
  }
  for (let at = 0; at + CODE_LENGTH <= word.length; at += 1) {
    const code = word.slice(at, at + CODE_LENGTH);
    if (!CODE.test(code)) continue;
    const address = Number.parseInt(decoded(code), 16);
    if (isKnown(address, "number")) rewritten.push(take(at, code, codesOf(map(address))[0] as string));
  }
  for (const found of rewritten) if (found !== null) yield found;
}

function codesOf(address: IpAddress): readonly string[] {
  if (typeof address === "string") return codesOfIpv6(address);
  return [hexAscii(address.toString(16).padStart(8, "0"))];
}

/** The hex digits that such a code spells. */
function decoded(code: string): string {
  return (code.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join("");
}
