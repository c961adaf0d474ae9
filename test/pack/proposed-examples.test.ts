import { expect, test } from "vitest";
import { strandStateOf } from "../../core/fingerprint/strand-state.ts";
import { exampleRivals } from "../../core/pack/example-rivals.ts";
import { lintExamples, lintSignatures } from "../../core/pack/lint.ts";
import { packOf } from "../../core/pack/own-pack.ts";
import { decodePack } from "../../core/pack/pack.ts";
import { withExamples } from "../../core/pack/proposed-examples.ts";
import { proposeSignature, withSignature } from "../../core/signature/proposal/propose.ts";
import { generatedCase } from "../builders/generated-case.ts";
import { builtinLibrary } from "../builders/library.ts";
import { observedRequest } from "../builders/observed-request.ts";

const TOOLS = Array.from({ length: 12 }, (_, index) => `unknown/examples-${index}`);
const STRANDS = generatedCase(TOOLS, { packets: "examples", setUps: "examples" });

test.each(TOOLS)("the signature of %s with its examples is a sound pack beside the built-in one", (tool) => {
  const chosen = STRANDS.filter((strand) => strand.tool === tool);
  const others = STRANDS.filter((strand) => strand.tool !== tool);
  const rivals = [...others.map(({ id, state }) => ({ id, exampleOf: null, state })), ...exampleRivals(builtinLibrary)];
  const name = { id: tool, tool: { id: tool, name: "Invented" }, family: null, variant: "", references: ["test"] };
  const proposal = proposeSignature({ chosen, rivals, library: builtinLibrary, name });
  if (proposal.code !== "proposed") throw new Error(proposal.code);
  const signature = withExamples(proposal, chosen, builtinLibrary, []);
  expect(signature.examples.positive.length).toBeGreaterThan(0);
  expect(signature.examples.negative.length).toBeGreaterThan(0);
  const decoded = decodePack(JSON.stringify(packOf(signature, "an analyst")));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  const library = withSignature(builtinLibrary, decoded.pack.signatures[0] ?? signature);
  expect(lintExamples(library)).toEqual([]);
  expect(lintSignatures(library)).toEqual([]);
});

test("messages of thousands of addresses make no example, and keep none from being made", () => {
  const [tool = ""] = TOOLS;
  const chosen = STRANDS.filter((strand) => strand.tool === tool);
  const name = { id: tool, tool: { id: tool, name: "Invented" }, family: null, variant: "", references: ["test"] };
  const rivals = exampleRivals(builtinLibrary);
  const proposal = proposeSignature({ chosen, rivals, library: builtinLibrary, name });
  if (proposal.code !== "proposed") throw new Error(proposal.code);
  // Nine datagrams, as the exemplars of two strands hold them, name more addresses than there are to give.
  const hostile = Array.from({ length: 9 }, (_, datagram) => {
    const quads = Array.from({ length: 8000 }, (_, index) => `9.${datagram}.${index >> 8}.${index & 255}`).join(" ");
    const text = `OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a\r\nX-Probe: yes\r\n\r\n${quads}`;
    const ends = { source: "8.8.8.8", destination: "9.9.9.9", sourcePort: 5060, destinationPort: 5060 };
    return strandStateOf(observedRequest({ text, ...ends }, datagram + 1));
  });
  const [first] = proposal.nearMisses;
  if (first === undefined) throw new Error("some example is near");
  const nearMisses = hostile.map((state, index) => ({
    ...first,
    rival: { id: `hostile ${index}`, exampleOf: null, state },
  }));
  const signature = withExamples(
    { ...proposal, nearMisses: [...nearMisses, ...proposal.nearMisses] },
    chosen,
    builtinLibrary,
    [],
  );
  expect(signature.examples).toEqual(withExamples(proposal, chosen, builtinLibrary, []).examples);
  expect(signature.examples.positive.length).toBeGreaterThan(0);
});
