import { type IpAddress, parseAddress } from "../net/address.ts";
import { type AddressForm, type AddressRole, hexAscii, ipv4Forms, isIpv4 } from "./address-forms.ts";
import type { Endpoints } from "./endpoints.ts";
import { portSpans } from "./port-tokens.ts";
import type { TokenSpan } from "./strand-view.ts";
import { tokenSymbol } from "./symbols.ts";
import { standsAlone } from "./token-boundary.ts";

const SOURCE_IP = tokenSymbol("SourceIP");
const DEST_IP = tokenSymbol("DestIP");
const DEST_IP_HEXASCII = tokenSymbol("DestIP:hexascii");
const DEST_PORT_HEXASCII = tokenSymbol("DestPort:hexascii");
const BODY_LENGTH = tokenSymbol("BodyLength");

/** Finds the tokens in the values of one message. */
export interface MessageTokeniser {
  /** The token spans of a value, ascending. The key decides where equal addresses or ports leave a choice. */
  spans(key: string, value: string): readonly TokenSpan[];
  /** A Content-Length that equals the body: one token. */
  bodyLength(value: string): readonly TokenSpan[];
}

const NONE: readonly TokenSpan[] = [];

/**
 * A tokeniser for the values of one message. What the whole text does not hold is not looked for again in each value.
 * Order of spec section 4 step 2: dotted addresses, encoded addresses, ports.
 */
export function tokeniserFor(text: string, endpoints: Endpoints): MessageTokeniser {
  const forms = formsInText(text, endpoints);
  const ipv6 = typeof endpoints.source === "string" || typeof endpoints.destination === "string";
  const ports = portsInText(text, endpoints);
  return {
    spans(key, value) {
      const spans: TokenSpan[] = [];
      for (const form of forms) addForm(value, form, key, endpoints, spans);
      if (ipv6) addIpv6(value, key, endpoints, spans);
      if (spans.length > 0) addEncodedPort(value, endpoints.destinationPort, spans);
      for (const port of ports) if (value.includes(port)) portSpans(key, value, port, endpoints, spans);
      if (spans.length === 0) return NONE;
      return spans.length === 1 ? spans : spans.sort((a, b) => a.start - b.start);
    },
    bodyLength: (value) => [{ start: 0, end: value.length, token: BODY_LENGTH }],
  };
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

/** Forms of both addresses that occur in the text at all: dotted ones first, then the encoded ones. */
function formsInText(text: string, endpoints: Endpoints): readonly AddressForm[] {
  const { source, destination } = endpoints;
  const found: AddressForm[] = [];
  const collect = (address: IpAddress, role: AddressRole) => {
    if (!isIpv4(address)) return;
    for (const form of ipv4Forms(address, role)) if (text.includes(form.text)) found.push(form);
  };
  collect(destination, "DestIP");
  // Of equal addresses the encoded forms are the destination's; the dotted one is chosen by key.
  if (source !== destination) collect(source, "SourceIP");
  const isDotted = (form: AddressForm) => form.token === SOURCE_IP || form.token === DEST_IP;
  return found.length < 2 ? found : [...found.filter(isDotted), ...found.filter((form) => !isDotted(form))];
}

/** The ports of the packet, as `:5060`, that occur in the text at all. */
function portsInText(text: string, endpoints: Endpoints): readonly string[] {
  const { sourcePort, destinationPort } = endpoints;
  const ports = sourcePort === destinationPort ? [`:${sourcePort}`] : [`:${sourcePort}`, `:${destinationPort}`];
  return ports.filter((port) => text.includes(port));
}

function addForm(value: string, form: AddressForm, key: string, endpoints: Endpoints, spans: TokenSpan[]): void {
  const { text } = form;
  for (let start = value.indexOf(text); start >= 0; start = value.indexOf(text, start + 1)) {
    const end = start + text.length;
    if (!standsAlone(value, start, end, form.boundary) || overlaps(spans, start, end)) continue;
    spans.push({ start, end, token: addressToken(form.token, key, endpoints) });
  }
}

/** Equal addresses: DestIP in the request URI and To, SourceIP elsewhere. */
function addressToken(token: number, key: string, endpoints: Endpoints): number {
  if (endpoints.source !== endpoints.destination || token !== DEST_IP) return token;
  return key === ":uri" || key === "to" || key.startsWith("to#") ? DEST_IP : SOURCE_IP;
}

/** IPv6 text has many forms, so every run of characters that may spell one is read and compared as an address. */
function addIpv6(value: string, key: string, endpoints: Endpoints, spans: TokenSpan[]): void {
  for (const run of value.matchAll(/[0-9A-Fa-f:.]+/g)) {
    // The colon of a scheme or of a port may cling to an unbracketed address.
    const start = run.index + (/^:[^:]/.test(run[0]) ? 1 : 0);
    const end = run.index + run[0].length - (/[^:]:$/.test(run[0]) ? 1 : 0);
    const text = value.slice(start, end);
    const address = text.includes(":") ? parseAddress(text) : undefined;
    if (address === undefined || overlaps(spans, start, end)) continue;
    // The brackets of a URI belong to the address: one tool has one fingerprint, whatever the family of its targets.
    const bracketed = value.charAt(start - 1) === "[" && value.charAt(end) === "]";
    const place = bracketed ? { start: start - 1, end: end + 1 } : { start, end };
    if (address === endpoints.destination) {
      spans.push({ ...place, token: addressToken(DEST_IP, key, endpoints) });
    } else if (address === endpoints.source) {
      spans.push({ ...place, token: SOURCE_IP });
    }
  }
}

/** SIPVicious writes the port, coded as the address is, right behind the address. */
function addEncodedPort(value: string, port: number, spans: TokenSpan[]): void {
  const found = spans.length;
  for (let i = 0; i < found; i += 1) {
    const { token, end } = spans[i] as TokenSpan;
    if (token !== DEST_IP_HEXASCII) continue;
    const code = hexAscii(port.toString(16).padStart(4, "0"));
    if (!value.startsWith(code, end) || overlaps(spans, end, end + code.length)) continue;
    spans.push({ start: end, end: end + code.length, token: DEST_PORT_HEXASCII });
  }
}

function overlaps(spans: readonly TokenSpan[], start: number, end: number): boolean {
  return spans.some((span) => start < span.end && span.start < end);
}
