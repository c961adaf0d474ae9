import { tokenName } from "../../core/fingerprint/symbols.ts";
import type { GapClass } from "../../core/signature/gap-class.ts";
import { bindMethod, type PatternElement } from "../../core/signature/sequence.ts";
import type { CompiledSignature } from "../../core/signature/signature.ts";
import type { Probe } from "./strand.ts";

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A message before it is written: header lines in order, and what packet carries it. */
export interface Draft {
  method: string;
  uri: string;
  headers: { name: string; value: string }[];
  body: string;
  readonly ends: Ends;
}

/** Addresses and ports of the packet a draft is written for. */
export interface Ends {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

const AGENTS = ["Linksys-SPA942", "Zoiper rev.1812", "eyeBeam release 3006o", "Grandstream GXP2020 1.2", "Yealink T20"];
const NAMES = ["eyebeam", "gigaset", "sipura", "unidata"];
const ALPHABETS: Partial<Record<GapClass, string>> = {
  dec: "0123456789",
  hex: "0123456789abcdef",
  alpha: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
  alnum: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  phone: "0123456789",
};

/**
 * Messages of one run of the tool behind a signature, to destinations of one telescope: alternatives stay as chosen,
 * gaps are drawn anew for each message, headers no signature knows are filled in neutrally.
 */
export function draftRun(signature: CompiledSignature, count: number, random: () => number): Draft[] {
  const { definition } = signature;
  const pick = (length: number) => Math.floor(random() * length);
  const source = `203.0.113.${1 + pick(254)}`;
  const sourcePort = definition.id === "paper/10" ? 32768 + pick(28000) : 5060 + pick(4);
  const method = definition.methods?.[0] ?? (definition.fields["content-length"] === "209" ? "INVITE" : "OPTIONS");
  const order = definition.headerOrders[pick(definition.headerOrders.length)]?.keys ?? neutralOrder(signature);
  const choices = new Map(signature.fields.map((field) => [field.key, random()]));
  const ownAgent = AGENTS[pick(AGENTS.length)] as string;
  return Array.from({ length: count }, (_, index) => {
    const ends = {
      source,
      destination: `198.51.100.${1 + ((index * 37 + 11) % 254)}`,
      sourcePort,
      destinationPort: 5060,
    };
    const writeValue = (key: string): string => {
      const field = signature.fields.find((candidate) => candidate.key === key);
      const sequences = field?.likelyPattern?.sequences ?? [];
      const sequence = sequences[Math.floor((choices.get(key) ?? 0) * sequences.length)];
      if (sequence === undefined) return neutralValue(key, method, ends, ownAgent, random);
      return bindMethod(sequence, method)
        .map((element, at, elements) => writeElement(element, key, elements[at - 1], ends, random))
        .join("");
    };
    const fromSdp = definition.fields["content-length"] === "209" ? sdpOfLength(209) : "";
    return {
      method,
      uri: writeValue(":uri"),
      headers: order.map((key) => ({ name: key.replace(/#\d+$/, ""), value: writeValue(key) })),
      body: fromSdp,
      ends,
    };
  });
}

/** The draft as a datagram. */
export function writeProbe(draft: Draft): Probe {
  const lines = draft.headers.map(({ name, value }) => `${name}: ${value}`);
  const text = [`${draft.method} ${draft.uri} SIP/2.0`, ...lines, "", draft.body].join("\r\n");
  return { text, ...draft.ends };
}

/** Random text of one alphabet. */
export function randomText(gapClass: GapClass, length: number, random: () => number): string {
  const alphabet = ALPHABETS[gapClass] ?? (ALPHABETS.alnum as string);
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}

function neutralOrder(signature: CompiledSignature): string[] {
  const known = signature.fields.map((field) => field.key).filter((key) => !key.startsWith(":"));
  const usual = ["via", "max-forwards", "from", "to", "call-id", "cseq", "contact"];
  const length = known.includes("content-lnegth") ? [] : ["content-length"];
  return [...new Set([...usual, ...known.filter((key) => key !== "content-length"), ...length])];
}

function neutralValue(key: string, method: string, ends: Ends, agent: string, random: () => number): string {
  const host = `${ends.source}:${ends.sourcePort}`;
  switch (key) {
    case ":uri":
      return `sip:${ends.destination}`;
    case "via":
      return `SIP/2.0/UDP ${host};branch=z9hG4bK${randomText("hex", 10, random)}`;
    case "from":
      return `<sip:user@${ends.source}>;tag=${randomText("hex", 8, random)}`;
    case "to":
      return `<sip:user@${ends.destination}>`;
    case "call-id":
      return randomText("hex", 16, random);
    case "cseq":
      return `1 ${method}`;
    case "contact":
      return `<sip:user@${host}>`;
    case "max-forwards":
      return "70";
    case "user-agent":
      return agent;
    default:
      return "0";
  }
}

function writeElement(
  element: PatternElement,
  key: string,
  before: PatternElement | undefined,
  ends: Ends,
  random: () => number,
): string {
  if (element.kind === "literal") return element.text;
  if (element.kind === "token") return writeToken(element.token, ends);
  if (element.kind === "method") throw new Error("bound before");
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] as string;
  if (element.gapClass === "agent") return pick(AGENTS);
  if (element.gapClass === "name") return pick(NAMES);
  if (element.gapClass === "date") return "Mon, 03 Feb 2020 10:11:12 GMT";
  if (element.gapClass === "any" && element.max === Number.POSITIVE_INFINITY) return writeAny(key, before, random);
  const longest = Math.min(element.max, element.min + 12);
  const length = element.gapClass === "phone" ? 12 : element.min + Math.floor(random() * (longest - element.min + 1));
  if (element.gapClass === "dechex") {
    return Array.from({ length: Math.max(1, length >> 1) }, () => `3${Math.floor(random() * 10)}`).join("");
  }
  return randomText(element.gapClass, length, random);
}

/** What stands in a gap of unknown length depends on where it is. */
function writeAny(key: string, before: PatternElement | undefined, random: () => number): string {
  const preceding = before?.kind === "literal" ? before.text : "";
  if (key === "from") return `;tag=${randomText("hex", 8, random)}`;
  if (key === "user-agent") return randomText("alnum", 8, random);
  if (key === "allow") return "INVITE, ACK, CANCEL, OPTIONS, BYE";
  if (key === "supported") return "replaces";
  return preceding.endsWith(" ") || preceding.endsWith("@") ? "127.0.1.1" : "";
}

function writeToken(token: number, ends: Ends): string {
  const hexAscii = (text: string) => [...text].map((character) => character.charCodeAt(0).toString(16)).join("");
  switch (tokenName(token)) {
    case "SourceIP":
      return ends.source;
    case "DestIP":
      return ends.destination;
    case "SourcePort":
      return String(ends.sourcePort);
    case "DestPort":
      return String(ends.destinationPort);
    case "DestIP:hexascii":
      return hexAscii(
        ends.destination
          .split(".")
          .map((part) => Number(part).toString(16).padStart(2, "0"))
          .join(""),
      );
    case "DestPort:hexascii":
      return hexAscii(ends.destinationPort.toString(16).padStart(4, "0"));
    default:
      throw new Error(`no signature of the paper's tools uses this token: ${token}`);
  }
}

function sdpOfLength(length: number): string {
  const body =
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 8000 RTP/AVP 0\r\na=x:";
  return `${body.padEnd(length - 2, "0")}\r\n`;
}
