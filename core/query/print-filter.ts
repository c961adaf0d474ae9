import type { Expression, Subject } from "./expression.ts";
import { printValue } from "./literals.ts";
import { quoteText } from "./tokens.ts";

/** The one text of a filter that reading gives the same filter for. No filter is the empty text. */
export function printFilter(expression: Expression): string {
  switch (expression.kind) {
    case "and":
      return expression.parts.map((part) => inside(part, part.kind === "or")).join(" and ");
    case "or":
      return expression.parts.map((part) => inside(part, false)).join(" or ");
    case "not":
      return `not ${inside(expression.part, expression.part.kind === "and" || expression.part.kind === "or")}`;
    case "words":
      return quoteText(expression.text);
    case "exists":
      return `exists ${expression.field}`;
    case "compare":
      return `${printSubject(expression.subject)} ${expression.operator} ${printValue(expression.value)}`;
    case "in":
      return `${printSubject(expression.subject)} in ${printSet(expression)}`;
    case "contains":
      return `${expression.field} contains ${quoteText(expression.text)}`;
    case "matches":
      return `${expression.field} matches ${quoteText(expression.pattern)}`;
  }
}

/** How the left side of a comparison is written. */
export function printSubject(subject: Subject): string {
  switch (subject.kind) {
    case "field":
      return subject.name;
    case "elements":
      return `count(${subject.field})`;
    case "counted":
      return `${subject.name}(${quoteText(subject.key)})`;
  }
}

function inside(part: Expression, grouped: boolean): string {
  return grouped ? `(${printFilter(part)})` : printFilter(part);
}

function printSet({ values }: Extract<Expression, { kind: "in" }>): string {
  const [first] = values;
  const isRange = first?.kind === "prefix" || first?.kind === "day";
  return values.length === 1 && first !== undefined && isRange
    ? printValue(first)
    : `{${values.map(printValue).join(", ")}}`;
}
