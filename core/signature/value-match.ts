import type { ObservedField } from "../fingerprint/strand-view.ts";
import { type TokenName, tokenSymbol } from "../fingerprint/symbols.ts";
import { unitEndsAt, unitLength } from "./gap-class.ts";
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

/** True for the tokens of source and destination port. */
export function isPortToken(token: number): boolean {
  return PORTS.has(token);
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
 * token span, gaps bytes of their class. Runs in elements x value length steps, whatever the value is. What has a fixed
 * length is read from both ends first, because that already tells most values and patterns apart.
 */
export function readsValue(
  elements: readonly PatternElement[],
  field: ObservedField,
  equality: TokenEquality,
): boolean {
  let start = 0;
  let end = field.raw.length;
  let first = 0;
  let last = elements.length;
  while (first < last) {
    const next = endOfFixed(elements[first] as PatternElement, field, start, equality);
    if (next === "variable") break;
    if (next === null) return false;
    start = next;
    first += 1;
  }
  while (first < last) {
    const next = startOfFixed(elements[last - 1] as PatternElement, field, end, equality);
    if (next === "variable") break;
    if (next === null) return false;
    end = next;
    last -= 1;
  }
  if (first === last) return start === end;
  if (start > end) return false;
  const only = elements[first] as PatternElement;
  if (first + 1 === last && only.kind === "gap") return coversGap(only, field.raw, start, end);
  return readsBetween(elements.slice(first, last), field, start, end, equality);
}

/** Where an element of fixed length that starts at `start` ends; null when it is not there. */
function endOfFixed(
  element: PatternElement,
  { raw, spans }: ObservedField,
  start: number,
  equality: TokenEquality,
): number | null | "variable" {
  if (element.kind === "literal") return raw.startsWith(element.text, start) ? start + element.text.length : null;
  if (element.kind === "token") {
    const span = spans.find((candidate) => candidate.start === start);
    return span !== undefined && tokenFits(element.token, span.token, equality) ? span.end : null;
  }
  if (element.kind !== "gap" || element.min !== element.max) return "variable";
  const end = start + element.min;
  return end <= raw.length && coversGap(element, raw, start, end) ? end : null;
}

/** Where an element of fixed length that ends at `end` starts; null when it is not there. */
function startOfFixed(
  element: PatternElement,
  { raw, spans }: ObservedField,
  end: number,
  equality: TokenEquality,
): number | null | "variable" {
  if (element.kind === "literal") {
    const start = end - element.text.length;
    return start >= 0 && raw.startsWith(element.text, start) ? start : null;
  }
  if (element.kind === "token") {
    const span = spans.find((candidate) => candidate.end === end);
    return span !== undefined && tokenFits(element.token, span.token, equality) ? span.start : null;
  }
  if (element.kind !== "gap" || element.min !== element.max) return "variable";
  const start = end - element.min;
  return start >= 0 && coversGap(element, raw, start, end) ? start : null;
}

/** A gap of pattern: how many bytes, and of which class. */
type PatternGap = Extract<PatternElement, { kind: "gap" }>;

/** Whether a gap is exactly the bytes from start to end. */
function coversGap({ min, max, gapClass }: PatternGap, raw: string, start: number, end: number): boolean {
  const length = end - start;
  const unit = unitLength(gapClass);
  if (length < min || length > max || length % unit !== 0) return false;
  for (let unitEnd = start + unit; unitEnd <= end; unitEnd += unit) {
    if (!unitEndsAt(gapClass, raw, unitEnd)) return false;
  }
  return true;
}

/**
 * Whether elements read the bytes from start to end. The set of positions reached so far, counted from the start, is
 * carried from element to element, and nothing is tried twice.
 */
function readsBetween(
  elements: readonly PatternElement[],
  { raw, spans }: ObservedField,
  start: number,
  end: number,
  equality: TokenEquality,
): boolean {
  const part = raw.slice(start, end);
  if (!holdsLiterals(elements, part)) return false;
  let reached = new Uint8Array(part.length + 1);
  reached[0] = 1;
  for (const element of elements) {
    const next = new Uint8Array(part.length + 1);
    if (element.kind === "literal") {
      for (let at = part.indexOf(element.text); at >= 0; at = part.indexOf(element.text, at + 1)) {
        if (reached[at] === 1) next[at + element.text.length] = 1;
      }
    } else if (element.kind === "token") {
      for (const span of spans) {
        if (span.start < start || span.end > end || reached[span.start - start] !== 1) continue;
        if (tokenFits(element.token, span.token, equality)) next[span.end - start] = 1;
      }
    } else if (element.kind === "gap") {
      reachOverGap(element, part, reached, next);
    }
    if (!next.includes(1)) return false;
    reached = next;
  }
  return reached[part.length] === 1;
}

/** Whether the literals stand in the part one behind the other: without that, nothing fits, and most values lack it. */
function holdsLiterals(elements: readonly PatternElement[], part: string): boolean {
  let at = 0;
  for (const element of elements) {
    if (element.kind !== "literal") continue;
    at = part.indexOf(element.text, at);
    if (at < 0) return false;
    at += element.text.length;
  }
  return true;
}

/** Marks in `next` every end of a gap that starts at a reached position. */
function reachOverGap(gap: PatternGap, raw: string, reached: Uint8Array, next: Uint8Array): void {
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
