import { isBlank } from "../sip/start-line.ts";
import { classOfSymbol, LETTER_OR_DIGIT } from "./byte-classes.ts";
import type { Endpoints } from "./endpoints.ts";
import { tokenSymbol } from "./symbols.ts";

const SOURCE_IP = tokenSymbol("SourceIP");
const DEST_IP = tokenSymbol("DestIP");
const SOURCE_PORT = tokenSymbol("SourcePort");
const DEST_PORT = tokenSymbol("DestPort");

const HYPHEN = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const AT = 0x40;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const UNDERSCORE = 0x5f;
const LOWER_CASE = 0x20;
/** `sip` and `sips`. */
const SCHEMES = [
  [0x73, 0x69, 0x70],
  [0x73, 0x69, 0x70, 0x73],
];

/**
 * The token of a port of the packet in port position, behind the token of its own address if there is one. Equal ports leave a
 * choice: spec section 4, step 2c.
 */
export function portToken(key: string, port: number, addressBefore: number | undefined, endpoints: Endpoints): number {
  if (endpoints.sourcePort !== endpoints.destinationPort) {
    return port === endpoints.sourcePort ? SOURCE_PORT : DEST_PORT;
  }
  switch (key.includes("#") ? key.replace(/#\d+$/, "") : key) {
    case "via":
    case "contact":
      return SOURCE_PORT;
    case ":uri":
      return DEST_PORT;
    case "to":
      return addressBefore === SOURCE_IP ? SOURCE_PORT : DEST_PORT;
    default:
      return addressBefore === DEST_IP ? DEST_PORT : SOURCE_PORT;
  }
}

/**
 * Whether what follows the colon of a value is in port position: behind a host and not a user (`sip:5060@`). A host name
 * or foreign address before the colon: in URIs behind `@` or the scheme, in Via behind the transport. `sip:5060` is no
 * host and port. Looks at bytes: text of a value that varies would be made for this question alone.
 *
 * @param start where the value begins in the bytes
 * @param colon where the colon stands in the bytes
 */
export function followsHost(key: string, bytes: Uint8Array, start: number, colon: number): boolean {
  const host = startOfHost(bytes, start, colon);
  if (host === -1 || host === colon) return false;
  if (host > start && bytes[host - 1] === AT) return true;
  if (endsWithScheme(bytes, start, host)) return true;
  return isVia(key) && host > start && isBlank(bytes[host - 1]);
}

/** Where the host begins that ends there; -1 where a bracket closes that none has opened. */
function startOfHost(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  if (end > start && bytes[end - 1] === CLOSING_BRACKET) {
    while (at >= start && bytes[at] !== OPENING_BRACKET) at -= 1;
    return at < start ? -1 : at;
  }
  while (at > start && isOfHost(bytes[at - 1] as number)) at -= 1;
  return at;
}

function isOfHost(byte: number): boolean {
  return isLetterOrDigit(byte) || byte === DOT || byte === HYPHEN || byte === UNDERSCORE;
}

function isLetterOrDigit(byte: number): boolean {
  return (classOfSymbol(byte) & LETTER_OR_DIGIT) !== 0;
}

/** Whether `sip:` or `sips:`, in letters of either case, ends there and is a word of its own. */
function endsWithScheme(bytes: Uint8Array, start: number, end: number): boolean {
  const colon = end - 1;
  if (colon < start || bytes[colon] !== COLON) return false;
  return SCHEMES.some((letters) => {
    const at = colon - letters.length;
    if (at < start || !letters.every((code, i) => ((bytes[at + i] as number) | LOWER_CASE) === code)) return false;
    return at === start || !isLetterOrDigit(bytes[at - 1] as number);
  });
}

function isVia(key: string): boolean {
  return key === "via" || key.startsWith("via#");
}
