import type { Gap } from "./pattern.ts";
import type { Random } from "./random.ts";
import { AGENTS, DIAL_PREFIXES, DIALLED_NUMBERS, PRIVATE_HOSTS } from "./word-lists.ts";

/** The two ends of one datagram, as text; IPv6 addresses without brackets. */
export interface Endpoints {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Milliseconds since 1970, for the tools that write a date. */
  readonly timeMs?: number;
}

/** What one packet is drawn from. */
export interface PacketDraw {
  readonly endpoints: Endpoints;
  readonly random: Random;
  readonly method: string;
  /** Draws a value once per packet, so that two headers can share it. */
  once(name: string, draw: () => string): string;
}

/** What a tool does beyond its row in the table; drawn once per run. */
export interface Habits {
  readonly method?: string;
  /** Patterns for keys whose value the table leaves open; an empty string leaves the header out. */
  readonly patterns?: Readonly<Record<string, string>>;
  /** Which alternative to take at each point of choice of a key; the rest is drawn. */
  readonly choices?: Readonly<Record<string, readonly number[]>>;
  /** Text for a gap, or undefined for the usual text of its class. */
  readonly fill?: (key: string, gap: Gap, packet: PacketDraw) => string | undefined;
  readonly order?: readonly string[];
  readonly body?: (packet: PacketDraw) => string;
  readonly padding?: (packet: PacketDraw) => number;
  readonly lineEnd?: "\n";
  readonly emptyLine?: false;
  readonly lostBytes?: number;
  readonly compactNames?: true;
  /** SIPPTS writes the first target of the run into every message. */
  readonly namesFirstTarget?: true;
  /** The row is the whole message, in its order: no header of it is optional and none is added. */
  readonly plain?: true;
}

/** What a caller wants of a run; the rest is drawn. */
export interface RunOptions {
  readonly method?: string;
  /** `py2` or `py3` for SIPVicious, `template` or `masscan-1.3.2` for tool 14. */
  readonly edition?: string;
  /** Where the run's constants are drawn from: sources of one operator share them, each with packets of its own. */
  readonly setUp?: Random;
}

/** The habits of a tool, drawn for one run. */
export function drawHabits(toolId: string, random: Random, options: RunOptions): Habits {
  return HABITS[toolId]?.(random, options) ?? {};
}

/** Draws a destination number as a fraud dialler would: a prefix to leave the dial plan, then the number. */
export function drawDialledNumber(random: Random): string {
  return random.pick(DIAL_PREFIXES) + random.pick(DIALLED_NUMBERS);
}

/** The request URI of a call: the same number as in To. */
const fillDialledUri: NonNullable<Habits["fill"]> = (key, _gap, packet) => {
  if (key !== "request-line") return undefined;
  const number = packet.once("dialled", () => drawDialledNumber(packet.random));
  return `sip:${number}@${uriHost(packet.endpoints.destination)}`;
};

/** An address in a URI: IPv6 goes in brackets. */
export const uriHost = (address: string) => (address.includes(":") ? `[${address}]` : address);

const HABITS: Readonly<Record<string, (random: Random, options: RunOptions) => Habits>> = {
  "paper/1": sipVicious,
  "paper/2": sipVicious,
  "paper/3": sipVicious,
  // The table does not say whether this one changes its user-agent per packet or per run: both are tried.
  "paper/4": (random, options) => ({
    ...sipVicious(random, options),
    fill: sipViciousFill(random, random.chance(0.5)),
  }),
  "paper/6": (random) => {
    const habits = editedNmap(random);
    return { ...habits, patterns: { ...habits.patterns, "call-id": random.pick(["50000", "5000", "97"]) } };
  },
  "paper/7": editedNmap,
  // The misspelt name stands in place of the right one; a table row that lists both leaves room for both.
  "paper/8": (random) => {
    const habits = editedNmap(random);
    const both = random.chance(0.2);
    return { ...habits, patterns: { ...habits.patterns, "content-length": both ? "0" : "" } };
  },
  "paper/9": (random) => ({
    method: random.pick(["REGISTER", "OPTIONS"]),
    fill: (key, gap, packet) => {
      if (key === "user-agent") return packet.random.alnum(packet.random.int(6, 12));
      return gap.characters === "alnum" ? packet.once(key, () => packet.random.alnum(8)) : undefined;
    },
  }),
  "paper/10": (random) => ({
    choices: { to: [random.chance(0.7) ? 0 : 1] },
    ...(random.chance(0.5) && { padding: (packet) => packet.random.int(58, 62) }),
  }),
  "paper/11": (random) => {
    const caller = random.digits(4);
    return {
      patterns: { from: `"${caller}" <sip:${caller}@{DestIP}>;tag={?8:hex}`, to: "<sip:{?*:phone}@{DestIP}>" },
      fill: fillDialledUri,
      ...sometimesWithSdp(random, 0.6),
    };
  },
  "paper/12": (random) => ({
    patterns: random.chance(0.5) ? { "call-id": "{?32:hex}" } : {},
    fill: fillDialledUri,
    ...sometimesWithSdp(random, 0.6),
  }),
  "paper/13": (random) => ({ method: random.pick(["OPTIONS", "INVITE"]) }),
  "paper/14": (random, options) => {
    const edition = options.edition ?? random.pick(["template", "masscan-1.3.2"]);
    return { emptyLine: false, ...(edition === "masscan-1.3.2" && DOUBLED_MASSCAN) };
  },
  "paper/15": (random) => ({
    method: "OPTIONS",
    patterns: {
      allow: "INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO",
      supported: random.pick(["replaces", "replaces, timer"]),
      cseq: "102 {method}",
    },
    fill: constantFill("via", random.pick([";rport", ""])),
  }),
  "paper/16": (random) => ({
    method: "INVITE",
    patterns: { "request-line": "INVITE sip:{?*:phone}@{DestIP} SIP/2.0", "content-type": "application/sdp" },
    body: sdpOfLength(random, 209),
  }),
  "paper/17": (random) => {
    const quote = random.int(0, 1);
    const choices = [quote, quote, random.int(0, 1)];
    return {
      choices: { from: choices, to: choices },
      // The display name repeats the user part.
      fill: (key, gap, packet) =>
        gap.characters === "dec" && (key === "from" || key === "to")
          ? packet.once(key, () => packet.random.digits(5))
          : undefined,
    };
  },
  "paper/18": (random) => ({ method: random.pick(["OPTIONS", "REGISTER"]) }),
  "paper/19": (random) => {
    const quote = random.int(0, 1);
    const choices = [quote, quote, random.int(0, 1)];
    const caller = random.digits(random.int(3, 5));
    return {
      method: random.pick(["INVITE", "OPTIONS"]),
      choices: { from: choices, to: choices },
      // One caller per run; the number called changes.
      fill: (key, gap) => (gap.characters === "phone" && (key === "from" || key === "contact") ? caller : undefined),
    };
  },
  "paper/20": (random) => {
    const quote = random.int(0, 1);
    const agent = random.chance(0.5) ? random.pick(AGENTS) : undefined;
    return {
      choices: { to: [quote, quote, random.int(0, 1)] },
      fill: (key) => (key === "user-agent" ? agent : undefined),
      ...sometimesWithSdp(random, 0.6),
    };
  },
  "paper/21": (random) => {
    const host = random.chance(0.8) ? 0 : 1; // the scripts write the scanner's address, the table the target's
    const quote = random.int(0, 1);
    const tagged = random.chance(0.8);
    return {
      plain: true,
      choices: { to: [random.int(0, 2), host], from: [quote, quote, random.int(0, 1), host], contact: [host] },
      fill: (key, gap, packet) => {
        if (gap.characters !== "any") return undefined;
        return key === "from" && tagged ? `;tag=${packet.random.decimalOfBits(31)}` : "";
      },
    };
  },
  "extra/sipvicious-svwar": () => ({
    method: "REGISTER",
    plain: true,
    order: SIPVICIOUS_PY3_ORDER,
    fill: (_key, gap, packet) => {
      const extension = packet.once("extension", () => String(packet.random.int(100, 999)));
      if (gap.most !== null) return undefined;
      return gap.characters === "hex" ? hexAscii(extension) : extension;
    },
  }),
  "extra/sipvicious-compact": () => ({
    method: "OPTIONS",
    plain: true,
    compactNames: true,
    order: SIPVICIOUS_COMPACT_ORDER,
    patterns: {
      "request-line": "OPTIONS sip:100@{DestIP} SIP/2.0",
      from: '"sipvicious"<sip:100@1.1.1.1>;tag={DestIP:hexascii}{DestPort:hexascii}01{?2-20:dechex}',
      to: '"sipvicious"<sip:100@1.1.1.1>',
      contact: "sip:100@{SourceIP}:{SourcePort}",
      cseq: "1 OPTIONS",
      "call-id": "{?1-25:dec}",
      accept: "application/sdp",
      "max-forwards": "70",
      "content-length": "0",
    },
  }),
  "extra/sality-sipscan": (random) => {
    const host = random.pick(PRIVATE_HOSTS);
    return {
      method: "REGISTER",
      plain: true,
      order: SIPVICIOUS_PY2_ORDER,
      patterns: {
        from: '"{?*:dec}"<sip:{?*:dec}@{DestIP}>;tag={?10:dec}',
        to: '"{?*:dec}"<sip:{?*:dec}@{DestIP}>',
        "call-id": "{?10:dec}",
        accept: "application/sdp",
        "content-length": "0",
      },
      fill: (_key, gap, packet) => {
        if (gap.characters === "any") return host;
        return gap.most === null ? packet.once("extension", () => packet.random.digits(10)) : undefined;
      },
    };
  },
  "extra/metasploit-sip-options": () => ({
    plain: true,
    // The user-agent repeats the user of From and Contact.
    fill: (_key, gap, packet) =>
      gap.characters === "alnum" ? packet.once("user", () => packet.random.alnum(packet.random.int(1, 8))) : undefined,
  }),
  "extra/sippts": () => ({
    method: "OPTIONS",
    plain: true,
    namesFirstTarget: true,
    patterns: {
      "request-line": "OPTIONS sip:100@{DestIP} SIP/2.0",
      cseq: "1 OPTIONS",
      allow: "INVITE, REGISTER, ACK, CANCEL, BYE, NOTIFY, REFER, OPTIONS, INFO, SUBSCRIBE, UPDATE, PRACK, MESSAGE",
      "content-length": "0",
    },
    // The branch is lower-case; the table's class knows no such thing.
    fill: (_key, gap, packet) =>
      gap.characters === "alnum" ? packet.random.characters("0123456789abcdefghijklmnopqrstuvwxyz", 71) : undefined,
  }),
  "extra/sippts-perl": () => ({
    method: "OPTIONS",
    plain: true,
    lineEnd: "\n",
    patterns: { "request-line": "OPTIONS sip:100@{DestIP} SIP/2.0", to: "<sip:100@{DestIP}>", cseq: "1 OPTIONS" },
    fill: (_key, gap) => (gap.characters === "any" ? "100" : undefined),
  }),
  "extra/sipsak": () => ({
    method: "OPTIONS",
    plain: true,
    patterns: { "request-line": "OPTIONS sip:{DestIP} SIP/2.0", to: "sip:{DestIP}", cseq: "1 OPTIONS" },
    fill: (key, gap, packet) => {
      if (key === "user-agent") return "0.9.8";
      if (gap.characters === "any") return "127.0.0.1";
      // The tag is the Call-ID's number in hex.
      const number = packet.once("number", () => packet.random.decimalOfBits(31));
      if (key === "call-id") return number;
      return key === "from" ? Number(number).toString(16) : undefined;
    },
  }),
};

const SIPVICIOUS_COMPACT_ORDER = [
  "via",
  "content-length",
  "from",
  "accept",
  "to",
  "contact",
  "cseq",
  "call-id",
  "max-forwards",
];

/**
 * masscan 1.3.2 copies the template onto itself: a start line inside the first Via. The message keeps the template's
 * 328 bytes, so its end is lost, down to the line feed behind CSeq.
 */
const DOUBLED_MASSCAN: Habits = {
  patterns: {
    via: "SIP/2.0/UDP pc33.atlanta.com;branch=z9hGOPTIONS sip:carol@chicago.com SIP/2.0",
    "via#2": "SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKhjhs8ass877",
    contact: "",
    accept: "",
    "content-length": "",
  },
  order: ["via", "via#2", "max-forwards", "to", "from", "call-id", "cseq"],
  lostBytes: 1,
};

/**
 * svmap. One run keeps its method and its idea of its own address; with REGISTER the URI has no user and Contact
 * reads `None`. The table's second form of the tag stands for a target that NAT rewrote behind the scanner.
 */
function sipVicious(random: Random, options: RunOptions): Habits {
  const method = options.method ?? (random.chance(0.85) ? "OPTIONS" : random.pick(["REGISTER", "INVITE"]));
  const behindNat = random.chance(0.2);
  const otherPort = behindNat && random.chance(0.5);
  return {
    method,
    plain: true,
    choices: {
      "request-line": [method === "REGISTER" ? 1 : 0],
      via: [behindNat ? 1 : 0, otherPort ? 2 : 0],
      from: [random.chance(0.1) ? 1 : 0, random.chance(0.05) ? 1 : 0],
      contact: [method === "REGISTER" ? 2 : behindNat ? 1 : 0],
    },
    order: (options.edition ?? random.pick(["py2", "py3"])) === "py3" ? SIPVICIOUS_PY3_ORDER : SIPVICIOUS_PY2_ORDER,
    fill: sipViciousFill(random, false),
  };
}

/** 0.2.x writes its headers in the order of a Python 2 dictionary, 0.3.x in the order of insertion. */
const SIPVICIOUS_PY2_ORDER = [
  "via",
  "content-length",
  "from",
  "accept",
  "user-agent",
  "to",
  "contact",
  "cseq",
  "call-id",
  "max-forwards",
];
const SIPVICIOUS_PY3_ORDER = [
  "via",
  "max-forwards",
  "to",
  "from",
  "user-agent",
  "call-id",
  "contact",
  "cseq",
  "accept",
  "content-length",
];

function sipViciousFill(random: Random, oneAgent: boolean): NonNullable<Habits["fill"]> {
  const host = random.pick(PRIVATE_HOSTS);
  const port = random.pick(["5060", "5061", "5062"]);
  const agent = random.pick(AGENTS);
  return (key, gap, packet) => {
    if (key === "user-agent") return oneAgent ? agent : undefined;
    if (key === "via" && gap.characters === "any") return host;
    if (key === "via" && gap.most === 5) return port;
    if (key === "contact") return `${host}:${packet.endpoints.sourcePort}`;
    if (key === "from" && gap.characters === "hex") return hexAscii(natTarget(packet.endpoints));
    return undefined;
  };
}

/** The target as the scanner saw it: 10.0.0.0/8 in front of the destination's low bytes. */
function natTarget(endpoints: Endpoints): string {
  const low = ipv4Bytes(endpoints.destination).slice(1);
  return hexBytes([10, ...low]) + hexBytes([endpoints.destinationPort >> 8, endpoints.destinationPort & 255]);
}

/** The four bytes of a dotted address. SIPVicious' tag knows IPv4 only. */
export function ipv4Bytes(address: string): readonly number[] {
  const bytes = address.split(".").map(Number);
  if (bytes.length !== 4) throw new Error(`${address} is not an IPv4 address`);
  return bytes;
}

/** Two lower-case hex digits per byte. */
export function hexBytes(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Each character as the two hex digits of its code. */
export function hexAscii(text: string): string {
  return hexBytes([...text].map((character) => character.charCodeAt(0)));
}

/** The nmap probe with other names in it; what the table leaves open follows the probe, or nearly so. */
function editedNmap(random: Random): Habits {
  const order = [
    "via",
    "from",
    "to",
    "call-id",
    "cseq",
    "max-forwards",
    "content-lnegth",
    "content-length",
    "contact",
    "accept",
  ];
  return {
    plain: true,
    patterns: {
      "request-line": random.pick([
        "OPTIONS sip:nm SIP/2.0",
        "OPTIONS sip:test SIP/2.0",
        "OPTIONS sip:{DestIP} SIP/2.0",
      ]),
      via: random.pick([
        "SIP/2.0/UDP nm;branch=foo;rport",
        "SIP/2.0/UDP test;branch=foo;rport",
        "SIP/2.0/UDP nm;branch=foo",
      ]),
      cseq: random.pick(["42 OPTIONS", "1 OPTIONS"]),
      "max-forwards": "70",
      accept: random.chance(0.8) ? "application/sdp" : "",
    },
    order: random.chance(0.7) ? order : ["via", ...random.shuffle(order.slice(1))],
  };
}

function constantFill(forKey: string, text: string): NonNullable<Habits["fill"]> {
  return (key, gap) => (key === forKey && gap.most === null ? text : undefined);
}

function sometimesWithSdp(random: Random, probability: number): Habits {
  if (!random.chance(probability)) return {};
  const user = random.pick(["root", "-", "user1", "sipcall"]);
  const name = random.pick(["session", "call", "-"]);
  return {
    body: (packet) =>
      sdp(packet.endpoints.source, user, name, packet.random.digits(9), String(packet.random.int(10000, 60000))),
  };
}

/** An SDP body whose length never changes: the session name takes up what the address leaves. */
function sdpOfLength(random: Random, length: number): (packet: PacketDraw) => string {
  const filler = random.alpha(80).toLowerCase();
  return (packet) => {
    const write = (name: string) => sdp(packet.endpoints.source, "99999", name, "2890844526", "16384");
    return write(filler.slice(0, length - write("").length));
  };
}

function sdp(source: string, user: string, sessionName: string, sessionId: string, port: string): string {
  const network = source.includes(":") ? "IP6" : "IP4";
  const lines = [
    "v=0",
    `o=${user} ${sessionId} ${sessionId} IN ${network} ${source}`,
    `s=${sessionName}`,
    `c=IN ${network} ${source}`,
    "t=0 0",
    `m=audio ${port} RTP/AVP 0 8`,
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:8 PCMA/8000",
    "a=sendrecv",
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}
