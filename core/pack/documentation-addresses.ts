import { contains, type Prefix } from "../behaviour/telescope.ts";
import type { Endpoints } from "../fingerprint/endpoints.ts";
import { codesOfIpv6, hexAscii } from "../fingerprint/sipvicious-code.ts";
import { standsAlone, type TokenBoundary } from "../fingerprint/token-boundary.ts";
import { formatAddress, type IpAddress, parseAddress } from "../net/address.ts";
import type { SignatureExample } from "../signature/signature.ts";
import { rewriteMessage } from "../sip/rewrite-message.ts";

/** A message that was sent, as an example is made of it. */
export interface SentMessage {
  /** Latin-1 text that stands for its bytes. */
  readonly payload: string;
  readonly endpoints: Endpoints;
}

const DOTTED = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g;
const IPV6_LIKE = /[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f.]{0,15}){2,}/g;
/** Addresses anybody may use inside, or that name no host (RFC 1918, 1122, 3927, 4193, 4291): they tell nothing. */
const NOBODYS =
  /^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|127\.|169\.254\.|0\.|255\.255\.255\.255|::1?$|f[cd]|fe[89ab])/;
/** RFC 5737, RFC 3849. */
const DOCUMENTATION = /^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:)/;
/** Below 1.0.0.0 the decimal form is a small number that means anything. */
const LEAST_DECIMAL = 0x1000000;
/** Hosts of a documentation network. */
const HOSTS = 254;

/** What addresses become: sources, destinations and all others go to networks of their own. */
const NETWORKS = {
  source: { ipv4: "192.0.2.", ipv6: "2001:db8:7::" },
  destination: { ipv4: "198.51.100.", ipv6: "2001:db8:9::" },
  other: { ipv4: "203.0.113.", ipv6: "2001:db8:b::" },
} as const;
/** RFC 2544, where a documentation network is full or is the telescope's. */
const OVERFLOW_NETWORK = "198.18.";
/** RFC 9637, where the telescope has the older documentation network. */
const OTHER_IPV6_NETWORK = "3fff:0:";
/** Tries, so that a telescope of all these networks ends the search: the leak guard then tells. */
const MOST_HOSTS = 60_000;

/**
 * Rewrites the addresses of messages to documentation addresses, the same one each time, in packets and inside of
 * messages, in every form the packet's own are recognised in (spec section 4, step 2). Addresses that a signature names,
 * documentation addresses and those that anybody may use stay. A Content-Length that was right still is. The result
 * depends on the set of messages alone.
 */
export class DocumentationAddresses {
  private readonly rewritten = new Map<IpAddress, IpAddress>();
  private readonly forms = new Map<string, Form>();
  private readonly kept: ReadonlySet<IpAddress>;
  private readonly telescope: readonly Prefix[];

  /**
   * @param patterns texts of the patterns that must still fit
   * @param telescope networks whose addresses go elsewhere even where they are documentation addresses
   */
  constructor(messages: readonly SentMessage[], patterns: readonly string[], telescope: readonly Prefix[]) {
    this.telescope = telescope;
    this.kept = new Set(patterns.flatMap((text) => addressesIn(text)));
    const sources = messages.map(({ endpoints }) => endpoints.source);
    const destinations = messages.map(({ endpoints }) => endpoints.destination);
    this.assign(destinations, "destination");
    this.assign(sources, "source");
    this.addForms();
    const others = messages.flatMap(({ payload }) => addressesIn(payload));
    this.assign(
      others.filter((address) => !this.mayStay(address) && !this.forms.has(formatAddress(address))),
      "other",
    );
    this.addForms();
  }

  /** Where two addresses could be meant, the one that stands there as it is. */
  private addForms(): void {
    const forms = Array.from(this.rewritten, ([address, replacement]) => formsOf(address, replacement)).flat();
    const asTheyAre = forms.filter(({ boundary }) => boundary === "dotted");
    for (const form of [...asTheyAre, ...forms]) if (!this.forms.has(form.text)) this.forms.set(form.text, form);
  }

  /** The message as an example. */
  example({ payload, endpoints }: SentMessage): SignatureExample {
    const text = rewriteMessage(payload, 0, (part) => this.rewriteText(part));
    const lineEnd = text.includes("\r\n") ? "crlf" : "lf";
    return {
      message: text.split(lineEnd === "crlf" ? "\r\n" : "\n"),
      lineEnd,
      source: formatAddress(this.addressFor(endpoints.source)),
      destination: formatAddress(this.addressFor(endpoints.destination)),
      sourcePort: endpoints.sourcePort,
      destinationPort: endpoints.destinationPort,
    };
  }

  private isOfTelescope(address: IpAddress): boolean {
    return this.telescope.some((prefix) => contains(prefix, address));
  }

  private mayStay(address: IpAddress): boolean {
    return this.kept.has(address) || NOBODYS.test(formatAddress(address));
  }

  private addressFor(address: IpAddress): IpAddress {
    return this.rewritten.get(address) ?? address;
  }

  private assign(addresses: readonly IpAddress[], role: keyof typeof NETWORKS): void {
    const wanted = [...new Set(addresses)].filter(
      (address) =>
        !this.rewritten.has(address) && (this.isOfTelescope(address) || !DOCUMENTATION.test(formatAddress(address))),
    );
    const taken = new Set<IpAddress>([...this.rewritten.values(), ...addresses]);
    let host = 0;
    for (const address of wanted.sort(byAddress)) {
      let replacement: IpAddress;
      do replacement = documentationAddress(role, typeof address === "string", ++host);
      while (host < MOST_HOSTS && (taken.has(replacement) || this.isOfTelescope(replacement)));
      this.rewritten.set(address, replacement);
    }
  }

  private rewriteText(payload: string): string {
    const texts = [...this.forms.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    const inOneForm = texts.length === 0 ? payload : replaceForms(payload, texts, this.forms);
    return inOneForm.replace(IPV6_LIKE, (run) => this.rewriteIpv6(run));
  }

  /** IPv6 text has many forms. A colon at either end may be that of a scheme or of a port. */
  private rewriteIpv6(run: string): string {
    const [, before = "", text = "", after = ""] = /^(:(?!:))?(.*?)((?<!:):)?$/.exec(run) ?? [];
    const address = parseAddress(text);
    const replacement = address === undefined ? undefined : this.rewritten.get(address);
    return replacement === undefined ? run : `${before}${formatAddress(replacement)}${after}`;
  }
}

/** A way an address is written, and what stands there instead. */
interface Form {
  readonly text: string;
  readonly replacement: string;
  readonly boundary: TokenBoundary;
}

function formsOf(address: IpAddress, replacement: IpAddress): Form[] {
  if (typeof address === "string" || typeof replacement === "string") {
    const codes = codesOfIpv6(String(replacement));
    return codesOfIpv6(String(address)).map((text, index) => ({
      text,
      replacement: codes[index] ?? (codes[0] as string),
      boundary: "anywhere",
    }));
  }
  const pair = (write: (address: number) => string, boundary: TokenBoundary): Form[] => {
    const text = write(address);
    return [{ text, replacement: write(replacement), boundary }];
  };
  const hex = (value: number) => value.toString(16).padStart(8, "0");
  return [
    ...pair(formatAddress, "dotted"),
    ...pair((value) => hexAscii(hex(value)), "anywhere"),
    ...pair(hex, "word"),
    ...pair((value) => hex(value).toUpperCase(), "word"),
    ...pair((value) => formatAddress(value).split(".").reverse().join("."), "word"),
    ...(address >= LEAST_DECIMAL ? pair(String, "word") : []),
  ];
}

function replaceForms(payload: string, texts: readonly string[], forms: ReadonlyMap<string, Form>): string {
  const any = new RegExp(texts.map((text) => text.replaceAll(".", "\\.")).join("|"), "g");
  let result = "";
  let next = 0;
  for (let found = any.exec(payload); found !== null; found = any.exec(payload)) {
    const { index } = found;
    const { text, replacement, boundary } = forms.get(found[0]) as Form;
    if (!standsAlone(payload, index, index + text.length, boundary)) {
      any.lastIndex = index + 1;
      continue;
    }
    result += payload.slice(next, index) + replacement;
    next = index + text.length;
  }
  return result + payload.slice(next);
}

/** Addresses that stand in a text, dotted or with colons, each time they do. */
export function addressesIn(text: string): IpAddress[] {
  const found = [...(text.match(DOTTED) ?? []), ...(text.match(IPV6_LIKE) ?? [])];
  return found.flatMap((run) => parseAddress(run) ?? []);
}

function documentationAddress(role: keyof typeof NETWORKS, isIpv6: boolean, host: number): IpAddress {
  const network = NETWORKS[role];
  const text = isIpv6
    ? host <= HOSTS
      ? `${network.ipv6}${host.toString(16)}`
      : `${OTHER_IPV6_NETWORK}${network.ipv6.slice(-3)}${host.toString(16)}`
    : host <= HOSTS
      ? `${network.ipv4}${host}`
      : `${OVERFLOW_NETWORK}${host >> 8}.${host & 255}`;
  return parseAddress(text) as IpAddress;
}

/** Numbers before texts, each ascending. */
function byAddress(a: IpAddress, b: IpAddress): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return typeof a === typeof b ? (a < b ? -1 : 1) : typeof a === "number" ? -1 : 1;
}
