import { describe, expect, test } from "vitest";
import { describeTools, toolsInLine } from "../../../renderer/ui/tools-words.ts";

const NAMES = new Map([["paper/1", "SIPVicious svmap"]]);

describe("tools of a flow", () => {
  test("all of them with their packets, known by name or not", () => {
    const tools: [string | null, number][] = [
      ["paper/1", 1200],
      ["extra/x\u202e", 2],
      [null, 1],
    ];
    expect(describeTools(tools, [], NAMES).split("\n")).toEqual([
      "paper/1 SIPVicious svmap: 1,200 packets",
      "extra/x\\u{202e}: 2 packets",
      "unknown: no signature names them: 1 packet",
    ]);
  });

  test.each<[string, [string | null, number][], (string | null)[], number]>([
    ["one", [["a", 3]], ["a"], 0],
    [
      "two",
      [
        ["a", 3],
        ["b", 2],
      ],
      ["a", "b"],
      0,
    ],
    [
      "many",
      [
        ["a", 3],
        ["b", 2],
        ["c", 1],
      ],
      ["a"],
      2,
    ],
    [
      "many, and some unknown",
      [
        ["a", 3],
        ["b", 2],
        [null, 1],
      ],
      ["a", null],
      1,
    ],
    [
      "most of them unknown",
      [
        [null, 3],
        ["b", 2],
        ["c", 1],
      ],
      [null],
      2,
    ],
  ])("in a line: %s", (_name, tools, named, others) => {
    const line = toolsInLine(tools);
    expect(line.named.map(([tool]) => tool)).toEqual(named);
    expect(line.others).toBe(others);
  });
});
