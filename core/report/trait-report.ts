import { escapeSymbols } from "../fingerprint/template.ts";
import { TRAIT_MEANINGS } from "../fingerprint/trait-kinds.ts";
import type { Trait, TraitSighting } from "../fingerprint/traits.ts";
import type { ReportTrait } from "./report.ts";

/** A trait with what it means and where it was seen. */
export function reportTrait({ kind, key, packets, estimated, seen }: Trait): ReportTrait {
  return { kind, ...TRAIT_MEANINGS[kind], key, packets, estimated, seen: seen.map(reportSighting) };
}

function reportSighting({ place, value, decoded, sentTo }: TraitSighting): ReportTrait["seen"][number] {
  const shown = (text: string | null) => (text === null ? null : escapeSymbols(text));
  return { capture: place.capture, packet: place.number, value: shown(value), decoded: shown(decoded), sentTo };
}
