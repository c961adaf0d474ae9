import { expect, test } from "vitest";
import type { ComparedRow } from "../../../../core/contract/comparison.ts";
import {
  comparisonSentence,
  notListed,
  shownRows,
  toolWords,
} from "../../../../renderer/features/comparison/comparison-words.ts";

function row(
  what: ComparedRow["what"],
  change: ComparedRow["change"],
  id: string,
  tools: readonly string[],
): ComparedRow {
  const side = { packets: 3, flows: 1, tools: [...tools] };
  return { what, change, id, name: null, before: change === "gained" ? null : side, after: side };
}

const ROWS = [
  row("tool", "gained", "paper/5", []),
  row("source", "changed", "192.0.2.1", ["paper/1"]),
  row("source", "gained", "192.0.2.2", []),
];
const ALL = { what: null, change: null, words: "" };

test("rows by what they are, how they changed, and their words", () => {
  const ids = (shown: Parameters<typeof shownRows>[1]) => shownRows(ROWS, shown).map(({ id }) => id);
  expect(ids(ALL)).toEqual(["paper/5", "192.0.2.1", "192.0.2.2"]);
  expect(ids({ ...ALL, what: "source" })).toEqual(["192.0.2.1", "192.0.2.2"]);
  expect(ids({ ...ALL, change: "gained" })).toEqual(["paper/5", "192.0.2.2"]);
  expect(ids({ ...ALL, words: " PAPER/1 " })).toEqual(["192.0.2.1"]);
  expect(ids({ ...ALL, what: "source", words: "unknown" })).toEqual(["192.0.2.2"]);
});

test("what is not listed is counted, of what is shown", () => {
  const counts = [
    { what: "tool", change: "gained", count: 1 },
    { what: "source", change: "gained", count: 300 },
    { what: "source", change: "changed", count: 1 },
  ] as const;
  const held = { rows: ROWS, counts: [...counts] };
  expect(notListed(held, ALL)).toBe(299);
  expect(notListed(held, { ...ALL, what: "tool" })).toBe(0);
  expect(comparisonSentence(counts)).toBe(
    "1 tool gained, 0 lost, 0 changed; 0 fingerprints gained, 0 lost, 0 changed; 300 sources gained, 0 lost, 1 changed.",
  );
});

test("tools there and here, where these differ", () => {
  const side = (...tools: string[]) => ({ packets: 1, flows: 1, tools });
  const words = (before: ComparedRow["before"], after: ComparedRow["after"]) =>
    toolWords({ what: "source", change: "changed", id: "192.0.2.1", name: null, before, after });
  expect(words(side("paper/1"), side("paper/1", "paper/5"))).toBe("paper/1, now paper/1, paper/5");
  expect(words(side("paper/1"), side())).toBe("paper/1, now unknown");
  expect(words(null, side("paper/1"))).toBe("paper/1");
  expect(words(side(), null)).toBe("unknown");
  expect(words(side(), side())).toBe("unknown");
  expect(toolWords(row("tool", "gained", "paper/5", []))).toBe("");
});
