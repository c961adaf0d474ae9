import { expect, test } from "vitest";
import { describeGap, describeToken, describeValues, labelGap } from "../../../renderer/ui/fingerprint/gap-words.ts";

function gap(shortest: number, longest: number, kind: string) {
  return { kind: "gap", shortest, longest, class: kind, likely: null, differs: false } as const;
}

test.each([
  [gap(10, 10, "dec"), "10 dec", "10 decimal digits that differ from message to message"],
  [gap(21, 25, "hex"), "21–25 hex", "21–25 hex digits that differ from message to message"],
  [gap(0, 1, "alpha"), "0–1 alpha", "0–1 letters that differ from message to message"],
  [gap(1, 1, "any"), "1 any", "1 character of any kind that differs from message to message"],
  [gap(3, 3, "new"), "3 new", "3 new that differ from message to message"],
])("gap %j", (part, label, words) => {
  expect(labelGap(part)).toBe(label);
  expect(describeGap(part)).toBe(words);
});

test.each([
  [["a", "b"], 2, "2 values, all of them here:"],
  [["a"], 1, "1 value, all of them here:"],
  [["a", "b"], 5, "5 values, of which the messages kept have:"],
  [["a", "b"], null, "more than 8 values, of which the messages kept have:"],
  [[], null, "more than 8 values, none in the messages kept"],
])("values %j of %s", (values, distinct, words) => {
  expect(describeValues({ values, distinct })).toBe(words);
});

test.each([
  ["SourceIP", "the packet's source address"],
  ["DestIP:hexascii", "the packet's destination address, as text in hex digits"],
  ["Unheard", "Unheard"],
])("token %s", (name, words) => {
  expect(describeToken(name)).toBe(words);
});
