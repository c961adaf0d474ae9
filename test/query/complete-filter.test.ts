import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeFilter } from "../../core/query/complete-filter.ts";
import { parseFilter } from "../../core/query/parse-filter.ts";
import { printFilter } from "../../core/query/print-filter.ts";
import { FLOWS, PACKETS } from "../../core/query/tables.ts";
import { filter, PROBES } from "./arbitrary-filters.ts";

const HELD: Readonly<Record<string, readonly string[]>> = { tool: ["paper/1", "paper/2"], src: ["192.0.2.7"] };
const heldValues = (name: string) => HELD[name] ?? [];

/** The text with `|` at the cursor, what would be replaced, and the first options. */
function completionsAt(marked: string, most: number): [string, ...string[]] {
  const cursor = marked.indexOf("|");
  const text = marked.replace("|", "");
  const { start, end, options } = completeFilter(text, cursor, FLOWS, heldValues);
  return [text.slice(start, end), ...options.slice(0, most).map((option) => option.text)];
}

describe("what may come next", () => {
  test.each([
    ["at the beginning: fields", "|", 3, ["", "id", "src", "dst"]],
    ["fields and functions that begin so", "pa|", 9, ["pa", "packets", "packets("]],
    ["then those that contain it", "ame|", 9, ["ame", "tool.name"]],
    ["the whole word at the cursor is replaced", "str|xyz == a", 9, ["strxyz", "strategy"]],
    ["after a field: its operators", "packets |", 9, ["", "==", "!=", "<", "<=", ">", ">=", "in"]],
    ["of texts, too", "country |", 9, ["", "==", "!=", "in", "contains", "matches"]],
    ["an operator goes on", "packets >|", 9, [">", ">", ">="]],
    [
      "after an operator: values of the captures, then those known",
      "tool == |",
      9,
      ["", '"paper/1"', '"paper/2"', '"unknown"'],
    ],
    ["values in quotes", 'tool == "paper/2|', 9, ['"paper/2', '"paper/2"']],
    ["values known from the start", "grade in {sta|", 9, ["sta", '"stable"']],
    ["addresses stand without quotes", "src in {|", 9, ["", "192.0.2.7"]],
    ["in a set: on or out", 'tool in {"paper/1" |', 9, ["", ",", "}"]],
    ["after a condition: its joints first", "packets > 1 |", 3, ["", "and", "or", "id"]],
    ["a joint that begins so", "packets > 1 a|", 2, ["a", "and", "anomaly"]],
    ["in parentheses: out", "(packets > 1 |", 4, ["", "and", "or", ")", "id"]],
    ["lists for count", "count(t|", 3, ["t", "tool", "tool.name", "trait"]],
    ["keys of a count", "packets(IN|", 9, ["IN", '"INVITE"']],
    ["fields for exists", "exists coun|", 9, ["coun", "country"]],
    ["after not: a condition", "not |", 2, ["", "id", "src"]],
    ["nothing for numbers", "packets > |", 9, [""]],
    ["nothing behind a fault", "packets > many and |", 9, [""]],
    ["words are no completion", "sipvicious|", 9, ["sipvicious"]],
  ])("%s", (_name, marked, most, expected) => expect(completionsAt(marked, most)).toEqual(expected));
});

test("every option has its meaning, but values and signs", () => {
  const { options } = completeFilter("", 0, PACKETS, heldValues);
  expect(options.length).toBeGreaterThan(PACKETS.fields.length);
  expect(options.filter(({ meaning }) => meaning === "")).toEqual([]);
});

test("what is offered may stand there: a fault, if any, comes behind it", () => {
  fc.assert(
    fc.property(filter.map(printFilter), fc.nat(), (text, at) => {
      const cursor = at % (text.length + 1);
      const { start, end, options } = completeFilter(text, cursor, PROBES, () => ["a"]);
      expect(start).toBeLessThanOrEqual(cursor);
      expect(end).toBeGreaterThanOrEqual(cursor);
      for (const option of options) {
        const completed = text.slice(0, start) + option.text;
        const parsed = parseFilter(completed, PROBES);
        if (parsed.ok) continue;
        // What stands before is no filter yet: a condition goes on, or something is not closed.
        const isOpen = /is missing|is a field|is not closed|compared with/.test(parsed.fault.message);
        expect(isOpen || parsed.fault.end >= completed.length, `${completed}: ${parsed.fault.message}`).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});
