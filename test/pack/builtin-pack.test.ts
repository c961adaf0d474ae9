import { expect, test } from "vitest";
import { lintExamples, lintSignatures } from "../../core/pack/lint.ts";
import { builtinLibrary, builtinPack } from "../builders/library.ts";

test("every example of the built-in pack is named by its own signature, no negative one matches", () => {
  expect(lintExamples(builtinLibrary)).toEqual([]);
});

test("its signatures stand beside each other: none shadows another, all inherit, none says too little", () => {
  expect(lintSignatures(builtinLibrary)).toEqual([]);
});

test("the built-in pack holds the 21 tools of the paper and accounts for every further scanner", () => {
  const tools = new Set(builtinPack.signatures.map((signature) => signature.tool.id));
  for (let row = 1; row <= 21; row += 1) expect(tools).toContain(`paper/${row}`);
  const extra = [...tools].filter((id) => id.startsWith("extra/"));
  expect(extra.length + builtinPack.withoutSignature.length).toBe(26);
  for (const { tool } of builtinPack.withoutSignature) expect(tools).not.toContain(tool);
});

test("what the paper's rows turned out to be is said, and variants have their names", () => {
  const told = (id: string) => builtinPack.signatures.filter(({ tool }) => tool.id === id);
  for (const [id, words] of [
    ["paper/10", "ZMap"],
    ["paper/12", "SIPPTS"],
    ["paper/14", "masscan"],
    ["paper/15", "Asterisk"],
    ["paper/21", "Nessus"],
  ] as const) {
    for (const { tool, notes, references } of told(id)) {
      expect(tool.name).toContain(words);
      expect(notes.length).toBeGreaterThan(40);
      expect(references.length).toBeGreaterThan(1);
    }
  }
  expect(told("paper/14").map(({ variant }) => variant)).toEqual(["template", "masscan-1.3.2"]);
  expect(told("paper/1").map(({ variant, methodVariants }) => [variant, methodVariants])).toEqual([
    ["base", { INVITE: "svmap-invite", REGISTER: "svmap-register" }],
    ["svmap-ipv6", {}],
  ]);
});

test("examples use documentation addresses only", () => {
  for (const { examples } of builtinPack.signatures) {
    for (const { source, destination } of [...examples.positive, ...examples.negative]) {
      for (const address of [source, destination])
        expect(address).toMatch(/^(?:(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+|2001:db8:[0-9a-f:]+)$/);
    }
  }
});
