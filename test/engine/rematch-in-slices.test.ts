import { expect, test } from "vitest";
import { rematchInSlices } from "../../core/engine/rematch-in-slices.ts";
import { rematch } from "../../core/signature/rematch.ts";
import { compileLibrary, type SignatureLibrary } from "../../core/signature/signature.ts";
import { generatedCase, KNOWN_TOOLS } from "../builders/generated-case.ts";
import { builtinLibrary } from "../builders/library.ts";

const NOTHING: SignatureLibrary = { signatures: [] };
/** Of each strand as many as a large case has, as far as time allows. */
const TIMES = 20;

const strands = generatedCase(KNOWN_TOOLS, { packets: "slices", setUps: "slices" }).map(({ run, state }) => ({
  flow: run,
  source: run,
  state,
}));
const many = Array.from({ length: TIMES }, () => strands).flat();

test("in slices the answer is the same, and questions are answered in between", async () => {
  let answered = 0;
  const asking = setInterval(() => (answered += 1), 0);
  const summary = await rematchInSlices(many, NOTHING, builtinLibrary, () => true);
  clearInterval(asking);
  expect(summary).toEqual(rematch(many, NOTHING, builtinLibrary));
  expect(answered).toBeGreaterThan(1);
});

test("it ends soon once it is not wanted any more", async () => {
  let seen = 0;
  const counted = (function* () {
    for (const strand of many) {
      seen += 1;
      yield strand;
    }
  })();
  expect(await rematchInSlices(counted, NOTHING, builtinLibrary, () => false)).toBeNull();
  expect(seen).toBeLessThan(many.length);
});

test("where no signature differs nothing changes", async () => {
  const compiled = compileLibrary(builtinLibrary.signatures.map(({ definition }) => definition));
  if (!compiled.ok) throw new Error("it was compiled before");
  const summary = await rematchInSlices(strands, builtinLibrary, compiled.library, () => true);
  expect(summary).toEqual({ changes: [], unchanged: strands.length });
});
