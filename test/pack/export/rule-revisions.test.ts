import { expect, test } from "vitest";
import { exportPack, RULE_LANGUAGES } from "../../../core/pack/export/export-pack.ts";
import { revisionOf } from "../../../core/pack/export/rule-number.ts";
import { withRevisions } from "../../../core/pack/export/rule-revisions.ts";
import { decodePack, formatPack, type SignaturePack } from "../../../core/pack/pack.ts";
import { builtinPack } from "../../builders/library.ts";

function ready(pack: SignaturePack) {
  const decoded = decodePack(formatPack(pack));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return decoded;
}

/** A few signatures, so that the test is quick. */
const FEW = ready({ ...builtinPack, signatures: builtinPack.signatures.slice(0, 6) });

/** The number and revision of each Suricata rule. */
function revisionsOf(pack: SignaturePack): Map<string, number> {
  const { text } = exportPack(pack, ready(pack).library, "suricata7");
  return new Map([...text.matchAll(/sid:(\d+); rev:(\d+);/g)].map(([, sid, rev]) => [String(sid), Number(rev)]));
}

test("a rule that changes gets a higher revision, the others keep theirs, and so do all of a pack that is written again", () => {
  const first = withRevisions(FEW, FEW, RULE_LANGUAGES);
  const before = revisionsOf(first);
  expect(before).toEqual(revisionsOf(FEW.pack));
  const changed = first.signatures.map((signature, index) =>
    index === 0
      ? { ...signature, fields: { ...signature.fields, "x-test": "abc" }, required: [...signature.required, "x-test"] }
      : signature,
  );
  const positive = changed.map((signature, index) =>
    index === 0
      ? {
          ...signature,
          examples: {
            negative: [],
            positive: signature.examples.positive.map((example) => ({
              ...example,
              message: [example.message[0] as string, "X-Test: abc", ...example.message.slice(1)],
            })),
          },
        }
      : signature,
  );
  const second = withRevisions(
    ready({ ...first, packVersion: "0.0.1", signatures: positive }),
    ready(first),
    RULE_LANGUAGES,
  );
  const after = revisionsOf(second);
  const risen = [...after].filter(([sid, revision]) => revision > (before.get(sid) as number));
  expect([...after].filter(([sid, revision]) => revision < (before.get(sid) as number))).toEqual([]);
  expect(risen.length).toBeGreaterThan(0);
  expect(risen.length).toBeLessThan(after.size);
  expect(revisionsOf(withRevisions(ready(second), ready(second), RULE_LANGUAGES))).toEqual(after);
  // Changed by hand, without being recorded: still higher.
  const byHand = { ...second, signatures: first.signatures };
  expect([...revisionsOf(byHand)].filter(([sid, revision]) => revision > (after.get(sid) as number)).length).toBe(
    risen.length,
  );
});

test("versions rise, and pre-releases come before their release", () => {
  const rising = [
    "0.0.0-a",
    "0.0.0",
    "0.0.1",
    "0.1.0",
    "1.2.2",
    "1.2.3-rc1",
    "1.2.3",
    "1.2.4-rc1",
    "1.3.0",
    "2.0.0",
    "999.999.999",
  ];
  const revisions = rising.map(revisionOf);
  expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  expect(Math.max(...revisions, revisionOf("5000.5000.5000"))).toBeLessThan(2 ** 31);
});
