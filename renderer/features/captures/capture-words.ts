import type { CaptureProblem, CaptureRow, CaptureState } from "../../../core/contract/capture-table.ts";

/** How a state is shown: a sign and a word, so that colour alone tells nothing. */
export interface StateSign {
  readonly sign: string;
  /** Something is lost or doubtful. */
  readonly isLoss: boolean;
}

const LOSS: StateSign = { sign: "▲", isLoss: true };

const SIGNS: Readonly<Record<CaptureState, StateSign>> = {
  doubtful: { sign: "≠", isLoss: true },
  refused: { sign: "✕", isLoss: true },
  lost: { sign: "✕", isLoss: true },
  partial: LOSS,
  "left-out": LOSS,
  reading: { sign: "…", isLoss: false },
  noted: { sign: "○", isLoss: false },
  "passed-over": { sign: "–", isLoss: false },
  whole: { sign: "●", isLoss: false },
};

/** The sign of a state. */
export function stateSign(state: CaptureState): StateSign {
  return SIGNS[state];
}

const EFFECT_WORDS: Readonly<Record<CaptureProblem["effect"], string>> = {
  stopped: "Reading stopped here",
  "left-out": "Packets left out",
  noted: "Noted, nothing lost",
};

/** What a problem did to the counts. */
export function effectWords(effect: CaptureProblem["effect"]): string {
  return EFFECT_WORDS[effect];
}

/** What the second reader says, in a word for the list. */
export function checkWords(check: CaptureRow["check"]): string {
  switch (check) {
    case "running":
      return "being compared";
    case "agrees":
      return "agrees";
    case "differs":
      return "differs";
    case "not-comparable":
      return "not comparable";
    default:
      return "–";
  }
}

/** LINKTYPE_ values as tcpdump.org lists them: those most often met. */
const LINK_TYPES: ReadonlyMap<number, string> = new Map([
  [0, "BSD loopback"],
  [1, "Ethernet"],
  [6, "Token Ring"],
  [9, "PPP"],
  [12, "raw IP"],
  [14, "raw IP"],
  [51, "PPPoE"],
  [101, "raw IP"],
  [105, "IEEE 802.11"],
  [108, "OpenBSD loopback"],
  [113, "Linux cooked v1"],
  [127, "IEEE 802.11 radiotap"],
  [228, "IPv4"],
  [229, "IPv6"],
  [276, "Linux cooked v2"],
]);

/** A link type by name and number, as `Ethernet (1)`. */
export function linkTypeWords(linkType: number): string {
  const name = LINK_TYPES.get(linkType);
  return name === undefined ? `type ${linkType}` : `${name} (${linkType})`;
}
