import type { IpAddress } from "../net/address.ts";
import { allOf, EVERYTHING, type Expression, negationOf, type PointValue } from "./expression.ts";
import { printFilter } from "./print-filter.ts";

/** Only rows whose field has this value, or an element of it; null: rows of which it is unknown. */
export function onlyThis(field: string, value: PointValue | null): Expression {
  if (value === null) return negationOf({ kind: "exists", field });
  return { kind: "compare", subject: { kind: "field", name: field }, operator: "==", value };
}

/** All rows but those that `onlyThis` keeps. */
export function notThis(field: string, value: PointValue | null): Expression {
  return value === null ? { kind: "exists", field } : negationOf(onlyThis(field, value));
}

/** The conditions that must all hold: what a filter shows as one chip each. */
export function conditionsOf(filter: Expression): readonly Expression[] {
  return filter.kind === "and" ? filter.parts : [filter];
}

/** The filter with a condition more; one that it has already, or the opposite of which it has, is not kept beside it. */
export function narrow(filter: Expression, condition: Expression): Expression {
  return conditionsOf(condition).reduce((narrowed, part) => {
    const opposite = part.kind === "not" ? part.part : negationOf(part);
    return allOf([...conditionsOf(without(without(narrowed, opposite), part)), part]);
  }, filter);
}

/** The filter without one of its conditions. */
export function without(filter: Expression, condition: Expression): Expression {
  const text = printFilter(condition);
  const kept = conditionsOf(filter).filter((part) => printFilter(part) !== text);
  return kept.length === 0 ? EVERYTHING : allOf(kept);
}

/** Only flows of these sources. */
export function onlySources(addresses: readonly IpAddress[]): Expression {
  const values = addresses.map((value) => ({ kind: "address", value }) as const);
  return { kind: "in", subject: { kind: "field", name: "src" }, values };
}

/** Only flows with one of these fingerprints, and with this tool; null: whatever their tool. */
export function onlyFingerprints(fingerprints: readonly string[], tool: string | null): Expression {
  const [only, ...others] = fingerprints;
  const values = fingerprints.map((value) => ({ kind: "text", value }) as const);
  const ofFingerprint: Expression =
    others.length === 0
      ? onlyThis("fingerprint", { kind: "text", value: only ?? "" })
      : { kind: "in", subject: { kind: "field", name: "fingerprint" }, values };
  return tool === null ? ofFingerprint : allOf([ofFingerprint, onlyThis("tool", { kind: "text", value: tool })]);
}

/** Digits behind which nothing is dropped from a tail: all that was dialled may stand before it. */
const WHOLE_TAIL = 10;

/** Only flows whose INVITEs name a number with one of these last digits. */
export function onlyDialled(tails: readonly string[]): Expression {
  const patterns = tails.map((tail) => (tail.length < WHOLE_TAIL ? `^${tail}` : tail));
  const pattern = patterns.length === 1 ? `${patterns[0]}$` : `(${patterns.join("|")})$`;
  return { kind: "matches", field: "dialled", pattern };
}
