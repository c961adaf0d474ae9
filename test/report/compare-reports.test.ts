import fc from "fast-check";
import { expect, test } from "vitest";
import { type Compared, compareReports } from "../../core/report/compare-reports.ts";

const amount = {
  packets: fc.integer({ min: 1, max: 5 }),
  flows: fc.integer({ min: 1, max: 3 }),
  sources: fc.constant(1),
};
const tool = fc.constantFrom("paper/1", "paper/2", "extra/x");
const id = fc.constantFrom("sipfp1:a", "sipfp1:b", "sipfp1:c", "sipfp1:d");

const compared = fc
  .record({
    tools: fc.uniqueArray(fc.record({ id: tool, ...amount }), { selector: (one) => one.id }),
    fingerprints: fc.uniqueArray(fc.record({ id, tool: fc.option(tool), ...amount }), { selector: (one) => one.id }),
    sources: fc.uniqueArray(fc.record({ address: fc.constantFrom("192.0.2.1", "192.0.2.2", "192.0.2.3") }), {
      selector: (one) => one.address,
    }),
  })
  .map(({ tools, ...rest }) => {
    const named = tools.map((one) => ({ ...one, name: one.id, family: "f", variant: null, strategies: {} }));
    const parameters = { ports: [5060], flowTimeoutSeconds: 1200, tunnels: true, preset: "default" };
    return { ...rest, tools: named, parameters } as unknown as Compared;
  });

test("what one case gains beside another, that one loses; and everything is told once", () => {
  fc.assert(
    fc.property(compared, compared, (before, after) => {
      const there = compareReports(before, after);
      const back = compareReports(after, before);
      const ids = (of: readonly { readonly id: string }[]) => of.map((one) => one.id);
      expect(ids(there.tools.gained)).toEqual(ids(back.tools.lost));
      expect(ids(there.tools.lost)).toEqual(ids(back.tools.gained));
      expect(ids(there.fingerprints.gained)).toEqual(ids(back.fingerprints.lost));
      expect(new Set(ids(there.tools.changed))).toEqual(new Set(ids(back.tools.changed)));
      expect(there.sources.gained).toBe(back.sources.lost);
      const { gained, lost, changed, same } = there.tools;
      expect(gained.length + changed.length + same).toBe(after.tools.length);
      expect(lost.length + changed.length + same).toBe(before.tools.length);
      const { fingerprints } = there;
      const held = fingerprints.renamed.length + fingerprints.kept;
      expect(fingerprints.gained.length + held).toBe(after.fingerprints.length);
      expect(fingerprints.lost.length + held).toBe(before.fingerprints.length);
      expect(there.sources.lost + there.sources.kept).toBe(before.sources.length);
    }),
  );
});

test("beside itself a case gains, loses and changes nothing", () => {
  fc.assert(
    fc.property(compared, (one) => {
      expect(compareReports(one, one)).toEqual({
        otherRules: [],
        tools: { gained: [], lost: [], changed: [], same: one.tools.length },
        fingerprints: { gained: [], lost: [], renamed: [], kept: one.fingerprints.length },
        sources: { gained: 0, lost: 0, kept: one.sources.length },
      });
    }),
  );
});
