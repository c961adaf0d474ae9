import type { IpAddress } from "../net/address.ts";
import { ipv6Value } from "../net/address-value.ts";

/** Two hex digits of every byte, each digit as the two hex digits of its ASCII code. */
const CODE_OF_BYTE: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  return hexAscii(byte.toString(16).padStart(2, "0"));
});

/** A coded address of fewer hex digits may stand anywhere by chance. */
const LEAST_CODED_DIGITS = 8;

/** The hex digits of an IPv6 address that `svmap -6` writes: its groups as typed, one behind the other, no colons. */
export function ipv6Digits(address: string): readonly string[] {
  const short = address.replaceAll(":", "");
  const long = ipv6Value(address).toString(16).padStart(32, "0");
  return short === long ? [short] : [long, short];
}

/** SIPVicious' codes of a target: one of an IPv4 address; of IPv6 the one typed in full and the one as RFC 5952 has it. */
export function codesOfTarget(address: IpAddress): readonly string[] {
  if (typeof address === "number") return [codeOfAddress(address)];
  return ipv6Digits(address)
    .filter((digits) => digits.length >= LEAST_CODED_DIGITS)
    .map(hexAscii);
}

/** The code SIPVicious writes an IPv4 address in: eight hex digits, each as the two hex digits of its ASCII code. */
export function codeOfAddress(address: number): string {
  const [a, b, c, d] = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  return `${CODE_OF_BYTE[a]}${CODE_OF_BYTE[b]}${CODE_OF_BYTE[c]}${CODE_OF_BYTE[d]}`;
}

/** The same code of a port: four hex digits. */
export function codeOfPort(port: number): string {
  return `${CODE_OF_BYTE[port >>> 8]}${CODE_OF_BYTE[port & 255]}`;
}

/** Every character as the two hex digits of its ASCII code. */
export function hexAscii(text: string): string {
  let code = "";
  for (let i = 0; i < text.length; i += 1) code += text.charCodeAt(i).toString(16).padStart(2, "0");
  return code;
}
