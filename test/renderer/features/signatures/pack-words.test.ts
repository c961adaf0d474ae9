import { expect, test } from "vitest";
import type { ImportedRow } from "../../../../core/contract/packs.ts";
import {
  byDecision,
  importSentence,
  keyText,
  whyNotImported,
} from "../../../../renderer/features/signatures/packs/pack-words.ts";

function row(signature: string, kind: ImportedRow["kind"]): ImportedRow {
  return { signature, tool: { id: "own/x", name: "X" }, kind, because: "", retired: false, changes: [] };
}

test("what asks for a decision stands first, and stays where it stood once it is left out", () => {
  const rows = [
    row("a", "identical"),
    row("b", "new"),
    row("c", "changed"),
    row("d", "conflicting"),
    row("e", "conflicting"),
  ];
  const stood = byDecision(rows, []).map(({ signature }) => signature);
  expect(stood).toEqual(["d", "e", "c", "b", "a"]);
  const later = rows.map((one) => (one.signature === "d" ? row("d", "left") : one));
  expect(byDecision(later, stood).map(({ signature }) => signature)).toEqual(stood);
});

test.each([
  [[row("a", "new"), row("b", "changed")], "2 signatures: 1 new, 1 changed, 0 identical, 0 conflicting.", null],
  [[row("a", "identical")], "1 signature: 0 new, 0 changed, 1 identical, 0 conflicting.", "There is nothing to import"],
  [
    [row("a", "left")],
    "1 signature: 0 new, 0 changed, 0 identical, 0 conflicting, 1 left out.",
    "There is nothing to import",
  ],
  [
    [row("a", "new"), row("b", "conflicting")],
    "2 signatures: 1 new, 0 changed, 0 identical, 1 conflicting.",
    "1 signature conflicts with the library",
  ],
])("an import is summed up, and what keeps it from being done is said", (rows, sentence, why) => {
  expect(importSentence(rows)).toBe(sentence);
  const reason = whyNotImported(rows);
  if (why === null) expect(reason).toBeNull();
  else expect(reason).toContain(why);
});

test("a key is written in groups", () => {
  expect(keyText("0123456789abcdef")).toBe("01234567 89abcdef");
});
