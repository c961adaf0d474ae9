import fc from "fast-check";
import { expect, test } from "vitest";
import { branchOfVia } from "../../core/fingerprint/via-branch.ts";
import { latin1Bytes } from "../../core/sip/latin1.ts";

const piece = fc.constantFrom(
  ";",
  ";branch",
  "Branch",
  "=",
  " ",
  "\t",
  ",",
  "\xa0",
  "\x0b",
  "z9hG4bK",
  "1",
  ";branc",
  "h",
);

test("the branch is what the pattern of tolerant readers finds", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      const found = branchOfVia(latin1Bytes(`x${text};branch=no`), 1, 1 + text.length);
      const expected = /;[ \t]*branch[ \t]*=[ \t]*([^;,\s]*)/i.exec(text)?.[1];
      expect(found === null ? undefined : text.slice(found.start - 1, found.end - 1)).toBe(expected);
    }),
    { numRuns: 3000 },
  );
});
