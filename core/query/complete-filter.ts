import type { Subject } from "./expression.ts";
import { COMPARISON_OPERATORS } from "./expression.ts";
import { type ElementType, type FilterField, type FilterTable, findField, isList } from "./field-table.ts";
import { type Expected, FilterReader } from "./filter-reader.ts";
import { quoteText, splitTokens, type Token } from "./tokens.ts";

/** Something that may come next. */
export interface Completion {
  /** What stands in the text once it is chosen. */
  readonly text: string;
  readonly kind: "field" | "function" | "operator" | "value" | "word";
  /** In one line; empty for values that say it themselves. */
  readonly meaning: string;
}

/** What may stand at the cursor, the likeliest first, and the stretch of text it would replace. */
export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly options: readonly Completion[];
}

/** Values of a field, or keys of a count function, that the present captures hold. */
export type ValuesOf = (name: string) => readonly string[];

/** Most values offered at once. */
const MOST_OPTIONS = 100;

const OPERATOR_MEANINGS: Readonly<Record<string, string>> = {
  "==": "Equal",
  "!=": "Known and not equal",
  "<": "Less than",
  "<=": "At most",
  ">": "More than",
  ">=": "At least",
  in: "In a set, prefix or day",
  contains: "Contains the text, in any case",
  matches: "Matches a regular expression",
};

/**
 * What may come at the cursor (an offset in code units). What stands before the word at the cursor is read as a filter
 * that ends there; where that is already wrong, nothing is offered.
 */
export function completeFilter(text: string, cursor: number, table: FilterTable, valuesOf: ValuesOf): Completions {
  const tokens = splitTokens(text);
  const touched = tokens.find((token) => isTouched(token, cursor));
  const start = touched?.start ?? cursor;
  const before = splitTokens(text.slice(0, start));
  const reader = new FilterReader(before, table);
  reader.readAll();
  const typed = text.slice(start, cursor).replace(/^"/, "").toLowerCase();
  // A word may come nearly everywhere, so what ends or joins is offered first.
  const expected = [...reader.expected].sort((a, b) => Number(a.kind === "condition") - Number(b.kind === "condition"));
  const all = expected.flatMap((one) => optionsFor(one, table, valuesOf));
  const options = rank(distinct(all), typed).slice(0, MOST_OPTIONS);
  return { start, end: touched?.end ?? cursor, options };
}

/** The cursor is in the token, or right behind one that may go on. */
function isTouched(token: Token, cursor: number): boolean {
  if (token.start >= cursor) return false;
  if (cursor < token.end) return true;
  const goesOn = token.kind === "word" || !token.closed || /^[=!<>]/.test(token.kind === "symbol" ? token.text : "");
  return goesOn && cursor === token.end;
}

function optionsFor(expected: Expected, table: FilterTable, valuesOf: ValuesOf): Completion[] {
  switch (expected.kind) {
    case "condition":
      return [...table.fields.map(fieldOption), ...functionOptions(table), ...CONDITION_WORDS];
    case "joint":
      return JOINTS;
    case "symbol":
      return [{ text: expected.symbol, kind: "operator", meaning: "" }];
    case "field":
      return table.fields.filter(({ type }) => expected.only === "any" || isList(type)).map(fieldOption);
    case "operator":
      return operatorOptions(expected.subject, expected.type);
    case "value":
      return valueOptions(expected.subject, expected.type, table, valuesOf);
    case "key": {
      const known = table.counts.find(({ name }) => name === expected.name)?.known ?? [];
      return textOptions([...valuesOf(expected.name), ...known]);
    }
  }
}

const CONDITION_WORDS: Completion[] = [
  { text: "not", kind: "word", meaning: "What follows does not hold" },
  { text: "exists", kind: "word", meaning: "The field has a value" },
];

const JOINTS: Completion[] = [
  { text: "and", kind: "word", meaning: "Both hold" },
  { text: "or", kind: "word", meaning: "At least one holds" },
];

function fieldOption({ name, meaning }: FilterField): Completion {
  return { text: name, kind: "field", meaning };
}

function functionOptions(table: FilterTable): Completion[] {
  const counts = table.counts.map(({ name, meaning }): Completion => ({ text: `${name}(`, kind: "function", meaning }));
  return [...counts, { text: "count(", kind: "function", meaning: "Number of elements of a list" }];
}

function operatorOptions(subject: Subject, type: ElementType): Completion[] {
  const compared = type === "text" ? ["==", "!="] : COMPARISON_OPERATORS;
  const searched = type === "text" && subject.kind === "field" ? ["contains", "matches"] : [];
  return [...compared, "in", ...searched].map((text) => ({
    text,
    kind: "operator",
    meaning: OPERATOR_MEANINGS[text] ?? "",
  }));
}

function valueOptions(subject: Subject, type: ElementType, table: FilterTable, valuesOf: ValuesOf): Completion[] {
  if (subject.kind !== "field") return [];
  const values = [...valuesOf(subject.name), ...(findField(table, subject.name)?.known ?? [])];
  if (type === "text") return textOptions(values);
  return values.map((text) => ({ text, kind: "value", meaning: "" }));
}

function textOptions(values: readonly string[]): Completion[] {
  return values.map((value) => ({ text: quoteText(value), kind: "value", meaning: "" }));
}

function distinct(options: readonly Completion[]): Completion[] {
  return [...new Map(options.toReversed().map((option) => [option.text, option])).values()].toReversed();
}

/** Options that begin with what is typed, then those that contain it. */
function rank(options: readonly Completion[], typed: string): Completion[] {
  const place = ({ text }: Completion) => text.replace(/^"/, "").toLowerCase().indexOf(typed);
  return [...options.filter((option) => place(option) === 0), ...options.filter((option) => place(option) > 0)];
}
