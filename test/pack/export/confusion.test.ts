import { expect, test } from "vitest";
import { confusionOf } from "../../../core/pack/export/confusion.ts";

test("messages are counted by signature and tool, those that no rule names apart, unnamed tools last", () => {
  const judged = [
    { tool: null, spoken: [] },
    { tool: "b", spoken: ["s/2", "s/1", "s/1"] },
    { tool: "a", spoken: ["s/1"] },
    { tool: "b", spoken: [] },
  ];
  expect(confusionOf(judged)).toEqual({
    tools: [
      { tool: "a", messages: 1 },
      { tool: "b", messages: 2 },
      { tool: null, messages: 1 },
    ],
    rows: [
      { signature: "s/1", counts: [1, 1, 0] },
      { signature: "s/2", counts: [0, 1, 0] },
    ],
    silent: [0, 1, 1],
  });
  expect(confusionOf([...judged].reverse())).toEqual(confusionOf(judged));
});
