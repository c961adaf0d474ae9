import type { Endpoints } from "./endpoints.ts";
import type { TokenSpan } from "./strand-view.ts";
import { tokenSymbol } from "./symbols.ts";

const SOURCE_IP = tokenSymbol("SourceIP");
const DEST_IP = tokenSymbol("DestIP");
const SOURCE_PORT = tokenSymbol("SourcePort");
const DEST_PORT = tokenSymbol("DestPort");

/**
 * Adds the spans of a port in port position: behind a host and a colon, not followed by what makes it a user or a
 * longer word (`sip:5060@` is a user). Numbers that merely contain the port are never touched.
 *
 * @param portText colon and port number, as `:5060`
 */
export function portSpans(
  key: string,
  value: string,
  portText: string,
  endpoints: Endpoints,
  spans: TokenSpan[],
): void {
  const addressSpans = spans.slice();
  for (let colon = value.indexOf(portText); colon >= 0; colon = value.indexOf(portText, colon + 1)) {
    const end = colon + portText.length;
    if (/[0-9A-Za-z@]/.test(value.charAt(end))) continue;
    const address = addressSpans.find((span) => span.end === colon);
    if (address === undefined && !followsHost(key, value, colon)) continue;
    if (spans.some((span) => colon + 1 < span.end && span.start < end)) continue;
    const token = portToken(key, Number(portText.slice(1)), address?.token, endpoints);
    spans.push({ start: colon + 1, end, token });
  }
}

/** Which port is meant. Equal ports leave a choice: spec section 4, step 2c. */
function portToken(key: string, port: number, addressBefore: number | undefined, endpoints: Endpoints): number {
  if (endpoints.sourcePort !== endpoints.destinationPort) {
    return port === endpoints.sourcePort ? SOURCE_PORT : DEST_PORT;
  }
  switch (key.replace(/#\d+$/, "")) {
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
 * A host name or foreign address before the colon: in URIs behind `@` or the scheme, in Via behind the transport.
 * `sip:5060` is no host and port.
 */
function followsHost(key: string, value: string, colon: number): boolean {
  let start = colon;
  if (value[colon - 1] === "]") start = value.lastIndexOf("[", colon);
  else while (start > 0 && /[0-9A-Za-z.\-_]/.test(value.charAt(start - 1))) start -= 1;
  if (start < 0 || start === colon) return false;
  const before = value.slice(0, start);
  if (before.endsWith("@") || /(?:^|[^0-9A-Za-z])sips?:$/i.test(before)) return true;
  return /^via(#|$)/.test(key) && /[ \t]$/.test(before);
}
