import { describe, expect, test } from "vitest";
import type { Completion } from "../../../core/query/complete-filter.ts";
import { completeFilter } from "../../../core/query/complete-filter.ts";
import { parseFilter } from "../../../core/query/parse-filter.ts";
import { FLOWS } from "../../../core/query/tables.ts";
import { acceptCompletion, type EditedText } from "../../../renderer/ui/filter-field/accept-completion.ts";
import { CLOSED, chosenIndex, moveChoice, OPENED } from "../../../renderer/ui/filter-field/completion-choice.ts";
import { applySuggestion, markFault } from "../../../renderer/ui/filter-field/fault-marks.ts";

/** A text with `|` at the cursor. */
function shown({ text, cursor }: EditedText): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

describe("accepting a completion", () => {
  test.each([
    ["a field", "pa|", "packets", "packets |"],
    ["in the middle of a text", "pa| > 1", "packets", "packets |> 1"],
    ["in the middle of a word", "st|rat == x", "strategy", "strategy |== x"],
    ["a function", "pa|", "packets(", "packets(|"],
    ["a value in quotes", 'grade == "st|', '"stable"', 'grade == "stable" |'],
    ["an operator", "packets >|", ">=", "packets >= |"],
    ["the beginning of a set", "grade in |", "{", "grade in {|"],
  ])("%s", (_name, marked, wanted, expected) => {
    const cursor = marked.indexOf("|");
    const text = marked.replace("|", "");
    const completions = completeFilter(text, cursor, FLOWS, () => []);
    const option = completions.options.find((one) => one.text === wanted) as Completion;
    expect(shown(acceptCompletion(text, completions, option))).toBe(expected);
  });
});

test.each([
  ["down into a closed list", CLOSED, 1, { open: true, chosen: 0 }],
  ["up into a closed list", CLOSED, -1, { open: true, chosen: 2 }],
  ["down from none", OPENED, 1, { open: true, chosen: 0 }],
  ["down", { open: true, chosen: 0 }, 1, { open: true, chosen: 1 }],
  ["down over the end", { open: true, chosen: 2 }, 1, { open: true, chosen: 0 }],
  ["up over the beginning", { open: true, chosen: 0 }, -1, { open: true, chosen: 2 }],
] as const)("an arrow %s", (_name, choice, step, expected) => expect(moveChoice(choice, step, 3)).toEqual(expected));

test("nothing is chosen in an empty list, nor behind the end of one that became shorter", () => {
  expect(moveChoice(OPENED, 1, 0)).toBe(CLOSED);
  expect(chosenIndex({ open: true, chosen: 3 }, 3)).toBeNull();
  expect(chosenIndex({ open: true, chosen: 2 }, 3)).toBe(2);
  expect(chosenIndex(OPENED, 3)).toBeNull();
});

test.each([
  ["a stretch", "pakets > 1", ["", "pakets", " > 1"], "packets| > 1"],
  ["something missing", "packets >", ["packets >", "\u00a0", ""], undefined],
  ["several words", "src == 192.0.2.0/24", ["src ", "== 192.0.2.0/24", ""], "src in 192.0.2.0/24|"],
])("a fault of %s is marked and mended", (_name, text, [before, marked, after], mended) => {
  const parsed = parseFilter(text, FLOWS);
  if (parsed.ok) throw new Error("no fault");
  expect(markFault(text, parsed.fault)).toEqual({ before, marked, after });
  const [suggestion] = parsed.fault.suggestions;
  expect(suggestion && shown(applySuggestion(text, parsed.fault, suggestion))).toBe(mended);
});
