import { parseAddress } from "../net/address.ts";
import { ipv6Digits } from "./sipvicious-code.ts";
import type { Exemplar, StrandState } from "./strand-state.ts";
import { viewExemplar } from "./view-strand.ts";

/** Habits of a sender that point at its software; each holds for every exemplar of a strand (domain: SIP tools). */
export type TraitKind =
  /** Branch without the cookie `z9hG4bK` that RFC 3261 section 8.1.1.7 asks for. */
  | "branch-without-cookie"
  /** Literal `Contact: None`: SIPVicious printing a value it does not have. */
  | "contact-none"
  /** CSeq 63104: the example number of RFC 3261 section 11.1, copied by masscan, Nessus and OpenVAS. */
  | "cseq-63104"
  | "call-id-without-host"
  /** The user agent is the user part of From: Metasploit. */
  | "user-agent-is-from-user"
  /** SIPVicious svmap: the From tag encodes the packet's own destination and port. */
  | "sipvicious-tag-names-target"
  /** The same encoding with another target: a replayed message, or address translation on the way. */
  | "sipvicious-tag-names-other-target"
  /** SIPVicious svwar: the From tag encodes the extension tried. */
  | "sipvicious-tag-names-extension"
  /** SIPVicious svcrack: the From tag encodes the user and password tried. */
  | "sipvicious-tag-names-credentials"
  /** One-letter header names. */
  | "compact-names";

/** One exemplar's values, empty where a key is missing. */
interface Message {
  readonly exemplar: Exemplar;
  value(key: string): string;
  has(key: string): boolean;
}

const TESTS: readonly (readonly [TraitKind, (message: Message) => boolean])[] = [
  ["branch-without-cookie", (m) => m.has("via") && !/;\s*branch\s*=\s*z9hG4bK/i.test(m.value("via"))],
  ["call-id-without-host", (m) => m.has("call-id") && !m.value("call-id").includes("@")],
  ["contact-none", (m) => m.value("contact") === "None"],
  ["cseq-63104", (m) => /^63104\s/.test(m.value("cseq"))],
  ["sipvicious-tag-names-credentials", (m) => decodedTag(m)?.includes(":") === true],
  ["sipvicious-tag-names-extension", (m) => isExtensionTag(m)],
  ["sipvicious-tag-names-other-target", (m) => namesTarget(m) === "other"],
  ["sipvicious-tag-names-target", (m) => namesTarget(m) === "own"],
  ["user-agent-is-from-user", (m) => m.value("user-agent") !== "" && m.value("user-agent") === fromUser(m)],
];

/** The traits every exemplar of the strand shows, ascending. */
export function traitsOf(state: StrandState): TraitKind[] {
  const messages = state.exemplars.map((exemplar): Message => {
    const { fields } = viewExemplar(exemplar);
    return { exemplar, value: (key) => fields.get(key)?.raw ?? "", has: (key) => fields.has(key) };
  });
  const traits = TESTS.filter(([, holds]) => messages.every(holds)).map(([kind]) => kind);
  if (state.anomalies.get("compact-name") === state.packets) traits.push("compact-names");
  return traits.sort();
}

/**
 * What SIPVicious wrote into the From tag: hex digits of text, 0x01 and a random decimal number (svhelper.py). Svmap
 * writes eight hex digits of the target's address and four of its port, svwar the extension, svcrack `user:password`.
 */
function decodedTag(message: Message): string | undefined {
  const tag = /;\s*tag=([0-9a-f]+)$/.exec(message.value("from"))?.[1];
  if (tag === undefined || tag.length % 2 !== 0) return undefined;
  const text = (tag.match(/../g) ?? []).map((digits) => String.fromCharCode(Number.parseInt(digits, 16))).join("");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: 0x01 is SIPVicious' separator
  return /^([ -~]+)\x01\d{1,20}$/.exec(text)?.[1];
}

function namesTarget(message: Message): "own" | "other" | undefined {
  const { destination, destinationPort } = message.exemplar.endpoints;
  const tag = decodedTag(message) ?? "";
  if (typeof destination === "string") {
    const port = destinationPort.toString(16).padStart(4, "0");
    if (ipv6Digits(destination).some((digits) => tag === `${digits}${port}`)) return "own";
  }
  const decoded = /^([0-9a-f]{8})([0-9a-f]{4})$/.exec(tag);
  if (decoded === null) return undefined;
  const octets = (decoded[1] as string).match(/../g) ?? [];
  const address = parseAddress(octets.map((octet) => Number.parseInt(octet, 16)).join("."));
  const own = address === destination && Number.parseInt(decoded[2] as string, 16) === destinationPort;
  return own ? "own" : "other";
}

function isExtensionTag(message: Message): boolean {
  const decoded = decodedTag(message);
  return decoded !== undefined && decoded === fromUser(message) && namesTarget(message) === undefined;
}

function fromUser(message: Message): string | undefined {
  return /sips?:([^@;>]+)@/i.exec(message.value("from"))?.[1];
}
