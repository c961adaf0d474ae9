import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Groupable, groupFingerprints } from "../../core/fingerprint/fingerprint-groups.ts";
import { floodOf } from "../builders/fingerprint-flood.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest } from "../builders/observed-request.ts";
import { groupableOf, groupableOfState, requestsOfRun } from "../builders/run-strand.ts";
import { Random } from "../generator/random.ts";
import { beginRun, EXTRA_TOOL_IDS } from "../generator/tool-messages.ts";
import { paperTools } from "../generator/tool-table.ts";

const TOOLS = [...paperTools.map(({ id }) => id), ...EXTRA_TOOL_IDS];
const FULL = 300;
const PARTS = 10;

/** What each tool sends from a source of its own. */
const runs = TOOLS.map((tool, index) => {
  const random = new Random(`full ${tool}`);
  const place = { source: `203.0.113.${100 + index}`, telescope: "198.18", random };
  const requests = requestsOfRun(beginRun(tool, random, { setUp: setUpOf(tool) }), FULL, place);
  return { tool, requests, full: groupableOf(requests) };
});

/** What a tool keeps for all runs of one operator. */
function setUpOf(tool: string): Random {
  return new Random(`operator of ${tool}`);
}

const asUnknown = (one: Groupable): Groupable => ({ ...one, tool: null });

/** Whom a fingerprint joins when it comes to the others: itself where it stands alone. */
function headOf(fingerprint: Groupable, others: readonly Groupable[]): Groupable | undefined {
  const known = others.find(({ id, tool }) => id === fingerprint.id && tool === fingerprint.tool);
  if (known !== undefined) return known;
  return groupFingerprints([...others, fingerprint]).find(({ members }) => members.includes(fingerprint))?.head;
}

/** How parts of the runs fare among all whole ones: the tools of those that stay alone, and of those that go wrong. */
function fatesOf(parts: readonly { readonly tool: string; readonly part: Groupable }[], nameOf: typeof asUnknown) {
  const all = runs.map(({ tool, full }) => ({ tool, full: nameOf(full) }));
  const fates = parts.map(({ tool, part }) => {
    const named = nameOf(part);
    const head = headOf(
      named,
      all.map(({ full }) => full),
    );
    const own = all.find((whole) => whole.tool === tool)?.full;
    return { tool, other: named.id !== own?.id, joined: head === own, alone: head === named };
  });
  return {
    other: fates.filter(({ other }) => other).length,
    alone: fates.filter(({ alone, joined }) => alone && !joined).map(({ tool }) => tool),
    wrong: fates.filter(({ alone, joined }) => !alone && !joined).map(({ tool }) => tool),
  };
}

/** The fewer packets, the more constants by accident: were all ids equal, joining would show nothing. */
describe.each([
  { count: 3, otherIds: 50 },
  { count: 5, otherIds: 5 },
  { count: 10, otherIds: 1 },
])("strands of $count packets", ({ count, otherIds }) => {
  const cutDown = runs.flatMap(({ tool, requests }) => {
    const random = new Random(`${tool} cut to ${count}`);
    return Array.from({ length: PARTS }, () => ({ tool, part: groupableOf(random.shuffle(requests).slice(0, count)) }));
  });
  const elsewhere = runs.flatMap(({ tool }) =>
    Array.from({ length: PARTS }, (_, index) => {
      const random = new Random(`${tool} elsewhere ${count} ${index}`);
      // As long as the other's: tool 16 pads its body by the length of the address.
      const place = { source: `203.0.113.${200 + index}`, telescope: "100.64", random };
      return { tool, part: groupableOf(requestsOfRun(beginRun(tool, random, { setUp: setUpOf(tool) }), count, place)) };
    }),
  );

  test.each([
    ["drawn from a run of 300", cutDown],
    ["of another source in another telescope", elsewhere],
  ])("%s join the whole strand of their tool in 99 of 100, and never another's", (_name, parts) => {
    for (const nameOf of [(one: Groupable) => one, asUnknown]) {
      const { other, alone, wrong } = fatesOf(parts, nameOf);
      expect(wrong).toEqual([]);
      expect(alone.length / parts.length, alone.join(", ")).toBeLessThanOrEqual(0.01);
      expect(other).toBeGreaterThanOrEqual(otherIds);
    }
  });
});

test("the groups do not depend on the order of the fingerprints", () => {
  const random = new Random("small ones");
  const small = runs.flatMap(({ requests }) =>
    [1, 2, 4, 7].map((count) => asUnknown(groupableOf(random.shuffle(requests).slice(0, count)))),
  );
  const all = new Map([...small, ...runs.map(({ full }) => asUnknown(full))].map((one) => [one.id, one]));
  const groupsOf = (fingerprints: readonly Groupable[]) =>
    groupFingerprints(fingerprints)
      .map(({ head, members }) => [head.id, ...members.map(({ id }) => id)])
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1));
  const subset = fc.shuffledSubarray([...all.values()], { minLength: 40 });
  fc.assert(
    fc.property(
      subset.chain((chosen) =>
        fc.tuple(fc.constant(chosen), fc.shuffledSubarray(chosen, { minLength: chosen.length })),
      ),
      ([chosen, shuffled]) => {
        const groups = groupsOf(chosen);
        expect(groupsOf(shuffled)).toEqual(groups);
        expect(groups.flatMap(([, ...members]) => members).sort()).toEqual(chosen.map(({ id }) => id).sort());
      },
    ),
    { numRuns: 25 },
  );
  expect(groupsOf([...all.values()]).some((group) => group.length > 3)).toBe(true);
});

/** Messages with these values of User-Agent, one after the other, that vary in Call-ID. */
function agentsStrand(agents: readonly string[], count: number, more: readonly string[] = []): Groupable {
  const random = new Random(`${agents.join()} ${count}`);
  const requests = Array.from({ length: count }, (_, index) => {
    const agent = `User-Agent: ${agents[index % agents.length]}`;
    const lines = ["Via: SIP/2.0/UDP host", `Call-ID: ${random.digits(9)}`, agent, ...more];
    const text = ["OPTIONS sip:x SIP/2.0", ...lines, "", ""].join("\r\n");
    const ends = { source: "203.0.113.9", destination: `198.51.100.${index}`, sourcePort: 5060, destinationPort: 5060 };
    return observedRequest({ ...ends, text }, index + 1);
  });
  return groupableOfState(foldInOrder(requests));
}

const NAMES = Array.from({ length: 12 }, (_, index) => `agent ${index} of ${"many".repeat(index % 3)}`);
const VARYING_AGENT = agentsStrand(NAMES, 60);
const joins = (one: Groupable, ...others: readonly Groupable[]) => {
  const head = headOf(one, others);
  return head === one ? "none" : others.indexOf(head as Groupable);
};

describe("a fingerprint joins", () => {
  test.each<readonly [string, Groupable, readonly Groupable[], number | "none"]>([
    ["what covers it", agentsStrand(["agent 3 of "], 3), [VARYING_AGENT], 0],
    [
      "what covers it with most literal bytes",
      agentsStrand(["agent 3 of "], 2),
      [VARYING_AGENT, agentsStrand(["agent 3 of "], 25)],
      1,
    ],
    ["nothing with 20 pieces of evidence: it is a variant", agentsStrand(["agent 3 of "], 20), [VARYING_AGENT], "none"],
    [
      "nothing where it keeps constant, from five pieces on, what is ever new there",
      agentsStrand(["agent 3 of "], 5),
      [VARYING_AGENT],
      "none",
    ],
    ["nothing with another literal", agentsStrand(["other"], 3), [agentsStrand(["agent 3"], 25)], "none"],
    ["nothing with a header more", agentsStrand(["agent 3 of "], 3, ["To: x"]), [VARYING_AGENT], "none"],
    ["nothing with four pieces of evidence", agentsStrand(["agent"], 1), [agentsStrand(["agent"], 4)], "none"],
    ["nothing with as little evidence", agentsStrand(["bx", "cx"], 6), [agentsStrand(["bx", "cy"], 6)], "none"],
    ["nothing with another tool", { ...agentsStrand(["agent 3 of "], 3), tool: "some/tool" }, [VARYING_AGENT], "none"],
  ])("%s", (_name, one, others, expected) => {
    expect(new Set([one, ...others].map(({ id }) => id)).size).toBe(1 + others.length);
    expect(joins(one, ...others)).toBe(expected);
  });

  test("what covers it by way of one between: the group has one head", () => {
    const between = agentsStrand(["agent 1 of many", "agent 4 of many", "agent 7 of many"], 6);
    const groups = groupFingerprints([agentsStrand(["agent 1 of many"], 2), between, VARYING_AGENT]);
    expect(groups.map(({ head, members }) => [head, members.length])).toEqual([[VARYING_AGENT, 3]]);
  });
});

/** A quadratic search would take minutes: 20,000 fingerprints, a third of which could cover the others. */
test.each<readonly [string, Parameters<typeof floodOf>[2]]>([
  ["with an agent of their own", { "user-agent": (index) => [`agent ${index}`] }],
  ["with two agents of their own", { "user-agent": (index) => [`agent ${index} a`, `agent ${index} bb`] }],
  ["with constants inside what varies", { "call-id": (index) => [`1-${index + 10_000}-1`, `2-${index + 10_000}-2`] }],
])("a flood of fingerprints %s is grouped in little time", { timeout: 60_000 }, (_name, values) => {
  const base = runs[0]?.full.state;
  if (base === undefined) throw new Error("there is a first tool");
  const flood = floodOf(20_000, base, values, (index) => 1 + (index % 19));
  expect(groupFingerprints(flood)).toHaveLength(20_000);
});
