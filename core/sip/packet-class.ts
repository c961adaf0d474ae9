import type { Datagram, UndecodedClass } from "../net/datagram.ts";
import { type Latin1Decoder, Latin1Text } from "./latin1.ts";
import type { SipRequest } from "./message.ts";
import { type FieldMemory, readSipPayload } from "./read-message.ts";

/** The classes of the conservation law, in the order of spec section 1: `packets = sum of all classes`. */
export const PACKET_CLASSES = [
  "malformed",
  "notIp",
  "fragment",
  "tcp",
  "otherTransport",
  "otherPort",
  "sipResponse",
  "truncated",
  "empty",
  "keepAlive",
  "sipRequest",
  "notSip",
] as const satisfies readonly (UndecodedClass | string)[];

export type PacketClass = (typeof PACKET_CLASSES)[number];

/** UDP ports on which SIP is expected; with "any" the start line decides. */
export type SipPorts = ReadonlySet<number> | "any";

/** A datagram's class; requests come with their message and what it was read from. */
export type ClassifiedDatagram =
  | { readonly class: "sipRequest"; readonly request: SipRequest; readonly payload: Latin1Text }
  | { readonly class: Exclude<PacketClass, "sipRequest"> };

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL bytes are among the keep-alives
const ONLY_KEEP_ALIVE_BYTES = /^[\r\n \t\x00]*$/;

/**
 * The class of a whole UDP datagram: the first that applies in the order of spec section 1.
 *
 * @param memory the fields of the message before
 */
export function classifyDatagram(
  datagram: Datagram,
  ports: SipPorts,
  latin1: Latin1Decoder,
  memory: FieldMemory,
): ClassifiedDatagram {
  const toSipPort = ports === "any" || ports.has(datagram.destinationPort);
  if (!toSipPort && !ports.has(datagram.sourcePort)) return { class: "otherPort" };
  const payload = new Latin1Text(datagram.payload, latin1);
  const reading = readSipPayload(payload, datagram.missingBytes, memory);
  if (reading.kind === "response") return { class: "sipResponse" };
  if (!toSipPort) return { class: "otherPort" };
  if (reading.kind === "request") return { class: "sipRequest", request: reading, payload };
  // On any port UDP without a start line is not ours; of a cut one it may be unknown whether it has one.
  if (ports === "any" && reading.kind === "notSip" && reading.reason !== "no-sip-field") return { class: "otherPort" };
  const onlyKeepAliveBytes = ONLY_KEEP_ALIVE_BYTES.test(payload.text);
  if (datagram.missingBytes > 0 && (reading.kind === "undecided" || onlyKeepAliveBytes)) return { class: "truncated" };
  if (payload.bytes.length === 0) return { class: "empty" };
  return { class: onlyKeepAliveBytes ? "keepAlive" : "notSip" };
}
