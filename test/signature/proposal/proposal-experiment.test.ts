import { expect, test } from "vitest";
import type { StrandView } from "../../../core/fingerprint/strand-view.ts";
import { viewStrand } from "../../../core/fingerprint/view-strand.ts";
import { exampleRivals } from "../../../core/pack/example-rivals.ts";
import { identifyStrand } from "../../../core/signature/match.ts";
import { proposeSignature, withSignature } from "../../../core/signature/proposal/propose.ts";
import { namedSignatures } from "../../../core/signature/proposal/settle.ts";
import { compileLibrary, type SignatureLibrary } from "../../../core/signature/signature.ts";
import { type GeneratedStrand, generatedCase, KNOWN_TOOLS } from "../../builders/generated-case.ts";
import { builtinPack } from "../../builders/library.ts";

const SEEDS = 20;
/** Enough for a machine that does other work, too. */
const TIME_MS = 1_200_000;
const ID = "own/tool";

/** The built-in library as if one of its tools were not known. */
function libraryWithout(tool: string): SignatureLibrary {
  const compiled = compileLibrary(builtinPack.signatures.filter((signature) => signature.tool.id !== tool));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.library;
}

interface Viewed extends GeneratedStrand {
  readonly view: StrandView;
}

function viewed(strands: readonly GeneratedStrand[]): Viewed[] {
  return strands.map((strand) => ({ ...strand, view: viewStrand(strand.state) }));
}

/** Strands of the tool that the new signature does not name, and others that it does. */
function wrong(strands: readonly Viewed[], tool: string, library: SignatureLibrary): string[] {
  return strands.flatMap((strand) => {
    const verdict = identifyStrand(strand.view, library);
    const isNamed = namedSignatures(verdict).includes(ID);
    const isRight = strand.tool === tool ? isNamed && verdict?.kind === "match" : !isNamed;
    return isRight ? [] : [`${strand.id}: ${verdict?.kind ?? "none"}`];
  });
}

/**
 * A case of 21 known and 8 unknown tools, each of three sources. Each tool in turn is taken for unknown, its strands are
 * chosen, and the proposed signature is laid on all strands, then on those of fresh captures of the same runs and of runs that
 * draw anew what their tool leaves open.
 */
function experiment(seed: number) {
  const seeds = { packets: `seed ${seed}`, setUps: `seed ${seed}` };
  const tools = [...KNOWN_TOOLS, ...Array.from({ length: 8 }, (_, index) => `unknown/${seed}-${index}`)];
  const strands = viewed(generatedCase(tools, seeds));
  const fresh = viewed(generatedCase(tools, { ...seeds, packets: `fresh ${seed}` }));
  const newRuns = viewed(generatedCase(tools, { packets: `fresh ${seed}`, setUps: `fresh ${seed}` }));
  return tools.map((tool) => {
    const library = libraryWithout(tool);
    const others = strands.filter((strand) => strand.tool !== tool);
    const rivals = [...others.map(({ id, state }) => ({ id, exampleOf: null, state })), ...exampleRivals(library)];
    const chosen = strands.filter((strand) => strand.tool === tool);
    const name = { id: ID, tool: { id: ID, name: "Tool" }, family: null, variant: "", references: ["test"] };
    const proposal = proposeSignature({ chosen, rivals, library, name });
    if (proposal.code !== "proposed") throw new Error(`${tool}: ${proposal.code}`);
    const extended = withSignature(library, proposal.definition);
    const inCase = wrong(strands, tool, extended);
    return {
      tool,
      inCase,
      isTold: inCase.length === 0 || proposal.ambiguous.length + proposal.unclaimed.length > 0,
      inFresh: wrong(fresh, tool, extended),
      inNewRuns: wrong(newRuns, tool, extended),
      required: proposal.definition.required.length,
    };
  });
}

test(
  "each proposed signature claims all strands of its tool and none of another, or says what it cannot tell apart",
  () => {
    const tried = Array.from({ length: SEEDS }, (_, index) => experiment(index + 1)).flat();
    const share = (isRight: (one: (typeof tried)[number]) => boolean) => tried.filter(isRight).length / tried.length;
    const failures = (list: "inCase" | "inFresh" | "inNewRuns") =>
      tried.flatMap((one) => (one[list].length === 0 ? [] : [`${one.tool}: ${one[list].join(", ")}`])).join("\n");
    const figures = {
      inCase: share(({ inCase }) => inCase.length === 0),
      inFresh: share(({ inFresh }) => inFresh.length === 0),
      inNewRuns: share(({ inNewRuns }) => inNewRuns.length === 0),
      meanRequired: tried.reduce((sum, { required }) => sum + required, 0) / tried.length,
    };
    if (process.env.SHOW_FIGURES)
      console.log(figures, failures("inCase"), "\n---", failures("inFresh"), "\n---", failures("inNewRuns"));
    expect(tried.filter(({ isTold }) => !isTold)).toEqual([]);
    expect(figures.inCase, failures("inCase")).toBeGreaterThanOrEqual(0.95);
    expect(figures.inFresh, failures("inFresh")).toBeGreaterThanOrEqual(0.95);
    expect(figures.inNewRuns, failures("inNewRuns")).toBeGreaterThanOrEqual(0.95);
  },
  TIME_MS,
);
