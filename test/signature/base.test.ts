import { expect, test } from "vitest";
import { baseOf } from "../../core/signature/base.ts";
import { matchStrand } from "../../core/signature/match.ts";
import { namedTool } from "../../core/signature/verdict.ts";
import { builtinLibrary } from "../builders/library.ts";
import { strandOf } from "../builders/strand.ts";
import { Random } from "../generator/random.ts";
import { beginRun, type ToolRun } from "../generator/tool-messages.ts";
import { inventTool } from "../generator/unknown-tools.ts";
import { beginVariantRun, type Edit } from "../generator/variants.ts";

/** Eight messages of each run, all in one strand. */
function verdictOf(...runs: readonly Pick<ToolRun, "next">[]) {
  const probes = runs.flatMap((run) =>
    Array.from({ length: 8 }, (_, index) => {
      const destination = `198.51.100.${index + 3}`;
      const endpoints = { source: "192.0.2.77", destination, sourcePort: 5060, destinationPort: 5060 };
      return { ...endpoints, text: Buffer.from(run.next(endpoints)).toString("latin1") };
    }),
  );
  return matchStrand(strandOf(probes), builtinLibrary);
}

const OPTIONS = { method: "OPTIONS", edition: "py3" };

test.each<[string, Edit[], string]>([
  ["paper/1", ["constant-user-agent"], "sipvicious"],
  ["paper/1", ["tag-shape", "header-added"], "sipvicious"],
  ["paper/4", ["display-name"], "sipvicious"],
  ["paper/5", ["user-part"], "nmap"],
  ["paper/5", ["cseq-number", "header-order"], "nmap"],
  ["paper/17", ["method"], "x-nat"],
])("%s with %j is not named, but its base is %s", (tool, edits, name) => {
  const verdict = verdictOf(beginVariantRun(tool, edits, new Random("base"), OPTIONS));
  expect(namedTool(verdict)).toBeNull();
  expect(baseOf(verdict, [])?.name).toBe(name);
});

test("a tag that only SIPVicious writes tells the base of what is like nothing", () => {
  expect(baseOf({ kind: "unknown" }, ["nul-padding", "sipvicious-tag-names-other-target"])).toEqual({
    name: "sipvicious",
    because: "tag",
  });
  expect(baseOf({ kind: "unknown" }, ["nul-padding"])).toBeNull();
});

test("several tools of one family are told as the family", () => {
  const runs = ["paper/1", "paper/2"].map((tool) => beginRun(tool, new Random(tool), OPTIONS));
  const verdict = verdictOf(...runs);
  expect(verdict.kind).toBe("several");
  expect(baseOf(verdict, [])).toEqual({ name: "sipvicious", because: "candidates" });
});

test("a tool that is named has no base beside its name, and an invented one none at all", () => {
  expect(baseOf(verdictOf(beginRun("paper/5", new Random("named"))), [])).toBeNull();
  for (let seed = 0; seed < 40; seed += 1) expect(baseOf(verdictOf(inventTool(`base ${seed}`)), [])).toBeNull();
});
