import type { PacketPlace } from "../capture/packet-order.ts";
import type { SipAnomalyKind } from "../sip/message.ts";
import { countDistinct } from "./distinct-sketch.ts";
import { headerOrderOf } from "./fingerprint.ts";
import { decodeSipViciousTag, formatEndpoint, userOf } from "./sipvicious-tag.ts";
import type { Exemplar, StrandState } from "./strand-state.ts";
import type { TraitKind } from "./trait-kinds.ts";
import { viewExemplar } from "./view-strand.ts";

/** A habit of the sender, and where it shows. */
export interface Trait {
  readonly kind: TraitKind;
  /** The key that shows it; null where it is one of the whole message. */
  readonly key: string | null;
  /** Packets that show it: all of the strand, or for repeated messages those beyond the first. */
  readonly packets: number;
  /** True where `packets` is an estimate: beyond 31 distinct messages they are. */
  readonly estimated: boolean;
  /** Messages kept as exemplars that show it: where something is decoded up to four, else one. */
  readonly seen: readonly TraitSighting[];
}

/** One message that shows a trait. Texts are latin-1 that stands for bytes. */
export interface TraitSighting {
  readonly place: PacketPlace;
  /** The key's value as sent; null where the trait is no key's. */
  readonly value: string | null;
  /** What the value encodes, as the target, extension or credentials tried; null where nothing is decoded. */
  readonly decoded: string | null;
  /** Address and port the packet was sent to. */
  readonly sentTo: string;
}

const MOST_DECODED = 4;

/** One exemplar's values, empty where a key is missing. */
interface Message {
  readonly exemplar: Exemplar;
  value(key: string): string;
  has(key: string): boolean;
}

/** A trait that a single message shows or not. What it shows may be decoded. */
interface MessageTrait {
  readonly kind: TraitKind;
  readonly key: string;
  /** True or the decoded text where the message shows it. */
  test(message: Message): boolean | string;
  /** Messages that neither show it nor speak against it. */
  excuses?(message: Message): boolean;
}

const MESSAGE_TRAITS: readonly MessageTrait[] = [
  {
    kind: "branch-without-cookie",
    key: "via",
    test: (m) => m.has("via") && !/;\s*branch\s*=\s*z9hG4bK/i.test(m.value("via")),
  },
  { kind: "call-id-without-host", key: "call-id", test: (m) => m.has("call-id") && !m.value("call-id").includes("@") },
  { kind: "contact-none", key: "contact", test: (m) => m.value("contact") === "None" },
  { kind: "cseq-63104", key: "cseq", test: (m) => /^63104\s/.test(m.value("cseq")) },
  {
    kind: "sipvicious-tag-names-credentials",
    key: "from",
    test: (m) => decodedText(m, "credentials"),
    excuses: (m) => FIRST_TAG_OF_SVCRACK.test(m.value("from")),
  },
  { kind: "sipvicious-tag-names-extension", key: "from", test: (m) => decodedText(m, "extension") },
  {
    kind: "sipvicious-tag-names-other-target",
    key: "from",
    test: (m) => namedTarget(m, false),
    excuses: (m) => namedTarget(m, true) !== false,
  },
  {
    kind: "sipvicious-tag-names-target",
    key: "from",
    test: (m) => namedTarget(m, true),
    excuses: (m) => namedTarget(m, false) !== false,
  },
  {
    kind: "user-agent-is-from-user",
    key: "user-agent",
    test: (m) => m.value("user-agent") !== "" && m.value("user-agent") === userOf(m.value("from")),
  },
];

/** Svcrack's first request, before it has a password to try (svcrack.py). */
const FIRST_TAG_OF_SVCRACK = /;\s*tag=3206210844$/;

/** Anomalies that are a habit of the sender where all its messages have them. */
const HABITUAL_ANOMALIES: readonly (readonly [SipAnomalyKind, TraitKind])[] = [
  ["bare-carriage-return", "line-ends-cr"],
  ["bare-line-feed", "line-ends-lf"],
  ["compact-name", "compact-names"],
  ["missing-empty-line", "missing-empty-line"],
  ["mixed-line-ends", "line-ends-mixed"],
  ["nul-padding", "nul-padding"],
];

/** Orders of the fields that svmap, svwar and svcrack write without options, by generation. */
const SIPVICIOUS_ORDERS: readonly (readonly [TraitKind, string])[] = [
  ["header-order-sipvicious-0.2", "via content-length from accept user-agent to contact cseq call-id max-forwards"],
  ["header-order-sipvicious-0.3", "via max-forwards to from user-agent call-id contact cseq accept content-length"],
];

/** Evidence is counted exactly up to here (k-minimum values); estimates beyond may be off by a half and more. */
const EXACT_EVIDENCE = 31;
const SURE_SURPLUS = 2;

/** The traits that the strand's messages show, ascending by kind. */
export function traitsOf(state: StrandState): Trait[] {
  const messages = state.exemplars.map((exemplar): Message => {
    const { fields } = viewExemplar(exemplar);
    return { exemplar, value: (key) => fields.get(key)?.raw ?? "", has: (key) => fields.has(key) };
  });
  const traits = [
    ...MESSAGE_TRAITS.flatMap((trait) => messageTrait(trait, messages, state.packets)),
    ...HABITUAL_ANOMALIES.filter(([anomaly]) => isHabit(anomaly, state)).map(([, kind]) => wholeTrait(kind, state)),
    ...SIPVICIOUS_ORDERS.filter(([, order]) => holdsOrder(state, order)).map(([kind]) => wholeTrait(kind, state)),
    ...repeatedMessages(state),
  ];
  return traits.sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** A trait of single messages: each shows it or is excused, and one at least shows it. */
function messageTrait(
  { kind, key, test, excuses }: MessageTrait,
  messages: readonly Message[],
  packets: number,
): Trait[] {
  const seen: TraitSighting[] = [];
  for (const message of messages) {
    const shown = test(message);
    if (shown === false) {
      if (excuses?.(message)) continue;
      return [];
    }
    const decoded = typeof shown === "string" ? shown : null;
    seen.push(sightingOf(message.exemplar, message.value(key), decoded));
  }
  if (seen.length === 0) return [];
  const most = seen.some(({ decoded }) => decoded !== null) ? MOST_DECODED : 1;
  return [{ kind, key, packets, estimated: false, seen: seen.slice(0, most) }];
}

function sightingOf({ place, endpoints }: Exemplar, value: string | null, decoded: string | null): TraitSighting {
  return { place, value, decoded, sentTo: formatEndpoint(endpoints.destination, endpoints.destinationPort) };
}

function wholeTrait(kind: TraitKind, state: StrandState): Trait {
  const seen = state.exemplars.slice(0, 1).map((exemplar) => sightingOf(exemplar, null, null));
  return { kind, key: null, packets: state.packets, estimated: false, seen };
}

/** All messages have the anomaly; lines that end in several ways are mixed, and no one of them is the habit. */
function isHabit(anomaly: SipAnomalyKind, { anomalies, packets }: StrandState): boolean {
  const isOneOfMany = anomaly.startsWith("bare-") && anomalies.get("mixed-line-ends") === packets;
  return anomalies.get(anomaly) === packets && !isOneOfMany;
}

/** Fields that the tool does not write by itself may stand between. */
function holdsOrder(state: StrandState, order: string): boolean {
  const names = new Set(order.split(" "));
  return (headerOrderOf(state) ?? []).filter((name) => names.has(name)).join(" ") === order;
}

/** Packets that repeat a message: same Call-ID, CSeq, branch and destination. */
function repeatedMessages(state: StrandState): Trait[] {
  const evidence = countDistinct(state.evidence);
  const estimated = evidence > EXACT_EVIDENCE;
  const surplus = state.packets - evidence;
  if (surplus <= 0 || (estimated && state.packets < SURE_SURPLUS * evidence)) return [];
  return [{ ...wholeTrait("retransmissions", state), packets: surplus, estimated, seen: [] }];
}

function decodedText({ exemplar, value }: Message, kind: "extension" | "credentials"): string | false {
  const tag = decodeSipViciousTag(value("from"), exemplar.endpoints);
  return tag?.kind === kind && tag.text;
}

function namedTarget({ exemplar, value }: Message, own: boolean): string | false {
  const tag = decodeSipViciousTag(value("from"), exemplar.endpoints);
  return tag?.kind === "target" && tag.isDestination === own && tag.target;
}
