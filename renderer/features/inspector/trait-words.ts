import type { InspectedTrait } from "../../../core/contract/inspection.ts";
import { countOf } from "../../ui/numbers.ts";
import { keyWords } from "./outcome-words.ts";

/** How many packets show a trait, and in which key. */
export function describeSpread({ key, kind, packets, estimated }: InspectedTrait, all: string): string {
  const about = estimated ? "about " : "";
  const count = kind === "retransmissions" ? `${about}${countOf(packets, "packet")} of ${all}` : `all ${all}`;
  return `Seen in ${count}${key === null ? "" : `, key ${keyWords(key)}`}. `;
}

/** Where the meaning of a trait is known from. */
export function describeSource({ source }: InspectedTrait): string {
  return `Source: ${source}.`;
}

/** The messages that show a trait, a line each: what was decoded, or the value as it was. */
export function describeSightings({ seen }: InspectedTrait): string[] {
  return seen.map(({ capture, packet, value, decoded, sentTo }) => {
    const shown = decoded ?? value;
    return `${shown === null ? "" : `${shown}, `}sent to ${sentTo} (${capture}, packet ${packet})`;
  });
}
