import type { IpAddress } from "../net/address.ts";
import { tokenSymbol } from "./symbols.ts";
import type { TokenBoundary } from "./token-boundary.ts";

/** One way to write an address inside a message. */
export interface AddressForm {
  readonly text: string;
  /** Symbol of the token. */
  readonly token: number;
  readonly boundary: TokenBoundary;
}

/** Which of the packet's addresses is meant. */
export type AddressRole = "SourceIP" | "DestIP";

interface RoleTokens {
  readonly dotted: number;
  readonly hexAscii: number;
  readonly hex: number;
  readonly reversed: number;
  readonly decimal: number;
}

const TOKENS: Readonly<Record<AddressRole, RoleTokens>> = {
  SourceIP: roleTokens("SourceIP"),
  DestIP: roleTokens("DestIP"),
};

function roleTokens(role: AddressRole): RoleTokens {
  return {
    dotted: tokenSymbol(role),
    hexAscii: tokenSymbol(`${role}:hexascii`),
    hex: tokenSymbol(`${role}:hex`),
    reversed: tokenSymbol(`${role}:rev`),
    decimal: tokenSymbol(`${role}:dec`),
  };
}

/** Two hex digits of every byte, and SIPVicious' code of them. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const HEX_ASCII: readonly string[] = HEX.map(hexAscii);

/**
 * The ways to write an IPv4 address (spec section 4, step 2). `hexascii` is SIPVicious' own code: the eight hex
 * digits, each as its two-digit ASCII code.
 */
export function ipv4Forms(address: number, role: AddressRole): readonly AddressForm[] {
  const tokens = TOKENS[role];
  const [a, b, c, d] = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  const hex = `${HEX[a]}${HEX[b]}${HEX[c]}${HEX[d]}`;
  const forms: AddressForm[] = [
    { text: `${a}.${b}.${c}.${d}`, token: tokens.dotted, boundary: "dotted" },
    {
      text: `${HEX_ASCII[a]}${HEX_ASCII[b]}${HEX_ASCII[c]}${HEX_ASCII[d]}`,
      token: tokens.hexAscii,
      boundary: "anywhere",
    },
    { text: `${d}.${c}.${b}.${a}`, token: tokens.reversed, boundary: "word" },
    { text: hex, token: tokens.hex, boundary: "word" },
  ];
  const upperHex = hex.toUpperCase();
  if (upperHex !== hex) forms.push({ text: upperHex, token: tokens.hex, boundary: "word" });
  // Below 1.0.0.0 the decimal form is a small number that means anything, "0" above all.
  if (a > 0) forms.push({ text: `${address}`, token: tokens.decimal, boundary: "word" });
  return forms;
}

/** The code SIPVicious writes: every character as the two hex digits of its ASCII code. */
export function hexAscii(text: string): string {
  let code = "";
  for (let i = 0; i < text.length; i += 1) code += text.charCodeAt(i).toString(16).padStart(2, "0");
  return code;
}

/** True for IPv4, whose addresses have encoded forms. */
export function isIpv4(address: IpAddress): address is number {
  return typeof address === "number";
}
