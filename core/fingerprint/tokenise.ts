import { parseAddress } from "../net/address.ts";
import { classOfSymbol, DIGIT, LOWER_A_F, LOWER_G_Z, UPPER_A_F, UPPER_G_Z } from "./byte-classes.ts";
import type { Endpoints } from "./endpoints.ts";
import { lengthOfFourNumbers, readFourNumbers, reverseNumbers } from "./four-numbers.ts";
import { portTokenAt } from "./port-tokens.ts";
import { codeOfAddress, codeOfPort, codesOfTarget } from "./sipvicious-code.ts";
import type { TokenSpan } from "./strand-view.ts";
import { tokenSymbol } from "./symbols.ts";
import { standsAlone } from "./token-boundary.ts";

const NONE: readonly TokenSpan[] = [];
const NO_BYTES = new Uint8Array(0);
const BODY_LENGTH = tokenSymbol("BodyLength");
const DEST_PORT_CODE = tokenSymbol("DestPort:hexascii");

/** How SIPVicious codes the packet's own addresses and the target's port. */
interface EndpointCodes {
  readonly targets: readonly string[];
  readonly targetPort: string;
  /** Null where nothing but a target is looked for. */
  readonly source: string | null;
}

function codesOfEndpoints({ source, destination, destinationPort }: Endpoints): EndpointCodes {
  return {
    targets: codesOfTarget(destination),
    targetPort: codeOfPort(destinationPort),
    source: typeof source === "number" && source !== destination ? codeOfAddress(source) : null,
  };
}

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

/** Classes of the letters and digits that words are made of. */
const WORD = DIGIT | LOWER_A_F | LOWER_G_Z | UPPER_A_F | UPPER_G_Z;
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

/**
 * Finds the packet's own addresses and ports in the values of one message (spec section 4, step 2). Each way to write
 * an IPv4 address, and each port, begins inside a word of letters and digits, so one pass over the words finds all.
 */
export class MessageTokeniser {
  private readonly endpoints: Endpoints;
  private readonly hasIpv6: boolean;
  /** Whether the tokens of the latest value may depend on the endpoints: something in it could have been one of them. */
  askedForEndpoints = false;
  /** The value that is looked at. */
  private key = "";
  private raw = "";
  private bytes: Uint8Array = NO_BYTES;
  private offset = 0;
  private found: readonly TokenSpan[] = NONE;
  /** Made for the first word that may hold them. */
  private codes: EndpointCodes | null = null;

  constructor(endpoints: Endpoints) {
    this.endpoints = endpoints;
    this.hasIpv6 = typeof endpoints.source === "string" || typeof endpoints.destination === "string";
  }

  /**
   * The token spans of a value, ascending. Its bytes begin at `offset` in `bytes`: each of them is looked at, which
   * takes a quarter of the time there. The key decides where equal addresses or ports leave a choice.
   */
  spans(key: string, raw: string, bytes: Uint8Array, offset: number): readonly TokenSpan[] {
    this.key = key;
    this.raw = raw;
    this.bytes = bytes;
    this.offset = offset;
    this.found = NONE;
    this.askedForEndpoints = this.hasIpv6;
    if (this.hasIpv6) this.addIpv6();
    const { length } = raw;
    let start = 0;
    let classes = 0;
    for (let i = 0; i < length; i += 1) {
      const symbolClass = classOfSymbol(bytes[offset + i] as number) & WORD;
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
    return this.found;
  }

  /** A Content-Length that equals the body: one token. */
  bodyLength(length: number): readonly TokenSpan[] {
    return [{ start: 0, end: length, token: BODY_LENGTH }];
  }

  /** Looks for all that may begin in a word from `start` to `end`, made of symbols of these classes. */
  private addWord(start: number, end: number, classes: number): void {
    const { raw, bytes, offset } = this;
    const length = end - start;
    if (length >= HEX_LENGTH && length <= LONGEST_DECIMAL && (classes & NOT_HEX) === 0) {
      this.addNumber(start, end, classes);
    }
    if ((classes & DIGIT) === 0) return;
    if (length >= SHORTEST_CODE) this.addCodes(start, end);
    if (end < raw.length && bytes[offset + end] === DOT) this.addFourNumbers(start, end);
    const mayBePort = classes === DIGIT && start > 0 && bytes[offset + start - 1] === COLON;
    if (mayBePort && !overlaps(this.found, start, end)) {
      this.askedForEndpoints = true;
      const token = portTokenAt(this.key, raw, start, end, this.endpoints, this.found);
      if (token !== undefined) this.addSpan(start, end, token);
    }
  }

  /** A word that is an address as one number, hexadecimal or decimal. */
  private addNumber(start: number, end: number, classes: number): void {
    this.askedForEndpoints = true;
    const word = this.raw.slice(start, end);
    const isHex = word.length === HEX_LENGTH && (classes & HEX_IN_BOTH_CASES) !== HEX_IN_BOTH_CASES;
    const byHex = isHex ? this.tokensOf(Number.parseInt(word, 16)) : undefined;
    const isDecimal = classes === DIGIT && word.charCodeAt(0) !== ZERO && Number(word) >= LEAST_DECIMAL;
    const byDecimal = isDecimal ? this.tokensOf(Number(word)) : undefined;
    const token = byDecimal === DEST && byHex !== DEST ? DEST.decimal : (byHex?.hex ?? byDecimal?.decimal);
    if (token !== undefined) this.addSpan(start, end, token);
  }

  /** SIPVicious' codes inside a word, and that of the port right behind the target's. */
  private addCodes(start: number, end: number): void {
    this.askedForEndpoints = true;
    this.codes ??= codesOfEndpoints(this.endpoints);
    const { targets, targetPort, source } = this.codes;
    const targetEnds: number[] = [];
    for (const code of targets) this.addCode(start, end, code, DEST.code, targetEnds);
    if (source !== null) this.addCode(start, end, source, SOURCE.code, null);
    for (const targetEnd of targetEnds) {
      if (!this.raw.startsWith(targetPort, targetEnd)) continue;
      this.addSpan(targetEnd, targetEnd + targetPort.length, DEST_PORT_CODE);
    }
  }

  /** Adds the code of an address wherever it stands in a word, and its ends to `ends`. */
  private addCode(start: number, end: number, code: string, token: number, ends: number[] | null): void {
    const { raw } = this;
    for (let at = raw.indexOf(code, start); at >= 0 && at < end; at = raw.indexOf(code, at + 1)) {
      if (this.addSpan(at, at + code.length, token)) ends?.push(at + code.length);
    }
  }

  /** An address of four numbers with dots between them, in order or reversed. The first ends the word. */
  private addFourNumbers(wordStart: number, wordEnd: number): void {
    const { raw, bytes, offset } = this;
    const start = this.startOfLastDigits(wordStart, wordEnd);
    const address = readFourNumbers(bytes, offset + start, offset + raw.length);
    if (address === undefined) return;
    this.askedForEndpoints = true;
    const end = start + lengthOfFourNumbers(address);
    const inOrder = this.tokensOf(address);
    if (inOrder !== undefined && standsAlone(raw, start, end, "dotted")) {
      this.addSpan(start, end, dottedToken(inOrder, this.key, this.endpoints));
      return;
    }
    const reversed = this.tokensOf(reverseNumbers(address));
    if (reversed !== undefined && standsAlone(raw, start, end, "word")) this.addSpan(start, end, reversed.reversed);
  }

  /** IPv6 text has many forms, so every run of characters that may spell one is read and compared as an address. */
  private addIpv6(): void {
    const { raw, key, endpoints } = this;
    for (const run of raw.matchAll(/[0-9A-Fa-f:.]+/g)) {
      // The colon of a scheme or of a port may cling to an unbracketed address.
      const start = run.index + (/^:[^:]/.test(run[0]) ? 1 : 0);
      const end = run.index + run[0].length - (/[^:]:$/.test(run[0]) ? 1 : 0);
      const text = raw.slice(start, end);
      const address = text.includes(":") ? parseAddress(text) : undefined;
      if (address === undefined || overlaps(this.found, start, end)) continue;
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

  /** Adds a token unless one stands there already; tells whether it did. */
  private addSpan(start: number, end: number, token: number): boolean {
    if (overlaps(this.found, start, end)) return false;
    this.insertSpan(start, end, token);
    return true;
  }

  /** Keeps spans ascending; they are mostly found in order. */
  private insertSpan(start: number, end: number, token: number): void {
    const span = { start, end, token };
    if (this.found.length === 0) {
      this.found = [span];
      return;
    }
    const spans = this.found as TokenSpan[];
    let at = spans.push(span) - 1;
    for (; at > 0 && (spans[at - 1] as TokenSpan).start > start; at -= 1) spans[at] = spans[at - 1] as TokenSpan;
    spans[at] = span;
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

function overlaps(spans: readonly TokenSpan[], start: number, end: number): boolean {
  for (const span of spans) if (start < span.end && span.start < end) return true;
  return false;
}
