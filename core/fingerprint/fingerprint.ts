import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { countDistinct } from "./distinct-sketch.ts";
import type { KeyState } from "./key-state.ts";
import { formatPaperMask } from "./paper-mask.ts";
import type { StrandState } from "./strand-state.ts";
import { escapeSymbols, formatHashedTemplate, formatShownTemplate, templateOf } from "./template.ts";
import { byCodeUnits } from "./value-state.ts";

/** How far a fingerprint can be trusted (spec section 4, step 7). */
export type Grade = "unreliable" | "provisional" | "stable";

/** The masked fingerprint of the software that sent a strand, version `sipfp1` (spec section 4). */
export interface Fingerprint {
  readonly id: string;
  /** Exactly the text whose SHA-256 is part of the id. */
  readonly text: string;
  /** Keys present in only some messages, ascending. */
  readonly optional: readonly string[];
  /** Keys with gaps: the template with the length and class of each gap. */
  readonly classes: ReadonlyMap<string, string>;
  /** The paper's own left-aligned mask, for comparison. */
  readonly paperText: string;
}

/** The fingerprint of a strand. */
export function fingerprintOf(state: StrandState): Fingerprint {
  const mandatory = [...state.keys]
    .filter(([, key]) => key.packets === state.packets)
    .sort(([a], [b]) => byCodeUnits(a, b));
  const templates = mandatory.map(([key, keyState]) => [key, templateOf(keyState)] as const);
  const text = templates.map(([key, template]) => `${escapeSymbols(key)}:${formatHashedTemplate(template)}`).join("\n");
  const withGaps = templates.filter(([, template]) => template.some((part) => part.kind === "gap"));
  return {
    id: formatId(state, mandatory.length, text),
    text,
    optional: optionalKeys(state),
    classes: new Map(withGaps.map(([key, template]) => [escapeSymbols(key), formatShownTemplate(template)])),
    paperText: formatPaperMask(mandatory),
  };
}

/** The grade of a strand by its evidence and destinations. */
export function gradeOf(state: StrandState): Grade {
  const evidence = countDistinct(state.evidence);
  if (evidence < 5) return "unreliable";
  return evidence >= 20 && countDistinct(state.destinations) >= 10 ? "stable" : "provisional";
}

/** The header order all messages share, or null where it varies. Of cut messages, the part that is known of all. */
export function headerOrderOf(state: StrandState): readonly string[] | null {
  return state.sameOrder || state.cutPackets === state.packets ? state.commonOrder : null;
}

/** Lower-case hex of the SHA-256 of latin-1 text, one byte a code unit. */
export function sha256Hex(latin1: string): string {
  const bytes = new Uint8Array(latin1.length);
  for (let i = 0; i < latin1.length; i += 1) bytes[i] = latin1.charCodeAt(i);
  return bytesToHex(sha256(bytes));
}

function formatId(state: StrandState, mandatoryKeys: number, text: string): string {
  const method = (state.method ?? "").toLowerCase().replace(/[^a-z0-9]/g, "");
  const order = headerOrderOf(state);
  return [
    `sipfp1:${method.slice(0, 3).padEnd(3, "x")}${String(mandatoryKeys).padStart(2, "0")}`,
    sha256Hex(text).slice(0, 12),
    order === null ? "mixed" : sha256Hex(order.join(",")).slice(0, 8),
  ].join("_");
}

function optionalKeys(state: StrandState): string[] {
  const isOptional = ([, key]: [string, KeyState]) => key.packets < state.packets;
  return [...state.keys]
    .filter(isOptional)
    .map(([key]) => escapeSymbols(key))
    .sort(byCodeUnits);
}
