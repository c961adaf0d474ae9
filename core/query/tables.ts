import type { IpIdClass } from "../behaviour/ip-header.ts";
import type { SourcePortClass } from "../behaviour/source-port.ts";
import type { StrategyClass } from "../behaviour/strategy.ts";
import type { Grade } from "../fingerprint/fingerprint.ts";
import { TRAIT_KINDS } from "../fingerprint/trait-kinds.ts";
import { SIP_ANOMALY_KINDS } from "../sip/message.ts";
import type { FieldType, FilterTable } from "./field-table.ts";

/** Methods that scanners are known to send. */
const METHODS = ["OPTIONS", "REGISTER", "INVITE", "ACK", "CANCEL", "BYE", "SUBSCRIBE", "NOTIFY", "MESSAGE"];
const STRATEGIES = [
  "sequential",
  "random",
  "random-sequential",
  "reverse-byte",
  "mixed",
  "single-target",
  "undetermined",
] satisfies StrategyClass[];
const PORT_CLASSES = ["fixed", "few", "ascending", "per-packet"] satisfies SourcePortClass[];
const IP_ID_CLASSES = ["zero", "constant", "counter", "per-destination", "random", "unknown"] satisfies IpIdClass[];
const MARKS = ["note", "bookmark"];
const GRADES = ["unreliable", "provisional", "stable"] satisfies Grade[];

// The type of each table names its fields, so that the compiler misses the reader or the column that one lacks.
function field<const Name extends string, const Type extends FieldType>(
  name: Name,
  type: Type,
  meaning: string,
  known: readonly string[] = [],
): { readonly name: Name; readonly type: Type; readonly meaning: string; readonly known: readonly string[] } {
  return { name, type, meaning, known };
}

/** Flows: what one source sent without a long pause. */
export const FLOWS = {
  name: "flows",
  fields: [
    field("id", "text", "Id of the flow: source and first time"),
    field("src", "address", "Address it came from"),
    field("dst", "addresses", "Addresses it was sent to"),
    field("tool", "texts", 'Ids of the tools its strands are named after; "unknown" where no signature names one', [
      "unknown",
    ]),
    field("tool.name", "texts", "Names of these tools"),
    field("family", "texts", "Families of these tools"),
    field("variant", "texts", "Variants of these tools"),
    field("fingerprint", "texts", "Fingerprint ids of its strands"),
    field("grade", "texts", "How far the fingerprints can be relied on", GRADES),
    field("trait", "texts", "Habits of the sender's software", TRAIT_KINDS),
    field("anomaly", "texts", "Deviations from the grammar of SIP, by kind", SIP_ANOMALY_KINDS),
    field("packets", "number", "SIP requests"),
    field("destinations", "number", "Distinct addresses it was sent to"),
    field("rate", "number", "Packets a second; unknown where no time passed"),
    field("first", "time", "When its first packet came"),
    field("last", "time", "When its last packet came"),
    field("duration", "duration", "From its first packet to its last"),
    field("strategy", "text", "In which order the destinations were visited", STRATEGIES),
    field("method", "texts", "Methods of its requests", METHODS),
    field("sport", "text", "How the source port changes", PORT_CLASSES),
    field("ports", "number", "Distinct source ports"),
    field("ttl.min", "number", "Lowest TTL or hop limit, as received"),
    field("ttl.max", "number", "Highest TTL or hop limit, as received"),
    field("ipid", "text", "How the IPv4 identification changes", IP_ID_CLASSES),
    field("country", "text", "Country of the source, by ISO 3166-1 code"),
    field("asn", "text", "Network of the source, as AS64496"),
    field("dialled", "texts", "Numbers its INVITEs name, with what is dialled before them, as digits"),
    field("label", "texts", "Tools you labelled its strands with"),
    field("note", "texts", "Your notes on the flow, its source or a packet of it"),
    field("mark", "texts", "Whether one of these carries a note or a bookmark of yours", MARKS),
  ],
  counts: [{ name: "packets", key: "method", meaning: "Packets with this method", known: METHODS }],
  words: ["src", "tool", "tool.name", "family", "fingerprint", "strategy", "method", "sport"],
} as const satisfies FilterTable;

/** Sources: addresses, with what was counted of all their flows. */
export const SOURCES = {
  name: "sources",
  fields: [
    field("src", "address", "Address of the source"),
    field("packets", "number", "SIP requests"),
    field("flows", "number", "Flows"),
    field("destinations", "number", "Distinct addresses it sent to"),
    field("days", "number", "UTC days on which it sent"),
    field("first", "time", "When its first packet came"),
    field("last", "time", "When its last packet came"),
    field("duration", "duration", "From its first packet to its last"),
    field("tool", "texts", 'Ids of the tools it used; "unknown" where no signature names one', ["unknown"]),
    field("tool.name", "texts", "Names of these tools"),
    field("family", "texts", "Families of these tools"),
    field("method", "texts", "Methods of its requests", METHODS),
    field("country", "text", "Country, by ISO 3166-1 code"),
    field("asn", "text", "Network, as AS64496"),
  ],
  counts: [
    { name: "packets", key: "method", meaning: "Packets with this method", known: METHODS },
    { name: "flows", key: "tool", meaning: "Flows with this tool", known: ["unknown"] },
  ],
  words: ["src", "tool", "tool.name", "family", "method", "country"],
} as const satisfies FilterTable;

/** Strands of a flow: requests of one method with one order of header fields. */
export const STRANDS = {
  name: "strands",
  fields: [
    field("method", "text", "Method of its requests", METHODS),
    field("port", "number", "Source port it was divided off by"),
    field("packets", "number", "SIP requests"),
    field("fingerprint", "text", "Its fingerprint id"),
    field("grade", "text", "How far the fingerprint can be relied on", GRADES),
    field("tool", "text", 'Id of the tool it is named after; "unknown" where no signature names one', ["unknown"]),
    field("tool.name", "text", "Name of this tool"),
    field("label", "text", "Tool you labelled it with"),
  ],
  counts: [],
  words: ["method", "fingerprint", "grade", "tool", "tool.name", "label"],
} as const satisfies FilterTable;

/** Packets that are SIP requests, one by one. */
export const PACKETS = {
  name: "packets",
  fields: [
    field("number", "number", "Number in its capture, from 1"),
    field("capture", "text", "Name of its capture"),
    field("time", "time", "When it came"),
    field("src", "address", "Address it came from"),
    field("dst", "address", "Address it was sent to"),
    field("sport", "number", "Port it came from"),
    field("dport", "number", "Port it was sent to"),
    field("ttl", "number", "TTL or hop limit, as received"),
    field("ipid", "number", "IPv4 identification"),
    field("method", "text", "Method of the request", METHODS),
    field("length", "number", "Bytes of the datagram's payload, as sent"),
    field("anomaly", "texts", "Deviations from the grammar of SIP, by kind", SIP_ANOMALY_KINDS),
    field("cut", "number", "Bytes that the snap length cut off"),
    field("note", "texts", "Your notes on the packet"),
    field("mark", "texts", "Whether it carries a note or a bookmark of yours", MARKS),
  ],
  counts: [],
  words: ["src", "dst", "method", "anomaly", "capture"],
} as const satisfies FilterTable;
