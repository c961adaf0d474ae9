import { type Gap, type Pattern, parsePattern, settleChoices, type Token } from "./pattern.ts";
import type { Random } from "./random.ts";
import { type DraftHeader, encodeDraft, type SipDraft } from "./sip-draft.ts";
import {
  drawDialledNumber,
  drawHabits,
  type Endpoints,
  type Habits,
  hexAscii,
  hexBytes,
  ipv4Bytes,
  type PacketDraw,
  type RunOptions,
  uriHost,
} from "./tool-habits.ts";
import { type TableTool, tableTool } from "./tool-table.ts";
import { AGENTS, COMPACT_NAMES, DISPLAY_NAMES, PRIVATE_HOSTS, SPELLINGS } from "./word-lists.ts";

export type { Endpoints, RunOptions } from "./tool-habits.ts";

/** One scanning run of one tool: what the tool holds constant is drawn already, what varies is drawn per message. */
export interface ToolRun {
  readonly tool: TableTool;
  /** The next message, before it becomes bytes. */
  draft(endpoints: Endpoints): SipDraft;
  /** The next message as sent. */
  next(endpoints: Endpoints): Uint8Array;
}

/** A single message of a tool, as the first of a run. */
export function toolMessage(toolId: string, endpoints: Endpoints, random: Random): Uint8Array {
  return beginRun(toolId, random).next(endpoints);
}

/** The further scanners whose messages are known well enough to write them. */
export const EXTRA_TOOL_IDS: readonly string[] = [
  "extra/sipvicious-svwar",
  "extra/sipvicious-compact",
  "extra/sality-sipscan",
  "extra/metasploit-sip-options",
  "extra/sippts",
  "extra/sippts-perl",
  "extra/sipsak",
];

/** Begins a run of a table tool (`paper/N`) or of one of `EXTRA_TOOL_IDS`. */
export function beginRun(toolId: string, random: Random, options: RunOptions = {}): ToolRun {
  const tool = tableTool(toolId);
  const perRun = (options.setUp ?? random).fork(`run ${toolId}`);
  const perPacket = random.fork(`packets ${toolId}`);
  const habits = drawHabits(toolId, perRun, options);
  const requestLine = habits.patterns?.["request-line"] ?? tool.fields.get("request-line") ?? undefined;
  const method = options.method ?? habits.method ?? perRun.pick(tool.methods ?? ["OPTIONS"]);
  const uri = requestLine === undefined ? perRun.pick(URI_SHAPES) : undefined;
  const startLine = settle("request-line", requestLine ?? `{method} ${uri} SIP/2.0`, habits, perRun);
  const headers = drawHeaders(tool, habits, method, perRun);
  const open: OpenValues = {
    tag: perRun.pick(TAG_SHAPES),
    // A tool of the table draws from a list per packet; any other keeps the agent it was given.
    agents: tool.fields.has("user-agent") ? AGENTS : [perRun.pick(AGENTS)],
    cseq: String(perRun.pick([1, 1, 2, 10, 101, 102])),
  };
  let firstDestination: string | undefined;

  const draft = (endpoints: Endpoints): SipDraft => {
    firstDestination ??= endpoints.destination;
    const packet = drawPacket(endpoints, method, perPacket);
    const expand = (key: string, pattern: Pattern) => {
      const destination = habits.namesFirstTarget ? (firstDestination as string) : endpoints.destination;
      return expandPattern(key, pattern, { ...packet, endpoints: { ...endpoints, destination } }, habits, open);
    };
    const body = habits.body?.(packet) ?? "";
    const [, uriText] = expand("request-line", startLine).split(" ") as [string, string];
    return {
      method,
      uri: uriText,
      headers: headers.flatMap(({ key, name, pattern }): DraftHeader[] => {
        if (key === "content-type" && body === "") return [];
        if (pattern === "body-length") return [{ key, name, value: String(body.length) }];
        return [{ key, name, value: expand(key, pattern) }];
      }),
      body,
      lineEnd: habits.lineEnd ?? "\r\n",
      emptyLine: habits.emptyLine ?? true,
      lostBytes: habits.lostBytes ?? 0,
      padding: habits.padding?.(packet) ?? 0,
    };
  };
  return { tool, draft, next: (endpoints) => encodeDraft(draft(endpoints)) };
}

/** A header of the run: its place and spelling are fixed, its value is drawn per packet. */
interface RunHeader {
  readonly key: string;
  readonly name: string;
  readonly pattern: Pattern | "body-length";
}

/** Values that the table leaves open and a run keeps. */
interface OpenValues {
  readonly tag: string;
  readonly agents: readonly string[];
  readonly cseq: string;
}

const URI_SHAPES = ["sip:{DestIP}", "sip:100@{DestIP}", "sip:{?*:phone}@{DestIP}", "sip:{DestIP}:{DestPort}"];

const VIA_SHAPES = [
  "SIP/2.0/UDP {SourceIP}:{SourcePort};branch=z9hG4bK{?16:hex};rport",
  "SIP/2.0/UDP {SourceIP}:{SourcePort};branch=z9hG4bK-{?1-10:dec}",
  "SIP/2.0/UDP {SourceIP}:{SourcePort};rport;branch=z9hG4bK{?12:alnum}",
  "SIP/2.0/UDP {SourceIP};branch=z9hG4bK{?8:hex}",
  ...PRIVATE_HOSTS.map((host) => `SIP/2.0/UDP ${host}:5060;branch=z9hG4bK{?10:dec};rport`),
];

const CALL_ID_SHAPES = ["{?32:hex}", "{?24:dec}", "{?10:dec}@{SourceIP}", "{?8:hex}-{?4:hex}-{?4:hex}-{?12:hex}"];

const TAG_SHAPES = ["hex", "dec", "as"];

/** What a scanner of unknown making puts around the headers that the table names. */
const USUAL_HEADERS: Readonly<Record<string, { probability: number; shapes: readonly string[] }>> = {
  "max-forwards": { probability: 0.9, shapes: ["70", "69", "20", "100"] },
  "user-agent": { probability: 0.3, shapes: ["{?*:agent}"] },
  contact: { probability: 0.7, shapes: ["<sip:{SourceIP}:{SourcePort}>", "<sip:100@{SourceIP}:{SourcePort}>"] },
  accept: { probability: 0.5, shapes: ["application/sdp"] },
  allow: {
    probability: 0.3,
    shapes: ["INVITE, ACK, CANCEL, OPTIONS, BYE", "INVITE,ACK,OPTIONS,BYE,CANCEL,NOTIFY,REFER"],
  },
  expires: { probability: 0.15, shapes: ["3600", "60"] },
};

const NECESSARY_HEADERS: Readonly<Record<string, readonly string[]>> = {
  via: VIA_SHAPES,
  from: ["<sip:100@{SourceIP}>{?*:any}"],
  to: ["<sip:100@{DestIP}>"],
  "call-id": CALL_ID_SHAPES,
  cseq: ["{?*:dec} {method}"],
};

function drawHeaders(tool: TableTool, habits: Habits, method: string, random: Random): RunHeader[] {
  const plain = tool.confirmed || habits.plain === true;
  const shapes = new Map<string, string>();
  const isHeader = (key: string) => key !== "request-line" && !key.startsWith("sdp.");
  for (const [key, value] of tool.fields) {
    if (!isHeader(key)) continue;
    const necessary = key in NECESSARY_HEADERS || tool.matchKeys.includes(key);
    if (!plain && !necessary && !random.chance(0.85)) continue;
    const usual = NECESSARY_HEADERS[key] ?? USUAL_HEADERS[key]?.shapes;
    const shape = value ?? (usual === undefined ? undefined : random.pick(usual));
    if (shape !== undefined) shapes.set(key, shape);
  }
  for (const [key, shape] of Object.entries(habits.patterns ?? {})) {
    if (!isHeader(key)) continue;
    if (shape === "") shapes.delete(key);
    else shapes.set(key, shape);
  }
  for (const [key, usual] of Object.entries(NECESSARY_HEADERS)) {
    if (!shapes.has(key)) shapes.set(key, random.pick(usual));
  }
  if (!plain) {
    for (const [key, usual] of Object.entries(USUAL_HEADERS)) {
      if (!shapes.has(key) && !tool.fields.has(key) && random.chance(usual.probability)) {
        shapes.set(key, random.pick(usual.shapes));
      }
    }
  }
  const headers = new Map<string, Pattern | "body-length">();
  for (const [key, shape] of shapes) headers.set(key, settle(key, shape, habits, random));
  if (habits.body !== undefined) headers.set("content-type", parsePattern("application/sdp"));
  if (!headers.has("content-length") && !plain && (habits.body !== undefined || random.chance(0.85))) {
    headers.set("content-length", "body-length");
  }
  const order = orderHeaders([...headers.keys()], tool, habits, method, random);
  return order.map((key) => ({
    key,
    name: spellHeader(key, habits),
    pattern: headers.get(key) as Pattern | "body-length",
  }));
}

/** The known order where there is one, other headers strewn in; else Via first and the rest as it falls. */
function orderHeaders(
  keys: readonly string[],
  tool: TableTool,
  habits: Habits,
  method: string,
  random: Random,
): readonly string[] {
  const known = habits.order ?? (tool.orders.length > 0 ? random.pick(tool.orders) : undefined);
  const body = method === "INVITE" ? ["content-type", "content-length"] : [];
  if (known === undefined && (tool.confirmed || habits.plain === true)) {
    return ["via", ...keys.filter((key) => key !== "via")];
  }
  if (known === undefined) {
    const rest = random.shuffle(keys.filter((key) => key !== "via" && !body.includes(key)));
    return ["via", ...rest, ...body.filter((key) => keys.includes(key))];
  }
  const ordered = known.filter((key) => keys.includes(key));
  for (const key of keys) {
    if (!ordered.includes(key)) ordered.splice(random.int(1, ordered.length), 0, key);
  }
  return ordered;
}

/** The usual spelling: each word with a capital, known exceptions, compact names where the tool uses them. */
function spellHeader(key: string, habits: Habits): string {
  const plainKey = key.replace(/#\d+$/, "");
  if (habits.compactNames && COMPACT_NAMES[plainKey] !== undefined) return COMPACT_NAMES[plainKey];
  return SPELLINGS[plainKey] ?? plainKey.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function settle(key: string, shape: string, habits: Habits, random: Random): Pattern {
  const preset = habits.choices?.[key] ?? [];
  return settleChoices(parsePattern(shape), (index, count) => preset[index] ?? random.int(0, count - 1));
}

function drawPacket(endpoints: Endpoints, method: string, random: Random): PacketDraw {
  const drawn = new Map<string, string>();
  return {
    endpoints,
    random,
    method,
    once: (name, draw) => {
      const value = drawn.get(name) ?? draw();
      drawn.set(name, value);
      return value;
    },
  };
}

function expandPattern(key: string, pattern: Pattern, packet: PacketDraw, habits: Habits, open: OpenValues): string {
  return pattern
    .map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "token") return expandToken(part.token, packet);
      if (part.kind === "choice") throw new Error(`an unsettled choice in ${key}`);
      return habits.fill?.(key, part.gap, packet) ?? fillGap(key, part.gap, packet, open);
    })
    .join("");
}

function expandToken(token: Token, { endpoints, method }: PacketDraw): string {
  switch (token) {
    case "SourceIP":
      return uriHost(endpoints.source);
    case "DestIP":
      return uriHost(endpoints.destination);
    case "SourcePort":
      return String(endpoints.sourcePort);
    case "DestPort":
      return String(endpoints.destinationPort);
    case "DestIP:hexascii":
      return hexAscii(hexBytes(ipv4Bytes(endpoints.destination)));
    case "DestPort:hexascii":
      return hexAscii(hexBytes([endpoints.destinationPort >> 8, endpoints.destinationPort & 255]));
    case "method":
      return method;
  }
}

/** Usual text for a gap: of its class and length, or what a scanner would put where the table says nothing. */
function fillGap(key: string, gap: Gap, packet: PacketDraw, open: OpenValues): string {
  const { random, endpoints } = packet;
  const length = gap.most === null ? random.int(6, 12) : random.int(gap.least, gap.most);
  switch (gap.characters) {
    case "dec":
      if (key === "cseq") return open.cseq;
      // Decimal text of a random number: 32 bits for a branch, 80 bits for a Call-ID of SIPVicious.
      if (gap.most === null || gap.most === 10)
        return gap.least <= 1 ? random.decimalOfBits(32) : random.digits(length);
      return gap.most === 25 ? random.decimalOfBits(80) : random.digits(length);
    case "dechex":
      return hexAscii(random.decimalOfBits(32));
    case "hex":
      return random.hex(length);
    case "alpha":
      return key === "cseq" ? packet.method : random.alpha(length);
    case "alnum":
      return random.alnum(length);
    case "agent":
      return random.pick(open.agents);
    case "name":
      return packet.once("name", () => random.pick(DISPLAY_NAMES));
    case "phone":
      return packet.once("dialled", () => drawDialledNumber(random));
    case "date":
      return new Date(endpoints.timeMs ?? 0).toUTCString();
    case "any":
      if (key === "request-line") return `sip:100@${uriHost(endpoints.destination)}`;
      return key === "from" ? drawTag(open.tag, random) : "";
    default:
      throw new Error(`the table has a new class "${gap.characters}" (${key})`);
  }
}

function drawTag(shape: string, random: Random): string {
  if (shape === "dec") return `;tag=${random.digits(10)}`;
  return shape === "as" ? `;tag=as${random.hex(8)}` : `;tag=${random.hex(8)}`;
}
