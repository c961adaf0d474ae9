import type { TokenName } from "./symbols.ts";

/**
 * What has to surround the text of an address so that it is the address and not a part of something longer (spec
 * section 4, step 2): `dotted` no digit, directly or behind a dot; `word` no letter or digit; `ipv6` nothing IPv6
 * addresses are made of; `anywhere` nothing.
 */
export type TokenBoundary = "dotted" | "word" | "ipv6" | "anywhere";

/** The boundary of a token's text: its name tells the encoding. */
export function boundaryOf(token: TokenName, text: string): TokenBoundary {
  if (token.endsWith(":hexascii")) return "anywhere";
  if (token.includes(":")) return "word";
  return text.includes(":") ? "ipv6" : "dotted";
}

/** Whether the stretch of the value has what the boundary asks for on both sides. */
export function standsAlone(value: string, start: number, end: number, boundary: TokenBoundary): boolean {
  const code = (index: number) => value.charCodeAt(index);
  return neighboursPart(code(start - 2), code(start - 1), code(end), code(end + 1), boundary);
}

/** The same by the codes of the two symbols before and the two behind, NaN beyond either end. */
export function neighboursPart(
  secondBefore: number,
  before: number,
  after: number,
  secondAfter: number,
  boundary: TokenBoundary,
): boolean {
  switch (boundary) {
    case "anywhere":
      return true;
    case "word":
      return !isWord(before) && !isWord(after);
    case "ipv6":
      return !isPartOfIpv6(before) && !isPartOfIpv6(after);
    case "dotted":
      if (isDigit(before) || isDigit(after)) return false;
      if (before === DOT && isDigit(secondBefore)) return false;
      return !(after === DOT && isDigit(secondAfter));
  }
}

const DOT = 0x2e;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** ASCII letter or digit. NaN, the code beyond either end, is none. */
function isWord(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** A colon may be that of a scheme or port, so it is no part. */
function isPartOfIpv6(code: number): boolean {
  return isDigit(code) || code === DOT || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
