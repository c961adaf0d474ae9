import { Random } from "./random.ts";
import { encodeDraft, type SipDraft } from "./sip-draft.ts";
import { type Endpoints, uriHost } from "./tool-habits.ts";

/** A scanner nobody has described: its words and shapes are drawn once, its random parts per message. */
export interface UnknownTool {
  draft(endpoints: Endpoints): SipDraft;
  next(endpoints: Endpoints): Uint8Array;
}

type Part = (endpoints: Endpoints, perPacket: Random) => string;

/**
 * Draws a scanner: method, words, header order, and how it writes each value.
 *
 * @param run draws what varies from packet to packet
 */
export function inventTool(seed: string, run?: Random): UnknownTool {
  const own = new Random(`invented tool ${seed}`);
  const ownPackets = own.fork("packets");
  const perPacket = run ?? ownPackets;
  const word = () => own.alpha(own.int(5, 10)).toLowerCase();
  const user = word();
  const token = drawToken(own);
  const tag = drawToken(own);
  const idHost: Part = own.pick<Part>([
    () => "",
    ({ source }) => `@${uriHost(source)}`,
    constant(`@${word()}.invalid`),
  ]);
  const source: Part = ({ source: host, sourcePort }) => `${uriHost(host)}:${sourcePort}`;
  const target: Part = ({ destination }) => uriHost(destination);
  const name = own.pick(["", `"${word()}" `, `${word()} `]);
  const branch = own.pick(["z9hG4bK", "z9hG4bK-", `${word()}-`]);
  const method = own.pick(["OPTIONS", "OPTIONS", "REGISTER", "INVITE", "SUBSCRIBE"]);
  const usual: readonly (readonly [string, Part])[] = [
    ["Max-Forwards", constant(own.pick(["70", "16", "255"]))],
    ["From", (ends, draw) => `${name}<sip:${user}@${source(ends, draw)}>;tag=${tag(ends, draw)}`],
    ["To", (ends, draw) => `<sip:${user}@${target(ends, draw)}>`],
    ["Call-ID", (ends, draw) => token(ends, draw) + idHost(ends, draw)],
    ["CSeq", constant(`${own.int(1, 9999)} ${method}`)],
    ["Contact", (ends, draw) => `<sip:${user}@${source(ends, draw)}>`],
    ["User-Agent", constant(`${word()}/${own.int(1, 9)}.${own.int(0, 9)}`)],
    ["Accept", constant("application/sdp")],
    ["Content-Length", constant("0")],
  ];
  const optional = new Set(["Max-Forwards", "Contact", "User-Agent", "Accept"]);
  const kept = usual.filter(([key]) => !optional.has(key) || own.chance(0.75));
  const headers: readonly (readonly [string, Part])[] = [
    ["Via", (ends, draw) => `SIP/2.0/UDP ${source(ends, draw)};branch=${branch}${token(ends, draw)}`],
    ...own.shuffle(kept),
  ];
  const draft = (endpoints: Endpoints): SipDraft => ({
    method,
    uri: `sip:${uriHost(endpoints.destination)}`,
    headers: headers.map(([key, write]) => ({ key: key.toLowerCase(), name: key, value: write(endpoints, perPacket) })),
    body: "",
    lineEnd: "\r\n",
    emptyLine: true,
    lostBytes: 0,
    padding: 0,
  });
  return { draft, next: (endpoints) => encodeDraft(draft(endpoints)) };
}

function constant(text: string): Part {
  return () => text;
}

/** How a scanner writes its random numbers. */
function drawToken(own: Random): Part {
  const length = own.int(6, 32);
  return own.pick<Part>([
    (_, draw) => draw.hex(length),
    (_, draw) => draw.digits(length),
    (_, draw) => draw.alnum(length),
    (_, draw) => draw.decimalOfBits(32),
  ]);
}
