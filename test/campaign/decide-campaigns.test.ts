import fc from "fast-check";
import { expect, test } from "vitest";
import { type CampaignDecision, decideCampaigns } from "../../core/campaign/decide-campaigns.ts";

const found = [
  { id: "c1", members: ["a", "b", "c", "d"], byChance: true },
  { id: "c2", members: ["e", "f"], byChance: false },
  { id: "c3", members: ["g", "h", "i"], byChance: false },
];
const everywhere = () => true;

/** Campaigns with what is decided of them, as text. */
function decided(
  decisions: readonly CampaignDecision[],
  campaigns = found,
  isThere: (one: string) => boolean = everywhere,
) {
  return decideCampaigns(campaigns, decisions, isThere).map(({ id, name, pinned, members }) => {
    const marks = `${name === null ? "" : ` ${name}`}${pinned ? " pinned" : ""}`;
    return `${id}${marks}: ${[...members].sort().join("")}`;
  });
}

test.each<[string, CampaignDecision[], string[]]>([
  ["nothing", [], ["c1: abcd", "c2: ef", "c3: ghi"]],
  ["a name", [{ deed: "name", campaign: "c2", name: "Night" }], ["c1: abcd", "c2 Night: ef", "c3: ghi"]],
  ["a merge", [{ deed: "merge", campaign: "c1", others: ["c3"] }], ["c1: abcdghi", "c2: ef"]],
  [
    "a merge of what is merged already, either way",
    [
      { deed: "merge", campaign: "c1", others: ["c3"] },
      { deed: "merge", campaign: "c3", others: ["c1"] },
      { deed: "name", campaign: "c3", name: "Both" },
    ],
    ["c1 Both: abcdghi", "c2: ef"],
  ],
  [
    "a split, and what is split off named",
    [
      { deed: "split", campaign: "c1", members: ["a", "b"], into: "c9" },
      { deed: "name", campaign: "c9", name: "Off" },
    ],
    ["c1: cd", "c2: ef", "c3: ghi", "c9 Off: ab"],
  ],
  [
    "a pin keeps its members where they are found elsewhere, and no others",
    [{ deed: "pin", campaign: "c2", members: ["e", "g", "z"] }],
    ["c1: abcd", "c2 pinned: egz", "c3: hi"],
  ],
  [
    "an unpin takes every pin of it back",
    [
      { deed: "pin", campaign: "c2", members: ["e", "g"] },
      { deed: "pin", campaign: "c2", members: ["e"] },
      { deed: "pin", campaign: "c2", members: null },
    ],
    ["c1: abcd", "c2: ef", "c3: ghi"],
  ],
  [
    "a campaign that is not found is pinned all the same",
    [{ deed: "pin", campaign: "c7", members: ["y"] }],
    ["c1: abcd", "c2: ef", "c3: ghi", "c7 pinned: y"],
  ],
])("%s", (_name, decisions, expected) => expect(decided(decisions).sort()).toEqual(expected));

test("a pinned source that is not in the case is not in the campaign", () => {
  const pin: CampaignDecision = { deed: "pin", campaign: "c2", members: ["e", "gone"] };
  expect(decided([pin], found, (one) => one !== "gone")[1]).toBe("c2 pinned: e");
});

test("what chance gives is marked as long as nothing else was decided of its members", () => {
  const marks = (decisions: readonly CampaignDecision[]) =>
    decideCampaigns(found, decisions, everywhere).map(({ byChance, changed }) => [byChance, changed]);
  expect(marks([{ deed: "name", campaign: "c1", name: "N" }])[0]).toEqual([true, false]);
  expect(marks([{ deed: "split", campaign: "c1", members: ["a"], into: "c9" }])[0]).toEqual([false, true]);
});

const ids = fc.constantFrom("c1", "c2", "c3", "c4");
const members = fc.subarray(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]);
const decision: fc.Arbitrary<CampaignDecision> = fc.oneof(
  fc.record({ deed: fc.constant("name" as const), campaign: ids, name: fc.option(fc.constantFrom("N", "M")) }),
  fc.record({ deed: fc.constant("pin" as const), campaign: ids, members: fc.option(members) }),
  fc.record({ deed: fc.constant("merge" as const), campaign: ids, others: fc.subarray(["c1", "c2", "c3", "c4"]) }),
  fc.record({ deed: fc.constant("split" as const), campaign: ids, members, into: fc.constantFrom("s1", "s2") }),
);

test("whatever is decided, a source is in one campaign at most and none that was found is lost but by a pin", () => {
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 12 }), (decisions) => {
      const now = decideCampaigns(found, decisions, everywhere);
      const all = now.flatMap((one) => one.members);
      expect(new Set(all).size).toBe(all.length);
      expect(now.every((one) => one.members.length > 0)).toBe(true);
      if (!decisions.some(({ deed }) => deed === "pin")) expect([...all].sort().join("")).toBe("abcdefghi");
    }),
  );
});

test("what is decided does not depend on the order in which campaigns and members are found", () => {
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 8 }), (decisions) => {
      const turned = [...found].reverse().map((one) => ({ ...one, members: [...one.members].reverse() }));
      expect(decided(decisions, turned).sort()).toEqual(decided(decisions).sort());
    }),
  );
});
