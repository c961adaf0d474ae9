import { byCodeUnits } from "../../fingerprint/value-state.ts";
import {
  type CompiledSignature,
  compileLibrary,
  type SignatureDefinition,
  type SignatureLibrary,
} from "../signature.ts";
import { keysNotInherited } from "../soundness.ts";
import { describeFields } from "./describe-fields.ts";
import { type Draft, draftOf, wholeStrands } from "./draft.ts";
import { nearestKnown } from "./nearest.ts";
import { type Option, optionsOf } from "./options.ts";
import type { NoProposal, Proposal, ProposalRequest } from "./proposal.ts";
import { isRequirableField, keysAsked, requiredOptions, withRequired } from "./required-options.ts";
import { groupRivals } from "./rival-rows.ts";
import { SeparatorTest } from "./separators.ts";
import { ambiguities, isClaimed, nearMissesOf, unclaimedOf } from "./settle.ts";
import { inOneGo } from "./steps.ts";

/**
 * Works out the signature that claims the chosen strands and no rival, with as few required fields as will do (spec
 * section 5), and the steadiest ones. All else that is known is not required. Where strands cannot be told apart, or a
 * chosen one keeps another name, that is said. The result depends on the sets of strands and signatures alone.
 */
export function proposeSignature(request: ProposalRequest): Proposal | NoProposal {
  return inOneGo(proposing(request));
}

/** The same, a strand or a field a step: who runs it may do other things in between, or give it up. */
export function* proposing(request: ProposalRequest): Generator<void, Proposal | NoProposal> {
  const { library, name, rivals } = request;
  if (request.chosen.length === 0) return { code: "nothing-chosen" };
  if (library.signatures.some(({ definition }) => definition.id === name.id)) return { code: "id-taken" };
  const chosen = wholeStrands(request.chosen);
  if (chosen.length === 0) return { code: "all-cut" };
  const nearest = nearestKnown(chosen, library);
  const draft = yield* draftOf(chosen, name, nearest);
  if (draft === null) return { code: "nothing-in-common" };
  const options = yield* optionsOf(draft, chosen, rivals);
  if (!options.some(isRequirableField)) return { code: "nothing-in-common" };
  const separators = options.map(({ separator }) => separator);
  const groups = yield* groupRivals(rivals, new SeparatorTest(draft.signature, separators));
  const definitionAsking = (places: readonly number[]) => definitionOf(draft, options, places, library);
  const required = yield* requiredOptions(options, groups, draft.signature.definition, (places) => {
    const definition = definitionAsking(places);
    const extended = withSignature(library, definition);
    return (rival) => isClaimed(rival, extended, definition.id);
  });
  const definition = definitionAsking(required);
  const extended = withSignature(library, definition);
  const { ambiguous, outranked } = yield* ambiguities(groups, required, options, extended, definition.id);
  const unclaimed = yield* unclaimedOf(request.chosen, chosen, extended, definition.id);
  const examples = rivals.filter(({ exampleOf }) => exampleOf !== null).length;
  return {
    code: "proposed",
    definition,
    fields: describeFields(options, groups, required, draft),
    ambiguous,
    unclaimed,
    outranked,
    nearMisses: nearMissesOf(groups, required, options),
    nearest,
    counts: { chosen: request.chosen.length, strands: rivals.length - examples, examples },
  };
}

function definitionOf(
  { signature, keys }: Draft,
  options: readonly Option[],
  required: readonly number[],
  library: SignatureLibrary,
): SignatureDefinition {
  const { definition } = signature;
  const wanted = required.map((place) => options[place] as Option);
  const asks = (kind: Option["kind"]) => wanted.some((option) => option.kind === kind);
  const parent = library.signatures.find((known) => known.definition.id === definition.parent)?.definition;
  // A derived signature speaks of every key its parent requires.
  const silent = parent === undefined ? [] : keysNotInherited(definition, parent);
  const there = silent.filter((key) => keys.has(key));
  const gone = silent.filter((key) => !keys.has(key));
  return {
    ...withRequired(definition, wanted),
    fields: { ...definition.fields, ...Object.fromEntries(there.map((key) => [key, null])) },
    methods: asks("method") ? definition.methods : null,
    absent: [...new Set([...keysAsked(wanted, "absent"), ...gone])].sort(byCodeUnits),
    varies: keysAsked(wanted, "varies"),
    orderRequired: asks("order"),
    compactNames: asks("spelling"),
  };
}

/** The library with one signature more, which must be sound in itself. */
export function withSignature(library: SignatureLibrary, definition: SignatureDefinition): SignatureLibrary {
  const known = library.signatures.map((signature: CompiledSignature) => signature.definition);
  const extended = compileLibrary([...known, definition]);
  if (!extended.ok) throw new Error(`the signature is not sound: ${JSON.stringify(extended.errors)}`);
  return extended.library;
}
