import type { ObservedField } from "../fingerprint/strand-view.ts";
import { type TokenName, tokenSymbol } from "../fingerprint/symbols.ts";
import { type GapClass, unitEndsAt, unitLength } from "./gap-class.ts";
import type { PatternElement } from "./sequence.ts";

/** Which tokens stand for each other, because the packet's two ports or two addresses are the same. */
export interface TokenEquality {
  readonly portsEqual: boolean;
  readonly addressesEqual: boolean;
}

/** True when the token `wanted` by a pattern fits the token `seen` in a message or mask. */
export function tokenFits(wanted: number, seen: number, equality: TokenEquality): boolean {
  if (wanted === seen) return true;
  if (equality.portsEqual && PORTS.has(wanted) && PORTS.has(seen)) return true;
  return equality.addressesEqual && OTHER_END.get(wanted) === seen;
}

const PORTS = new Set([tokenSymbol("SourcePort"), tokenSymbol("DestPort")]);

const OTHER_END = new Map<number, number>();
for (const encoding of ["", ":hexascii", ":hex", ":dec", ":rev"] as const) {
  const source = tokenSymbol(`SourceIP${encoding}` satisfies TokenName);
  const destination = tokenSymbol(`DestIP${encoding}` satisfies TokenName);
  OTHER_END.set(source, destination).set(destination, source);
}

/**
 * True when the elements read the whole raw value: literals its bytes (also where a token lies), tokens exactly one
 * token span, gaps bytes of their class. Runs in elements x value length steps, whatever the value is: the set of
 * positions reached so far is carried from element to element, and nothing is tried twice.
 */
export function readsValue(
  elements: readonly PatternElement[],
  field: ObservedField,
  equality: TokenEquality,
): boolean {
  const { raw } = field;
  let reached = new Uint8Array(raw.length + 1);
  reached[0] = 1;
  for (const element of elements) {
    const next = new Uint8Array(raw.length + 1);
    if (element.kind === "literal") {
      for (let start = 0; start + element.text.length <= raw.length; start += 1) {
        if (reached[start] === 1 && raw.startsWith(element.text, start)) next[start + element.text.length] = 1;
      }
    } else if (element.kind === "token") {
      for (const span of field.spans) {
        if (reached[span.start] === 1 && tokenFits(element.token, span.token, equality)) next[span.end] = 1;
      }
    } else if (element.kind === "gap") {
      reachOverGap(element, raw, reached, next);
    }
    if (!next.includes(1)) return false;
    reached = next;
  }
  return reached[raw.length] === 1;
}

/** Marks in `next` every end of a gap that starts at a reached position. */
function reachOverGap(
  gap: { readonly min: number; readonly max: number; readonly gapClass: GapClass },
  raw: string,
  reached: Uint8Array,
  next: Uint8Array,
): void {
  const unit = unitLength(gap.gapClass);
  // Starts are counted per residue of the unit, so that a gap of pairs never begins inside a pair.
  const startsBefore = new Int32Array(raw.length + 1 + unit);
  for (let position = 0; position <= raw.length; position += 1) {
    startsBefore[position + unit] = (startsBefore[position] as number) + (reached[position] as number);
  }
  const runStart = new Int32Array(raw.length + 1);
  for (let end = 0; end <= raw.length; end += 1) {
    runStart[end] = unitEndsAt(gap.gapClass, raw, end) ? (runStart[end - unit] as number) : end;
    const longest = Math.floor(Math.min(gap.max, end) / unit) * unit;
    const first = Math.max(runStart[end] as number, end - longest);
    const last = end - Math.ceil(gap.min / unit) * unit;
    if (last >= first && (startsBefore[last + unit] as number) > (startsBefore[first] as number)) next[end] = 1;
  }
}
