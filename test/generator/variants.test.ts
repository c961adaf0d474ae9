import { expect, test } from "vitest";
import { Random } from "./random.ts";
import { brokenDemands } from "./table-oracle.ts";
import { paperTools } from "./tool-table.ts";
import { beginVariantRun, EDITS, identityAfter } from "./variants.ts";

const cases = paperTools.flatMap((tool) => EDITS.map((edit) => [`${tool.id} ${edit}`, tool, edit] as const));

test.each(cases)("%s: leaves the table exactly when it should", (_name, tool, edit) => {
  for (let seed = 0; seed < 3; seed += 1) {
    const options = tool.id === "paper/14" ? { edition: "template" } : {};
    const run = beginVariantRun(tool.id, [edit], new Random(`variant ${seed}`), options);
    const messages = Array.from({ length: 8 }, (_, host) => {
      const endpoints = {
        source: "192.0.2.9",
        destination: `203.0.113.${host + 1}`,
        sourcePort: 5060,
        destinationPort: 5060,
      };
      return { draft: run.draft(endpoints), endpoints };
    });
    const covering = paperTools.filter((candidate) => brokenDemands(candidate, messages).length === 0);
    const expected = identityAfter(tool, edit);
    const isCovered = covering.some((candidate) => candidate.id === tool.id);
    expect(isCovered, `seed ${seed}: ${brokenDemands(tool, messages)}`).toBe(expected === "kept");
    // An edit that leaves the row of its tool must not fall into the row of another one.
    if (expected === "lost") expect(covering.map((candidate) => candidate.id)).toEqual([]);
  }
});
