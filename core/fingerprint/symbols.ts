/**
 * A tokenised value is a string of symbols: code units 0..255 stand for bytes of the capture, code units from 256 on
 * are tokens. Captured text can therefore never spell a token (spec section 4, step 2).
 */
const FIRST_TOKEN = 0x100;

/** Tokens in the order of their symbols. `First...` tokens exist in templates only, never in a message. */
const TOKEN_NAMES = [
  "SourceIP",
  "DestIP",
  "SourcePort",
  "DestPort",
  "SourceIP:hexascii",
  "DestIP:hexascii",
  "SourceIP:hex",
  "DestIP:hex",
  "SourceIP:dec",
  "DestIP:dec",
  "SourceIP:rev",
  "DestIP:rev",
  "DestPort:hexascii",
  "BodyLength",
  "FirstDestIP",
  "FirstDestIP:hexascii",
  "FirstDestIP:hex",
  "FirstDestIP:dec",
  "FirstDestIP:rev",
] as const;

export type TokenName = (typeof TOKEN_NAMES)[number];

/** Mask symbol of a position at which values differ. It is no code unit a value can hold. */
export const VARYING = 0xffff;

/** The symbol (code unit) of a token. */
export function tokenSymbol(name: TokenName): number {
  return FIRST_TOKEN + TOKEN_NAMES.indexOf(name);
}

/** True for symbols that are tokens. */
export function isToken(symbol: number): boolean {
  return symbol >= FIRST_TOKEN && symbol < FIRST_TOKEN + TOKEN_NAMES.length;
}

/** The token a symbol stands for, or undefined for bytes and VARYING. */
export function tokenName(symbol: number): TokenName | undefined {
  return TOKEN_NAMES[symbol - FIRST_TOKEN];
}

/** Which end's address a token stands for; null for ports, lengths and bytes. */
export function addressEndOf(symbol: number): AddressEnd | null {
  return ADDRESS_ENDS[symbol - FIRST_TOKEN] ?? null;
}

export type AddressEnd = "source" | "destination";

const ADDRESS_ENDS: readonly (AddressEnd | null)[] = TOKEN_NAMES.map((name) => {
  if (name.startsWith("SourceIP")) return "source";
  return name.startsWith("DestIP") ? "destination" : null;
});

/** The paper replaces dotted addresses and ports, nothing else (section IV.B): the first four tokens. */
export function isPaperToken(symbol: number): boolean {
  return symbol >= FIRST_TOKEN && symbol <= LAST_PAPER_TOKEN;
}

const LAST_PAPER_TOKEN = tokenSymbol("DestPort");

/** The token with this name, or undefined. */
export function parseTokenName(text: string): TokenName | undefined {
  return TOKEN_NAMES.find((name) => name === text);
}
