import { ipv6Value } from "../net/address-value.ts";

/** The ASCII codes of "0" to "9" and of "a" to "f" differ in their first hex digit. */
const CODE_OF_DIGIT = 0x33;
const CODE_OF_LETTER = 0x36;
const ZERO = 0x30;

/** A coded address of fewer hex digits may stand anywhere by chance. */
const LEAST_CODED_DIGITS = 8;

/** The hex digits of an IPv6 address that `svmap -6` writes: its groups as typed, one behind the other, no colons. */
export function ipv6Digits(address: string): readonly string[] {
  const short = address.replaceAll(":", "");
  const long = ipv6Value(address).toString(16).padStart(32, "0");
  return short === long ? [short] : [long, short];
}

/** SIPVicious' codes of an IPv6 target: the one typed in full and the one as RFC 5952 has it. */
export function codesOfIpv6(address: string): readonly string[] {
  return ipv6Digits(address)
    .filter((digits) => digits.length >= LEAST_CODED_DIGITS)
    .map(hexAscii);
}

/**
 * Fills the bytes with SIPVicious' code of a number: its lower hex digits, each as the two hex digits of its ASCII code.
 * An IPv4 address takes sixteen bytes, a port eight.
 */
export function writeCode(number: number, bytes: Uint8Array): void {
  let rest = number;
  for (let at = bytes.length - 2; at >= 0; at -= 2) {
    const digit = rest & 15;
    bytes[at] = digit < 10 ? CODE_OF_DIGIT : CODE_OF_LETTER;
    bytes[at + 1] = digit < 10 ? ZERO + digit : ZERO + digit - 9;
    rest >>>= 4;
  }
}

/** Every character as the two hex digits of its ASCII code. */
export function hexAscii(text: string): string {
  let code = "";
  for (let i = 0; i < text.length; i += 1) code += text.charCodeAt(i).toString(16).padStart(2, "0");
  return code;
}
