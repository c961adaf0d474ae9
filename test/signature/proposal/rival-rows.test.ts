import fc from "fast-check";
import { expect, test } from "vitest";
import type { StrandState } from "../../../core/fingerprint/strand-state.ts";
import { viewStrand } from "../../../core/fingerprint/view-strand.ts";
import { evidenceOfExemplar, evidenceOfStrand } from "../../../core/signature/evidence.ts";
import { draftOf, wholeStrands } from "../../../core/signature/proposal/draft.ts";
import { optionsOf } from "../../../core/signature/proposal/options.ts";
import { rowsOf } from "../../../core/signature/proposal/rival-rows.ts";
import { SeparatorTest } from "../../../core/signature/proposal/separators.ts";
import { inOneGo } from "../../../core/signature/proposal/steps.ts";
import { arbitraryProbe } from "../../builders/arbitrary-probes.ts";
import { foldInOrder } from "../../builders/fold-requests.ts";
import { generatedCase, KNOWN_TOOLS } from "../../builders/generated-case.ts";
import { observedRequest } from "../../builders/observed-request.ts";

const NAME = { id: "own/tool", tool: { id: "own/tool", name: "Tool" }, family: null, variant: "", references: [] };

/** Rows by masks where they tell, beside those for which every message was read and every separator asked. */
function compareRows(chosen: readonly StrandState[], others: readonly StrandState[]): void {
  const strands = wholeStrands(chosen.map((state, index) => ({ id: `${index}`, run: `${index}`, state })));
  if (strands.length === 0) return;
  const draft = inOneGo(draftOf(strands, NAME, { parent: null, family: null }));
  if (draft === null) return;
  const rivals = others.map((state, index) => ({ id: `${index}`, exampleOf: null, state }));
  const separators = inOneGo(optionsOf(draft, strands, rivals)).map(({ separator }) => separator);
  const all = separators.map((_, place) => place);
  const asked = new SeparatorTest(draft.signature, separators);
  for (const rival of rivals) {
    const view = viewStrand(rival.state);
    const evidence = [evidenceOfStrand(view), ...view.exemplars.map((exemplar) => evidenceOfExemplar(exemplar, view))];
    const plain = new Set(evidence.map((one) => asked.rejecting(one, all)));
    expect(new Set(rowsOf(rival, asked))).toEqual(plain);
  }
}

test("masks tell the same as reading every message: generated tools", () => {
  const states = generatedCase([...KNOWN_TOOLS, "unknown/rows"], { packets: "rows", setUps: "rows" });
  for (let start = 0; start < states.length; start += 7) {
    compareRows(
      states.slice(start, start + 2).map(({ state }) => state),
      states.map(({ state }) => state),
    );
  }
});

test("the same of random messages", () => {
  const state = fc
    .array(arbitraryProbe, { minLength: 1, maxLength: 8 })
    .map((probes) =>
      foldInOrder(probes.map((probe, index) => observedRequest({ ...probe, missingBytes: 0 }, index + 1))),
    );
  const states = fc.array(state, { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(states, states, compareRows), { numRuns: 300 });
});
