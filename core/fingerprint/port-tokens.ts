import type { Endpoints } from "./endpoints.ts";
import { tokenSymbol } from "./symbols.ts";

const SOURCE_IP = tokenSymbol("SourceIP");
const DEST_IP = tokenSymbol("DestIP");
const SOURCE_PORT = tokenSymbol("SourcePort");
const DEST_PORT = tokenSymbol("DestPort");

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
 * Whether what follows the colon is in port position: behind a host and not a user (`sip:5060@`). A host name or foreign address before the colon: in URIs behind `@` or the scheme, in Via behind the transport.
 * `sip:5060` is no host and port.
 */
export function followsHost(key: string, value: string, colon: number): boolean {
  let start = colon;
  if (value[colon - 1] === "]") start = value.lastIndexOf("[", colon);
  else while (start > 0 && /[0-9A-Za-z.\-_]/.test(value.charAt(start - 1))) start -= 1;
  if (start < 0 || start === colon) return false;
  const before = value.slice(0, start);
  if (before.endsWith("@") || /(?:^|[^0-9A-Za-z])sips?:$/i.test(before)) return true;
  return /^via(#|$)/.test(key) && /[ \t]$/.test(before);
}
