import type { DiffCellView } from "../contract/diff.ts";
import type { SignatureDraft, SignatureRevisionView } from "../contract/signatures.ts";
import type { DiffValue, Unvalued } from "../fingerprint/diff-side.ts";
import { escapeSymbols } from "../fingerprint/template.ts";
import { byCodeUnits } from "../fingerprint/value-state.ts";
import type { CompiledSignature, SignatureDefinition } from "../signature/signature.ts";
import { sideOfSignature } from "../signature/signature-side.ts";
import { drawUnits } from "./draw-fingerprint.ts";

/** The keys of a signature, drawn as those of fingerprints: method and request line first, then ascending. */
export function drawSignature(signature: CompiledSignature): { readonly key: string; readonly cell: DiffCellView }[] {
  const place = (key: string) => (key === ":method" ? 0 : key === ":uri" ? 1 : 2);
  return [...sideOfSignature(signature).keys]
    .sort(([a], [b]) => place(a) - place(b) || byCodeUnits(a, b))
    .map(([key, value]) => ({ key: escapeSymbols(key), cell: cellOf(value) }));
}

function cellOf(value: DiffValue | Unvalued): DiffCellView {
  if (typeof value === "string") return { kind: value };
  const { text, always, mustVary, units } = value;
  const parts = drawUnits(units, null, []);
  return { kind: "value", text, parts, mandatory: always, packets: null, mustVary, distinct: null, values: [] };
}

/** What is said of a key, in words: null where nothing is. */
function saidOfKey(definition: SignatureDefinition, key: string): string | null {
  const { fields, required, absent, varies } = definition;
  if (absent.includes(key)) return "must not be there";
  if (!Object.hasOwn(fields, key)) return null;
  const pattern = fields[key] ?? null;
  const words = [
    ...(required.includes(key) ? ["required"] : []),
    ...(varies.includes(key) ? ["must vary"] : []),
    ...(pattern === null ? ["any value"] : []),
  ];
  const about = words.length === 0 ? "" : `(${words.join(", ")})`;
  return [pattern ?? "", about].filter((part) => part !== "").join(" ");
}

/** What differs between two signatures of one id, key by key and then the rest; texts as they are written. */
export function changesBetween(
  before: SignatureDefinition | null,
  after: SignatureDefinition | null,
): SignatureRevisionView["changes"] {
  const keys = new Set(
    [before, after].flatMap((one) => (one === null ? [] : [...Object.keys(one.fields), ...one.absent])),
  );
  const ofKeys = [...keys].sort(byCodeUnits).map((key) => ({
    what: key,
    before: before && saidOfKey(before, key),
    after: after && saidOfKey(after, key),
  }));
  const ofRest = Object.entries(REST).map(([what, say]) => ({
    what,
    before: before && say(before),
    after: after && say(after),
  }));
  return [...ofKeys, ...ofRest].filter((change) => change.before !== change.after);
}

const listed = (texts: readonly string[]) => (texts.length === 0 ? null : texts.join("\n"));

/** What a signature says beside its keys. */
const REST: Readonly<Record<string, (definition: SignatureDefinition) => string | null>> = {
  tool: ({ tool }) => `${tool.id} ${tool.name}`,
  family: ({ family }) => family,
  variant: ({ variant }) => variant || null,
  "variant by method": ({ methodVariants }) =>
    listed(Object.entries(methodVariants).map(([method, variant]) => `${method}: ${variant}`)),
  parent: ({ parent }) => parent,
  certainty: ({ certainty }) => certainty,
  methods: ({ methods }) => methods?.join(", ") ?? null,
  "header order": ({ headerOrders, orderRequired }) =>
    listed([...headerOrders.map(({ keys }) => keys.join(", ")), ...(orderRequired ? ["(required)"] : [])]),
  "one-letter header names": ({ compactNames }) => (compactNames ? "required" : null),
  strategy: ({ hints }) => hints.strategy,
  "source port": ({ hints }) => hints.sourcePort,
  references: ({ references }) => listed(references),
  notes: ({ notes }) => notes || null,
  "positive examples": ({ examples }) => examplesText(examples.positive),
  "negative examples": ({ examples }) => examplesText(examples.negative),
};

function examplesText(examples: SignatureDraft["examples"]["positive"] | SignatureDefinition["examples"]["positive"]) {
  return listed(
    examples.map(
      ({ message, source, sourcePort, destination, destinationPort }) =>
        `${source}:${sourcePort} to ${destination}:${destinationPort}\n${message.join("\n")}`,
    ),
  );
}
