import { expect, test } from "vitest";
import { placeWords, strandWords } from "../../../../renderer/features/signatures/signature-words.ts";
import { faultsAt } from "../../../../renderer/features/signatures/use-draft-check.ts";

const FAULTS = [
  { place: "headerOrders.1.keys", message: "no order" },
  { place: "headerOrders.10.name", message: "no name" },
  { place: "examples.positive.0.sourcePort", message: "no port" },
  { place: "examples.positive.0.destinationPort", message: "no port" },
  { place: "from", message: "no pattern" },
];

test.each([
  ["headerOrders.1", ["no order"]],
  ["headerOrders.10", ["no name"]],
  ["examples.positive.0", ["no port"]],
  ["examples.negative.0", []],
  ["from", ["no pattern"]],
])("faults of %s stand there", (place, messages) => {
  expect(faultsAt(FAULTS, place)).toEqual(messages);
});

test.each([
  ["headerOrders.1.keys", "header order 2"],
  ["headerOrders", "headerOrders"],
  ["examples.negative.0.message.3", "negative example 1"],
  ["user-agent", "user-agent"],
  ["sdp.a", "sdp.a"],
])("%s in words: %s", (place, words) => {
  expect(placeWords(place)).toBe(words);
});

test("a strand is told in a line", () => {
  const flow = "2001:db8::9@2020-01-11T09:02:11.466286053Z";
  expect(strandWords(`${flow}/OPTIONS/3dde56b8/5062`, flow)).toBe("2001:db8::9 2020-01-11 09:02:11 OPTIONS");
});
