import type { Prefix } from "../behaviour/telescope.ts";
import type { IpAddress } from "../net/address.ts";

/** A filter as a value. Its text is `printFilter`'s, and only what passed the type check of `parseFilter` is one. */
export type Expression =
  /** All of them, at least two; of none: no filter, which every row passes. */
  | { readonly kind: "and"; readonly parts: readonly Expression[] }
  | { readonly kind: "or"; readonly parts: readonly Expression[] }
  | { readonly kind: "not"; readonly part: Expression }
  /** Any text of the row contains it. */
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "exists"; readonly field: string }
  | {
      readonly kind: "compare";
      readonly subject: Subject;
      readonly operator: ComparisonOperator;
      readonly value: PointValue;
    }
  | { readonly kind: "in"; readonly subject: Subject; readonly values: readonly FilterValue[] }
  | { readonly kind: "contains"; readonly field: string; readonly text: string }
  | { readonly kind: "matches"; readonly field: string; readonly pattern: string };

/** What a comparison is about. */
export type Subject =
  | { readonly kind: "field"; readonly name: string }
  /** `count(tool)`: number of elements of a list. */
  | { readonly kind: "elements"; readonly field: string }
  /** `packets("OPTIONS")`: a number by a key. */
  | { readonly kind: "counted"; readonly name: string; readonly key: string };

export const COMPARISON_OPERATORS = ["==", "!=", "<", "<=", ">", ">="] as const;
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];

/** A value that another one can be equal to. */
export type PointValue =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "address"; readonly value: IpAddress }
  /** Nanoseconds since 1970-01-01 UTC. */
  | { readonly kind: "time"; readonly ns: bigint }
  | { readonly kind: "duration"; readonly seconds: number };

/** What may stand in a set: values, and ranges of them. */
export type FilterValue =
  | PointValue
  | { readonly kind: "prefix"; readonly prefix: Prefix }
  /** All of a UTC day that begins at this time. */
  | { readonly kind: "day"; readonly ns: bigint };

/** No filter. */
export const EVERYTHING: Expression = { kind: "and", parts: [] };

/** All of them hold. */
export function allOf(parts: readonly Expression[]): Expression {
  return joined("and", parts);
}

/** At least one of them holds. */
export function anyOf(parts: readonly Expression[]): Expression {
  return joined("or", parts);
}

/** What holds exactly where the other does not. */
export function negationOf(part: Expression): Expression {
  return { kind: "not", part };
}

function joined(kind: "and" | "or", parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  return flat.length === 1 ? (flat[0] as Expression) : { kind, parts: flat };
}
