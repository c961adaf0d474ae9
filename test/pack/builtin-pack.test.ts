import { expect, test } from "vitest";
import { lintExamples } from "../../core/pack/lint.ts";
import { builtinLibrary, builtinPack } from "../builders/library.ts";

test("every example of the built-in pack is named by its own signature, no negative one matches", () => {
  expect(lintExamples(builtinLibrary)).toEqual([]);
});

test("the built-in pack holds the 21 tools of the paper and accounts for every further scanner", () => {
  const tools = new Set(builtinPack.signatures.map((signature) => signature.tool.id));
  for (let row = 1; row <= 21; row += 1) expect(tools).toContain(`paper/${row}`);
  const extra = [...tools].filter((id) => id.startsWith("extra/"));
  expect(extra.length + builtinPack.withoutSignature.length).toBe(26);
  for (const { tool } of builtinPack.withoutSignature) expect(tools).not.toContain(tool);
});

test("examples use documentation addresses only", () => {
  for (const { examples } of builtinPack.signatures) {
    for (const { source, destination } of [...examples.positive, ...examples.negative]) {
      for (const address of [source, destination])
        expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
    }
  }
});
