import { parseAddress } from "../net/address.ts";
import { classOfSymbol, DIGIT, LETTER_OR_DIGIT, LOWER_A_F, LOWER_G_Z, UPPER_A_F, UPPER_G_Z } from "./byte-classes.ts";
import { EndpointCodes } from "./endpoint-codes.ts";
import type { Endpoints } from "./endpoints.ts";
import { lengthOfFourNumbers, readFourNumbers, readNumber, reverseNumbers } from "./four-numbers.ts";
import { followsHost, portToken } from "./port-tokens.ts";
import type { TokenSpan } from "./strand-view.ts";
import { addressEndOf, tokenSymbol } from "./symbols.ts";
import { neighboursPart, type TokenBoundary } from "./token-boundary.ts";

const NONE: readonly TokenSpan[] = [];
const NO_BYTES = new Uint8Array(0);
const BODY_LENGTH = tokenSymbol("BodyLength");
const DEST_PORT_CODE = tokenSymbol("DestPort:hexascii");

/** Symbols of the forms an address can have. */
interface AddressTokens {
  readonly dotted: number;
  readonly reversed: number;
  readonly hex: number;
  readonly decimal: number;
  readonly code: number;
}

const SOURCE = addressTokens("SourceIP");
const DEST = addressTokens("DestIP");

function addressTokens(role: "SourceIP" | "DestIP"): AddressTokens {
  return {
    dotted: tokenSymbol(role),
    reversed: tokenSymbol(`${role}:rev`),
    hex: tokenSymbol(`${role}:hex`),
    decimal: tokenSymbol(`${role}:dec`),
    code: tokenSymbol(`${role}:hexascii`),
  };
}

const NOT_HEX = LOWER_G_Z | UPPER_G_Z;
const HEX_IN_BOTH_CASES = LOWER_A_F | UPPER_A_F;
const HEX_LENGTH = 8;
const LONGEST_DECIMAL = 10;
/** Of an IPv4 address; no code that is looked for is shorter. */
const SHORTEST_CODE = 16;
/** Below 1.0.0.0 the decimal form is a small number that means anything, "0" above all. */
const LEAST_DECIMAL = 0x1000000;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const AT = 0x40;
const LONGEST_PORT = 5;

/** A value as the tokeniser looks at it. */
export interface TokenisedValue {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly length: number;
}

/**
 * Finds the packet's own addresses and ports in the values of one message after the other (spec section 4, step 2). Each
 * way to write an IPv4 address, and each port, begins inside a word of letters and digits, so one pass over the words
 * finds all. It looks at bytes and makes no text, but for IPv6.
 */
export class MessageTokeniser {
  /** Whether the tokens of the latest value may depend on the endpoints: something in it could have been one of them. */
  askedForEndpoints = false;
  private endpoints: Endpoints = { source: 0, destination: 0, sourcePort: 0, destinationPort: 0 };
  private hasIpv6 = false;
  /** The value that is looked at. */
  private key = "";
  private text: { readonly value: string } = { value: "" };
  private bytes: Uint8Array = NO_BYTES;
  private offset = 0;
  private length = 0;
  /** Spans found in it, ascending; the entries up to `count`. */
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly tokens: number[] = [];
  private count = 0;
  private readonly codes = new EndpointCodes();

  /** The values that follow are those of a packet between these endpoints. */
  beginMessage(endpoints: Endpoints): void {
    this.endpoints = endpoints;
    this.hasIpv6 = typeof endpoints.source === "string" || typeof endpoints.destination === "string";
    this.codes.beginMessage(endpoints);
  }

  /**
   * The token spans of a value, ascending. The key decides where equal addresses or ports leave a choice.
   *
   * @param text the value as text, of which no more than the value's length counts
   * @param usual spans that were found before in such a place: the same array is returned where they are found again
   */
  spans(
    key: string,
    { bytes, offset, length }: TokenisedValue,
    text: { readonly value: string },
    usual: readonly TokenSpan[],
  ): readonly TokenSpan[] {
    this.key = key;
    this.text = text;
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.count = 0;
    this.askedForEndpoints = this.hasIpv6;
    if (this.hasIpv6) this.addIpv6();
    let start = 0;
    let classes = 0;
    for (let i = 0; i < length; i += 1) {
      const symbolClass = classOfSymbol(bytes[offset + i] as number) & LETTER_OR_DIGIT;
      if (symbolClass !== 0) {
        if (classes === 0) start = i;
        classes |= symbolClass;
      } else if (classes !== 0) {
        if ((classes & DIGIT) !== 0 || i - start === HEX_LENGTH) this.addWord(start, i, classes);
        classes = 0;
      }
    }
    if ((classes & DIGIT) !== 0 || (classes !== 0 && length - start === HEX_LENGTH)) {
      this.addWord(start, length, classes);
    }
    return this.isFound(usual) ? usual : this.foundSpans();
  }

  /** A Content-Length that equals the body: one token. */
  bodyLength(length: number): readonly TokenSpan[] {
    return [{ start: 0, end: length, token: BODY_LENGTH }];
  }

  private isFound(spans: readonly TokenSpan[]): boolean {
    if (spans.length !== this.count) return false;
    for (let index = 0; index < spans.length; index += 1) {
      const { start, end, token } = spans[index] as TokenSpan;
      if (start !== this.starts[index] || end !== this.ends[index] || token !== this.tokens[index]) return false;
    }
    return true;
  }

  private foundSpans(): readonly TokenSpan[] {
    if (this.count === 0) return NONE;
    const { starts, ends, tokens } = this;
    const spans: TokenSpan[] = [];
    for (let index = 0; index < this.count; index += 1) {
      spans.push({ start: starts[index] as number, end: ends[index] as number, token: tokens[index] as number });
    }
    return spans;
  }

  /** The byte at a place of the value; NaN beyond either end. */
  private byteAt(index: number): number {
    return index >= 0 && index < this.length ? (this.bytes[this.offset + index] as number) : Number.NaN;
  }

  /** Looks for all that may begin in a word from `start` to `end`, made of symbols of these classes. */
  private addWord(start: number, end: number, classes: number): void {
    const length = end - start;
    if (length >= HEX_LENGTH && length <= LONGEST_DECIMAL && (classes & NOT_HEX) === 0) {
      this.addNumber(start, end, classes);
    }
    if ((classes & DIGIT) === 0) return;
    if (length >= SHORTEST_CODE) this.addCodes(start, end);
    if (this.byteAt(end) === DOT) this.addFourNumbers(start, end);
    const mayBePort = classes === DIGIT && this.byteAt(start - 1) === COLON;
    if (mayBePort && !this.overlaps(start, end)) {
      this.askedForEndpoints = true;
      this.addPort(start, end);
    }
  }

  /** Digits behind a colon that are a port of the packet, in port position: numbers that merely contain it are not. */
  private addPort(start: number, end: number): void {
    const { sourcePort, destinationPort } = this.endpoints;
    if (end - start > LONGEST_PORT) return;
    const port = readNumber(this.bytes, this.offset + start, this.offset + end, 10);
    if (port !== sourcePort && port !== destinationPort) return;
    const leadingZero = this.byteAt(start) === ZERO && end > start + 1;
    if (leadingZero || this.byteAt(end) === AT) return;
    const address = this.addressEndingAt(start - 1);
    if (address === undefined && !this.followsHost(start - 1)) return;
    this.addSpan(start, end, portToken(this.key, port, address, this.endpoints));
  }

  private followsHost(colon: number): boolean {
    return followsHost(this.key, this.bytes, this.offset, this.offset + colon);
  }

  /** The token of the packet's own address that ends there. */
  private addressEndingAt(end: number): number | undefined {
    for (let index = 0; index < this.count; index += 1) {
      const token = this.tokens[index] as number;
      if (this.ends[index] === end && addressEndOf(token) !== null) return token;
    }
    return undefined;
  }

  /** A word that is an address as one number, hexadecimal or decimal. */
  private addNumber(start: number, end: number, classes: number): void {
    this.askedForEndpoints = true;
    const { bytes, offset } = this;
    const isHex = end - start === HEX_LENGTH && (classes & HEX_IN_BOTH_CASES) !== HEX_IN_BOTH_CASES;
    const byHex = isHex ? this.tokensOf(readNumber(bytes, offset + start, offset + end, 16)) : undefined;
    const decimal =
      classes === DIGIT && this.byteAt(start) !== ZERO ? readNumber(bytes, offset + start, offset + end, 10) : 0;
    const byDecimal = decimal >= LEAST_DECIMAL ? this.tokensOf(decimal) : undefined;
    const token = byDecimal === DEST && byHex !== DEST ? DEST.decimal : (byHex?.hex ?? byDecimal?.decimal);
    if (token !== undefined) this.addSpan(start, end, token);
  }

  /** SIPVicious' codes inside a word, and that of the port right behind the target's. */
  private addCodes(start: number, end: number): void {
    this.askedForEndpoints = true;
    const { targets, targetPort, source } = this.codes;
    const countBefore = this.count;
    for (const code of targets) this.addCode(start, end, code, DEST.code);
    if (source !== null) this.addCode(start, end, source, SOURCE.code);
    if (this.count === countBefore) return;
    for (let index = 0; index < this.count; index += 1) {
      const targetEnd = this.ends[index] as number;
      const isTarget = this.tokens[index] === DEST.code && targetEnd > start && targetEnd <= end;
      if (!isTarget || !this.holdsAt(targetPort, targetEnd, end)) continue;
      this.addSpan(targetEnd, targetEnd + targetPort.length, DEST_PORT_CODE);
    }
  }

  /** Adds the code of an address wherever it stands in a word. */
  private addCode(start: number, end: number, code: Uint8Array, token: number): void {
    const { bytes, offset } = this;
    // All codes begin with 3 or 6, and so do the codes of other numbers; the next digit tells them apart.
    const second = code[1];
    for (let at = start; at + code.length <= end; at += 1) {
      if (bytes[offset + at + 1] === second && this.holdsAt(code, at, end)) this.addSpan(at, at + code.length, token);
    }
  }

  /** Whether the value holds a code there, before the word ends. */
  private holdsAt(code: Uint8Array, at: number, end: number): boolean {
    if (at + code.length > end) return false;
    const { bytes } = this;
    const first = this.offset + at;
    for (let i = 0; i < code.length; i += 1) if (bytes[first + i] !== code[i]) return false;
    return true;
  }

  /** An address of four numbers with dots between them, in order or reversed. The first ends the word. */
  private addFourNumbers(wordStart: number, wordEnd: number): void {
    const { bytes, offset, length } = this;
    const start = this.startOfLastDigits(wordStart, wordEnd);
    const address = readFourNumbers(bytes, offset + start, offset + length);
    if (address === undefined) return;
    this.askedForEndpoints = true;
    const end = start + lengthOfFourNumbers(address);
    const inOrder = this.tokensOf(address);
    if (inOrder !== undefined && this.standsAlone(start, end, "dotted")) {
      this.addSpan(start, end, dottedToken(inOrder, this.key, this.endpoints));
      return;
    }
    const reversed = this.tokensOf(reverseNumbers(address));
    if (reversed !== undefined && this.standsAlone(start, end, "word")) this.addSpan(start, end, reversed.reversed);
  }

  private standsAlone(start: number, end: number, boundary: TokenBoundary): boolean {
    const before = this.byteAt(start - 1);
    const after = this.byteAt(end);
    return neighboursPart(this.byteAt(start - 2), before, after, this.byteAt(end + 1), boundary);
  }

  /** IPv6 text has many forms, so every run of characters that may spell one is read and compared as an address. */
  private addIpv6(): void {
    const { key, endpoints } = this;
    const raw = this.text.value.slice(0, this.length);
    for (const run of raw.matchAll(/[0-9A-Fa-f:.]+/g)) {
      // The colon of a scheme or of a port may cling to an unbracketed address.
      const start = run.index + (/^:[^:]/.test(run[0]) ? 1 : 0);
      const end = run.index + run[0].length - (/[^:]:$/.test(run[0]) ? 1 : 0);
      const text = raw.slice(start, end);
      const address = text.includes(":") ? parseAddress(text) : undefined;
      if (address === undefined || this.overlaps(start, end)) continue;
      // The brackets of a URI belong to the address: one tool has one fingerprint, whatever the family of its targets.
      const around = raw.charAt(start - 1) === "[" && raw.charAt(end) === "]" ? 1 : 0;
      if (address === endpoints.destination) {
        this.insertSpan(start - around, end + around, dottedToken(DEST, key, endpoints));
      } else if (address === endpoints.source) {
        this.insertSpan(start - around, end + around, SOURCE.dotted);
      }
    }
  }

  private startOfLastDigits(start: number, end: number): number {
    const { bytes, offset } = this;
    let digits = end;
    while (digits > start && classOfSymbol(bytes[offset + digits - 1] as number) === DIGIT) digits -= 1;
    return digits;
  }

  /** Adds a token unless one stands there already. */
  private addSpan(start: number, end: number, token: number): void {
    if (!this.overlaps(start, end)) this.insertSpan(start, end, token);
  }

  /** Keeps spans ascending; they are mostly found in order. */
  private insertSpan(start: number, end: number, token: number): void {
    const { starts, ends, tokens } = this;
    let at = this.count;
    this.count += 1;
    for (; at > 0 && (starts[at - 1] as number) > start; at -= 1) {
      starts[at] = starts[at - 1] as number;
      ends[at] = ends[at - 1] as number;
      tokens[at] = tokens[at - 1] as number;
    }
    starts[at] = start;
    ends[at] = end;
    tokens[at] = token;
  }

  private overlaps(start: number, end: number): boolean {
    for (let index = 0; index < this.count; index += 1) {
      if (start < (this.ends[index] as number) && (this.starts[index] as number) < end) return true;
    }
    return false;
  }

  /** The end of the packet that has this address; of equal ones the destination. */
  private tokensOf(address: number): AddressTokens | undefined {
    if (address === this.endpoints.destination) return DEST;
    return address === this.endpoints.source ? SOURCE : undefined;
  }
}

/** The value with a symbol in place of each token span. */
export function tokenisedValue(raw: string, spans: readonly TokenSpan[]): string {
  let value = "";
  let next = 0;
  for (const span of spans) {
    value += raw.slice(next, span.start) + String.fromCharCode(span.token);
    next = span.end;
  }
  return next === 0 ? raw : value + raw.slice(next);
}

/** Equal addresses: DestIP in the request URI and To, SourceIP elsewhere. */
function dottedToken(tokens: AddressTokens, key: string, endpoints: Endpoints): number {
  if (endpoints.source !== endpoints.destination) return tokens.dotted;
  return key === ":uri" || key === "to" || key.startsWith("to#") ? DEST.dotted : SOURCE.dotted;
}
