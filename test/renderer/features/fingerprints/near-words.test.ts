import { expect, test } from "vitest";
import { parseFilter } from "../../../../core/query/parse-filter.ts";
import { printFilter } from "../../../../core/query/print-filter.ts";
import { FLOWS } from "../../../../core/query/tables.ts";
import { fingerprintOfGroup, flowsOfGroup } from "../../../../renderer/features/fingerprints/group-id.ts";
import { describeNear, nearSentence } from "../../../../renderer/ui/near-words.ts";

const NEAR = { signature: "paper/1", name: "SIPVicious svmap", score: 0.756, differs: [":order", "from", ":uri"] };

test("what it is like, in a line and in a sentence", () => {
  expect(describeNear(NEAR)).toBe("paper/1 0.76: header order, from, uri");
  expect(nearSentence(NEAR)).toBe("paper/1 SIPVicious svmap, likeness 0.76; differs in header order, from, uri.");
  expect(describeNear({ ...NEAR, differs: ["a", "b", "c", "d", "e", "f"] })).toBe("paper/1 0.76: a, b, c, 3 more");
  expect(describeNear({ ...NEAR, score: null })).toBe("fits paper/1 and others");
});

test("the flows of a group are asked for in the filter language", () => {
  const printed = (members: readonly string[], tool: { id: string; name: string } | null) => {
    const text = printFilter(flowsOfGroup({ members: [...members], tool }));
    expect(parseFilter(text, FLOWS).ok).toBe(true);
    return text;
  };
  expect(printed(["sipfp1:a"], null)).toBe('fingerprint == "sipfp1:a"');
  expect(printed(["sipfp1:a", "sipfp1:b"], { id: "paper/1", name: "x" })).toBe(
    'fingerprint in {"sipfp1:a", "sipfp1:b"} and tool == "paper/1"',
  );
  expect(fingerprintOfGroup("paper/1/sipfp1:a")).toBe("sipfp1:a");
  expect(fingerprintOfGroup("sipfp1:a")).toBe("sipfp1:a");
});
