import type { Random } from "./random.ts";
import { encodeDraft, type SipDraft } from "./sip-draft.ts";
import type { Endpoints } from "./tool-habits.ts";

/** Circumstances of a run that say nothing about the tool: the network, the way it was called, the platform. */
export interface Conditions {
  /** A fixed port, or null: a new one for each packet. */
  readonly sourcePort: number | null;
  readonly destinationPorts: readonly number[];
  /** Addresses of both ends; hosts of IPv6 stand in brackets inside messages. */
  readonly ipv6: boolean;
  readonly lineEnd: SipDraft["lineEnd"];
  readonly padding: number;
  /** How header names are spelt. */
  readonly spelling: "own" | "lower" | "upper";
  /** Blanks between colon and value. */
  readonly blanks: 0 | 1 | 2;
  /** Share of messages that are sent once more. */
  readonly repeated: number;
}

/** Draws the circumstances of one run; most are the usual ones. */
export function drawConditions(random: Random, canSpeakIpv6: boolean): Conditions {
  const usually = <Choice>(usual: Choice, others: readonly Choice[]) =>
    random.chance(0.7) ? usual : random.pick(others);
  return {
    sourcePort: usually<number | null>(5060, [5061, 5069, 40_001, null]),
    destinationPorts: usually([5060], [[5060, 5061], [5061]]),
    ipv6: canSpeakIpv6 && random.chance(0.2),
    lineEnd: usually("\r\n", ["\n", "\r"]),
    padding: usually(0, [1, 60]),
    spelling: usually("own", ["lower", "upper"]),
    blanks: usually(1, [0, 2]),
    repeated: usually(0, [0.1, 0.5]),
  };
}

/** A datagram on its way. */
export interface SentDatagram {
  readonly endpoints: Endpoints;
  readonly payload: Uint8Array;
}

/** `count` messages of a run under these circumstances, those sent again not counted, to targets drawn at random. */
export function sendRun(
  run: { draft(endpoints: Endpoints): SipDraft },
  count: number,
  { source, telescope, ...conditions }: Conditions & { readonly source: string; readonly telescope: string },
  random: Random,
): SentDatagram[] {
  return Array.from({ length: count }, (_, index): SentDatagram[] => {
    const endpoints: Endpoints = {
      source,
      destination: `${telescope}${random.int(1, 254)}`,
      sourcePort: conditions.sourcePort ?? random.int(1024, 65_535),
      destinationPort: random.pick(conditions.destinationPorts),
      timeMs: 1_578_301_200_000 + index * 1000,
    };
    const datagram = { endpoints, payload: encodeDraft(written(run.draft(endpoints), conditions)) };
    return random.chance(conditions.repeated) ? [datagram, datagram] : [datagram];
  }).flat();
}

function written(draft: SipDraft, { lineEnd, padding, spelling, blanks }: Conditions): SipDraft {
  const spell = (name: string) => {
    if (spelling === "own") return name;
    return spelling === "lower" ? name.toLowerCase() : name.toUpperCase();
  };
  return {
    ...draft,
    lineEnd: draft.lineEnd === "\r\n" ? lineEnd : draft.lineEnd,
    padding: Math.max(draft.padding, padding),
    headers: draft.headers.map((header) => ({ ...header, name: spell(header.name) })),
    blanks,
  };
}
