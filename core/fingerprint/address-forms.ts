import { formatAddress, type IpAddress } from "../net/address.ts";
import { type TokenName, tokenSymbol } from "./symbols.ts";

/** What has to surround a form so that it is the address and not a part of something longer. */
export type FormBoundary = "dotted" | "word" | "anywhere";

/** One way to write an address inside a message. */
export interface AddressForm {
  readonly text: string;
  /** Symbol of the token. */
  readonly token: number;
  readonly boundary: FormBoundary;
}

/** Which of the packet's addresses is meant. */
export type AddressRole = "SourceIP" | "DestIP";

/**
 * The dotted form of an IPv4 address first, then the encoded ones, longest first (spec section 4, step 2).
 * `hexascii` is SIPVicious' own code: the eight hex digits, each as its two-digit ASCII code.
 */
export function ipv4Forms(address: number, role: AddressRole): readonly AddressForm[] {
  const dotted = formatAddress(address);
  const hex = address.toString(16).padStart(8, "0");
  const form = (text: string, name: TokenName, boundary: FormBoundary): AddressForm => ({
    text,
    token: tokenSymbol(name),
    boundary,
  });
  const forms = [
    form(dotted, role, "dotted"),
    form(hexAscii(hex), `${role}:hexascii`, "anywhere"),
    form(hex, `${role}:hex`, "word"),
    form(dotted.split(".").reverse().join("."), `${role}:rev`, "dotted"),
  ];
  const upperHex = hex.toUpperCase();
  if (upperHex !== hex) forms.push(form(upperHex, `${role}:hex`, "word"));
  // Below 1.0.0.0 the decimal form is a small number that means anything, "0" above all.
  if (address >= 0x1000000) forms.push(form(String(address), `${role}:dec`, "word"));
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
