import fc from "fast-check";
import { expect, test } from "vitest";
import { viewStrand } from "../../../core/fingerprint/view-strand.ts";
import { exampleRivals } from "../../../core/pack/example-rivals.ts";
import { withExamples } from "../../../core/pack/proposed-examples.ts";
import { matchStrand } from "../../../core/signature/match.ts";
import type { Proposal, ProposalRequest } from "../../../core/signature/proposal/proposal.ts";
import { proposeSignature, withSignature } from "../../../core/signature/proposal/propose.ts";
import { namedSignatures } from "../../../core/signature/proposal/settle.ts";
import { foldInOrder } from "../../builders/fold-requests.ts";
import { generatedCase } from "../../builders/generated-case.ts";
import { builtinLibrary } from "../../builders/library.ts";
import { observedRequest } from "../../builders/observed-request.ts";

const ID = "own/tool";
const NAME = { id: ID, tool: { id: ID, name: "Tool" }, family: null, variant: "", references: ["test"] };
const EXAMPLES = exampleRivals(builtinLibrary);

const TOOLS = [
  "paper/1",
  "paper/2",
  "paper/5",
  "paper/7",
  "paper/10",
  "paper/19",
  "unknown/a",
  "unknown/b",
  "unknown/c",
];
const STRANDS = generatedCase(TOOLS, { packets: "propose", setUps: "propose" });

/** A request for some of the generated strands, whatever tools they are of. */
function requestFor(places: readonly number[]): ProposalRequest {
  const chosen = places.map((place) => STRANDS[place] as (typeof STRANDS)[number]);
  const others = STRANDS.filter((strand) => !chosen.includes(strand));
  const rivals = [...others.map(({ id, state }) => ({ id, exampleOf: null, state })), ...EXAMPLES];
  return { chosen, rivals, library: builtinLibrary, name: NAME };
}

function proposed(request: ProposalRequest): Proposal {
  const proposal = proposeSignature(request);
  if (proposal.code !== "proposed") throw new Error(proposal.code);
  return proposal;
}

const choices = fc.uniqueArray(fc.nat(STRANDS.length - 1), { minLength: 1, maxLength: 5 });

test("every chosen strand is named or told, and so is every other one that would be named", () => {
  fc.assert(
    fc.property(choices, (places) => {
      const request = requestFor(places);
      const proposal = proposeSignature(request);
      if (proposal.code !== "proposed") {
        expect(proposal.code).toBe("nothing-in-common");
        return;
      }
      const library = withSignature(builtinLibrary, proposal.definition);
      const verdictOf = ({ state }: Pick<(typeof request.rivals)[number], "state">) =>
        matchStrand(viewStrand(state), library);
      const told = new Set(proposal.unclaimed.map(({ id }) => id));
      for (const strand of request.chosen) {
        const verdict = verdictOf(strand);
        expect(verdict.kind === "match" && verdict.match.signature.id === ID, strand.id).toBe(!told.has(strand.id));
      }
      const claimed = request.rivals.filter((rival) => namedSignatures(verdictOf(rival)).includes(ID));
      expect(proposal.ambiguous.reduce((sum, { count }) => sum + count, 0)).toBe(claimed.length);
      const listed = proposal.ambiguous.flatMap(({ ids }) => ids);
      expect(claimed.map(({ id }) => id)).toEqual(expect.arrayContaining(listed));
    }),
    { numRuns: 40 },
  );
}, 240_000);

test("the order of strands and signatures does not matter", () => {
  fc.assert(
    fc.property(choices, fc.infiniteStream(fc.nat()), (places, ranks) => {
      const request = requestFor(places);
      const shuffled = <Item>(list: readonly Item[]) =>
        [...list]
          .map((item) => ({ item, rank: ranks.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ item }) => item);
      const library = { signatures: shuffled(builtinLibrary.signatures) };
      const other = { ...request, chosen: shuffled(request.chosen), rivals: shuffled(request.rivals), library };
      const proposal = proposeSignature(request);
      expect(proposeSignature(other)).toEqual(proposal);
      if (proposal.code !== "proposed") return;
      expect(withExamples(proposal, other.chosen, builtinLibrary, [])).toEqual(
        withExamples(proposal, request.chosen, builtinLibrary, []),
      );
    }),
    { numRuns: 15 },
  );
}, 240_000);

/** Strands of messages that differ in what is given, to ten targets each. */
function strandsOf(prefix: string, headers: readonly (readonly string[])[]) {
  return headers.map((lines, at) => {
    const requests = Array.from({ length: 10 }, (_, index) => {
      const ends = {
        source: `192.0.2.${at + 1}`,
        destination: `198.51.100.${index + 1}`,
        sourcePort: 5060,
        destinationPort: 5060,
      };
      const drawn = ["Via: SIP/2.0/UDP x;branch=z9hG4bK", "Call-ID: "].map(
        (start) => `${start}${(index * 7919 + 1234567).toString(36)}`,
      );
      return observedRequest(
        { text: ["OPTIONS sip:a@b SIP/2.0", ...drawn, ...lines, "", ""].join("\r\n"), ...ends },
        index + 1,
      );
    });
    return { id: `${prefix} ${at}`, run: `${prefix} ${at}`, state: foldInOrder(requests) };
  });
}

function proposedFor(chosen: readonly (readonly string[])[], others: readonly (readonly string[])[]): Proposal {
  const rivals = strandsOf("other", others).map(({ id, state }) => ({ id, exampleOf: null, state }));
  return proposed({ chosen: strandsOf("chosen", chosen), rivals, library: { signatures: [] }, name: NAME });
}

test.each([
  [
    "a word of the tool's own before what many send",
    [["User-Agent: probe/1", "Max-Forwards: 55"]],
    [["User-Agent: other", "Max-Forwards: 70"]],
    ["user-agent"],
  ],
  [
    "one field that tells all apart before two",
    [["User-Agent: probe/1", "X-Some: some", "X-Mark: it"]],
    [
      ["User-Agent: probe/1", "X-Some: b", "X-Mark: c"],
      ["User-Agent: d", "X-Some: some", "X-Mark: c"],
    ],
    ["x-mark"],
  ],
  [
    "two where no one does",
    [["User-Agent: probing", "X-Some: something"]],
    [
      ["User-Agent: probing", "X-Some: b"],
      ["User-Agent: d", "X-Some: something"],
    ],
    ["user-agent", "x-some"],
  ],
  [
    "what may be drawn for each run last",
    [["User-Agent: 9f8e7d6c5b4a", "X-Mark: it"]],
    [["User-Agent: other", "X-Mark: no"]],
    ["x-mark"],
  ],
])("%s", (_name, chosen, others, expected) => {
  const { definition, ambiguous, unclaimed } = proposedFor(chosen, others);
  expect(definition.required).toEqual(expect.arrayContaining(expected));
  // One short field is too little to name a tool by: another one joins it.
  expect(definition.required.length).toBeLessThanOrEqual(Math.max(2, expected.length));
  expect([ambiguous, unclaimed]).toEqual([[], []]);
});

test("what only others have is ruled out where nothing else tells", () => {
  const { definition, ambiguous } = proposedFor([["User-Agent: probe"]], [["User-Agent: probe", "X-More: 1"]]);
  expect(definition.orderRequired || definition.absent.includes("x-more")).toBe(true);
  expect(ambiguous).toEqual([]);
});

test("strands that are the same in every field are told, with what would take them apart", () => {
  const same = proposedFor([["User-Agent: probe"]], [["User-Agent: probe"], ["User-Agent: probe"]]);
  expect(same.ambiguous).toEqual([{ ids: ["other 0", "other 1"], count: 2, exampleOf: null, wouldTake: [] }]);
  const some = proposedFor([["User-Agent: probe", "X-Mark: it"], ["User-Agent: probe"]], [["User-Agent: probe"]]);
  expect(some.ambiguous.map(({ ids, wouldTake }) => [ids, wouldTake])).toEqual([
    [["other 0"], [{ key: "x-mark", loses: 1 }]],
  ]);
});

test("what each field gains and costs", () => {
  const { fields } = proposedFor(
    [
      ["User-Agent: probing", "X-Some: something"],
      ["User-Agent: probing", "X-Some: something", "X-Mark: it"],
    ],
    [
      ["User-Agent: probing", "X-Some: b"],
      ["User-Agent: d", "X-Some: something"],
      ["User-Agent: d", "X-Some: b"],
    ],
  );
  const facts = (key: string) => {
    const field = fields.find((candidate) => candidate.key === key);
    return field && [field.required, field.excludes, field.onlyItExcludes, field.pieces, field.runs, field.loses];
  };
  expect(facts("user-agent")).toEqual([true, 2, 1, 20, 2, 0]);
  expect(facts("x-some")).toEqual([true, 2, 1, 20, 2, 0]);
  expect(facts("x-mark")).toEqual([false, 3, 0, 10, 1, 1]);
});

test("a name that is taken, cut messages and nothing at all are no proposals", () => {
  const request = requestFor([0]);
  const [strand] = request.chosen;
  if (strand === undefined) throw new Error("one was chosen");
  expect(proposeSignature({ ...request, name: { ...NAME, id: "paper/5" } }).code).toBe("id-taken");
  expect(proposeSignature({ ...request, chosen: [] }).code).toBe("nothing-chosen");
  const cut = { ...strand, state: { ...strand.state, cutPackets: 1 } };
  expect(proposeSignature({ ...request, chosen: [cut] }).code).toBe("all-cut");
  const { unclaimed } = proposed({ ...request, chosen: [strand, { ...cut, id: "cut" }] });
  expect(unclaimed).toContainEqual({ id: "cut", because: "cut", by: [] });
});
