import type { Prefix } from "../behaviour/telescope.ts";
import { headerOrderOf } from "../fingerprint/fingerprint.ts";
import type { Exemplar } from "../fingerprint/strand-state.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import { parseAddress } from "../net/address.ts";
import { identifyStrand, matchingSignatures } from "../signature/match.ts";
import type { Proposal } from "../signature/proposal/proposal.ts";
import type { ChosenStrand } from "../signature/proposal/proposal-strand.ts";
import { withSignature } from "../signature/proposal/propose.ts";
import type { SignatureDefinition, SignatureExample, SignatureLibrary } from "../signature/signature.ts";
import { addressesIn, DocumentationAddresses, type SentMessage } from "./documentation-addresses.ts";
import { payloadOfExample } from "./example-payload.ts";
import { exampleId } from "./example-rivals.ts";
import { strandOfExample } from "./example-strand.ts";

/** Most examples of each kind. */
const MOST_EXAMPLES = 4;
/** What a pack takes of one message. */
const MOST_LINES = 200;
const MOST_LINE = 2000;
/** Addresses in a message that makes an example: there are documentation addresses for so many, and no probe has more. */
const MOST_ADDRESSES = 100;

/**
 * The proposed signature with examples: messages of the chosen strands that it names, one for each way to write them, and
 * messages of the nearest rivals, which it does not match. Addresses are rewritten to documentation addresses. There may
 * be none: then nothing that was seen is named by one message alone.
 */
export function withExamples(
  { definition, nearMisses }: Proposal,
  chosen: readonly ChosenStrand[],
  library: SignatureLibrary,
  telescope: readonly Prefix[],
): SignatureDefinition {
  const extended = withSignature(library, definition);
  const byShape = new Map<string, ChosenStrand>();
  for (const strand of [...chosen].sort((a, b) => byCodeUnits(b.id, a.id))) byShape.set(shapeOf(strand), strand);
  const shapes = [...byShape].sort(([a], [b]) => byCodeUnits(a, b)).map(([, strand]) => messagesOf(strand));
  const rivals = nearMisses.map(({ rival }) => ({ ...rival, messages: messagesOf(rival) }));
  const ownRivals = rivals.filter(({ exampleOf }) => exampleOf === null);
  const known = new Map(library.signatures.map((signature) => [signature.definition.id, signature.definition]));
  const knownExamples = (exampleOf: string, id: string) =>
    (known.get(exampleOf)?.examples.positive ?? [])
      .filter((_, index) => id === exampleId(exampleOf, index))
      .map(sentAs);
  const addresses = new DocumentationAddresses(
    [
      ...shapes.flat(),
      ...ownRivals.flatMap(({ messages }) => messages),
      ...rivals.flatMap(({ id, exampleOf }) => (exampleOf === null ? [] : knownExamples(exampleOf, id))),
    ],
    Object.values(definition.fields).filter((text) => text !== null),
    telescope,
  );
  const isNamed = (example: SignatureExample) => {
    const strand = strandOfExample(example);
    const verdict = strand === undefined ? null : identifyStrand(strand, extended);
    return verdict?.kind === "match" && verdict.match.signature.id === definition.id;
  };
  const isOther = (example: SignatureExample) => {
    const strand = strandOfExample(example);
    return strand !== undefined && !matchingSignatures(strand, extended).includes(definition.id);
  };
  // Examples of known signatures hold documentation addresses already, but these may be the telescope's.
  const negatives = rivals.map(({ id, exampleOf, messages }) =>
    (exampleOf === null ? messages : knownExamples(exampleOf, id)).map((message) => addresses.example(message)),
  );
  const first = (examples: readonly SignatureExample[], fits: (example: SignatureExample) => boolean) =>
    examples.filter(fitsPack).find(fits) ?? [];
  const positives = shapes.map((messages) => messages.map((message) => addresses.example(message)));
  return {
    ...definition,
    examples: {
      positive: positives.flatMap((examples) => first(examples, isNamed)).slice(0, MOST_EXAMPLES),
      negative: negatives.flatMap((examples) => first(examples, isOther)).slice(0, MOST_EXAMPLES),
    },
  };
}

function sentAs(example: SignatureExample): SentMessage {
  const { sourcePort, destinationPort } = example;
  const [source, destination] = [parseAddress(example.source), parseAddress(example.destination)];
  if (source === undefined || destination === undefined) throw new Error("a pack's examples have addresses");
  return { payload: payloadOfExample(example), endpoints: { source, destination, sourcePort, destinationPort } };
}

function shapeOf({ state }: ChosenStrand): string {
  return [state.method ?? "", ...(headerOrderOf(state) ?? ["\t"])].join("\n");
}

function messagesOf({ state }: Pick<ChosenStrand, "state">): SentMessage[] {
  return state.exemplars.filter(
    ({ missingBytes, payload }: Exemplar) => missingBytes === 0 && addressesIn(payload).length <= MOST_ADDRESSES,
  );
}

function fitsPack({ message }: SignatureExample): boolean {
  return message.length <= MOST_LINES && message.every((line) => line.length <= MOST_LINE);
}
