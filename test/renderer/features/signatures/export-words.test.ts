import { describe, expect, test } from "vitest";
import type { Found, RuleFidelityRow } from "../../../../core/contract/packs.ts";
import {
  fateWords,
  foundWords,
  isExact,
  judgedSentence,
  lostFields,
  namesIn,
  sumOfFound,
  whatIsMissing,
} from "../../../../renderer/features/signatures/packs/export-words.ts";
import { keyIn } from "../../../../renderer/features/signatures/packs/pack-words.ts";

const EXACT: Found = { hits: 3, misses: 0, falseHits: [] };
const LOOSE: Found = {
  hits: 1,
  misses: 1,
  falseHits: [
    { signature: null, messages: 2 },
    { signature: "paper/3", messages: 1 },
  ],
};
const RULE: RuleFidelityRow = {
  signature: "paper/1",
  fields: [
    { key: "from", fate: "weakened", because: "any address" },
    { key: "to", fate: "kept", because: "" },
    { key: "via", fate: "weakened", because: "any address" },
    { key: ":order", fate: "dropped", because: "not seen" },
  ],
  leavesTo: [],
  examples: EXACT,
  inCase: LOOSE,
  byEngine: null,
};

describe("a fidelity sheet in words", () => {
  test("what a rule finds", () => {
    expect([isExact(EXACT), foundWords(EXACT)]).toEqual([true, "3 hits"]);
    expect([isExact(LOOSE), foundWords(LOOSE)]).toEqual([false, "1 hit, 1 miss, 2 of no signature, 1 of paper/3"]);
    expect(sumOfFound([EXACT, LOOSE])).toBe("4 hits, 1 miss, 3 false hits");
  });

  test("what is kept, and what is lost by reason", () => {
    expect(fateWords(RULE)).toBe("1 kept, 2 weakened, 1 dropped");
    expect(lostFields(RULE)).toEqual([
      { fate: "weakened", because: "any address", keys: ["from", "via"] },
      { fate: "dropped", because: "not seen", keys: [":order"] },
    ]);
  });

  test("what engines say, signature by tool", () => {
    const tools = [
      { tool: "paper/1", messages: 3 },
      { tool: null, messages: 2 },
    ];
    const rows = [{ signature: "paper/1/x", tool: "paper/1", counts: [2, 1] }];
    expect(judgedSentence({ tools, rows, silent: [1, 1] })).toBe(
      "2 messages named by a rule of their own tool, 1 by one of another, 2 by none.",
    );
  });
});

test("a pack leaves under a licence that somebody named", () => {
  const facts = { id: "own/pack", name: "Ours", packVersion: "1.0.0", licence: "CC0-1.0", authors: ["Ada"] };
  expect(whatIsMissing(facts)).toBeNull();
  expect(whatIsMissing({ ...facts, licence: "" })).toBe("Say under which licence it may be passed on.");
  expect(whatIsMissing({ ...facts, name: "", authors: namesIn(" , ") })).toBe("A pack needs a name and an author.");
  expect(namesIn("Ada, Bo ,")).toEqual(["Ada", "Bo"]);
});

test.each([
  ["AB".repeat(32), "ab".repeat(32)],
  ["ab ".repeat(32), "ab".repeat(32)],
  ["ab".repeat(31), null],
  ["xy".repeat(32), null],
])("a public key is read as people write it: %s", (text, key) => expect(keyIn(text)).toBe(key));
