import { expect, test } from "vitest";
import { filterWords, withoutWord, wordsOfTool } from "../../../renderer/commands/filter-words.ts";

test("words stand between blanks, and each can be taken away", () => {
  expect(filterWords("  svmap  192.0.2.1 ")).toEqual(["svmap", "192.0.2.1"]);
  expect(filterWords(" ")).toEqual([]);
  expect(withoutWord("a b a", 2)).toBe("a b");
  expect(withoutWord("a", 0)).toBe("");
});

test("a tool is found by its id, and by its name too where the id is part of another's", () => {
  const ids = ["paper/1", "paper/10", "paper/9"];
  expect(wordsOfTool({ id: "paper/9", name: "100rel" }, ids)).toBe("paper/9");
  expect(wordsOfTool({ id: "paper/1", name: "SIPVicious svmap" }, ids)).toBe("paper/1 SIPVicious svmap");
});
