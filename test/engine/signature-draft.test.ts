import { expect, test } from "vitest";
import type { DraftExample, SignatureDraft } from "../../core/contract/signatures.ts";
import { decodeDraft, notesOnExamples } from "../../core/engine/signature-draft.ts";
import type { SignatureDefinition } from "../../core/signature/signature.ts";
import { builtinLibrary, builtinPack } from "../builders/library.ts";

const BUILT_IN = builtinPack.signatures.find(({ id }) => id === "paper/4") as SignatureDefinition;
const draftWith = (change: Partial<SignatureDraft>): SignatureDraft => ({
  ...(structuredClone(BUILT_IN) as SignatureDraft),
  ...change,
});

test("every built-in signature can be edited as it is, and agrees with its examples", () => {
  for (const definition of builtinPack.signatures) {
    const decoded = decodeDraft(structuredClone(definition) as SignatureDraft);
    if (!decoded.ok) throw new Error(`${definition.id} ${JSON.stringify(decoded.faults)}`);
    const { positive, negative } = notesOnExamples(decoded.definition, builtinLibrary);
    expect([positive.length, negative.length]).toEqual([
      definition.examples.positive.length,
      definition.examples.negative.length,
    ]);
    expect([...positive, ...negative].filter(({ agrees }) => !agrees)).toEqual([]);
  }
});

const [positive] = BUILT_IN.examples.positive as unknown as readonly [DraftExample];
const [negative] = BUILT_IN.examples.negative as unknown as readonly [DraftExample];

test.each<[string, Partial<SignatureDraft>, { place: string; message: string }[]]>([
  [
    "an order with a line of a message in it, told once",
    { headerOrders: [BUILT_IN.headerOrders[0] as never, { name: "mine", keys: ["via:", "from"] }] },
    [{ place: "headerOrders.1.keys", message: '"via:" is no name of a header field' }],
  ],
  [
    "an order that no message has",
    { headerOrders: [{ name: "mine", keys: ["via", "via"] }] },
    [
      {
        place: "headerOrders.0.keys",
        message: "via stands there twice: the second via is via#2, the third via#3",
      },
    ],
  ],
  [
    "an order without a name",
    { headerOrders: [{ name: "", keys: ["via"] }] },
    [{ place: "headerOrders.0.name", message: "a name is missing" }],
  ],
  [
    "a port that is none",
    { examples: { positive: [{ ...positive, sourcePort: -1 }], negative: [] } },
    [{ place: "examples.positive.0.sourcePort", message: "no port: it takes a number from 0 to 65535" }],
  ],
])("what cannot be tried is told with its place: %s", (_name, change, faults) => {
  expect(decodeDraft(draftWith(change))).toEqual({ ok: false, faults });
});

const lines = (example: DraftExample, change: (line: string) => string) => ({
  ...example,
  message: example.message.map(change),
});

test.each<[string, SignatureDraft["examples"], string[]]>([
  [
    "as they are meant",
    { positive: [positive], negative: [negative] },
    ["+ Positive, and named by this signature alone.", "+ Negative, and not matched by this signature."],
  ],
  [
    "the wrong way round",
    { positive: [negative], negative: [positive] },
    ["- Positive, but paper/1 says as much of it or more.", "- Negative, but matched by this signature."],
  ],
  [
    "a message of nobody",
    { positive: [lines(positive, (line) => line.replace(/^Call-ID: .*/, "Call-ID: letters"))], negative: [] },
    ["- Positive, but not named by this signature."],
  ],
  [
    "an answer",
    { positive: [lines(positive, (line) => line.replace(/^OPTIONS .*/, "SIP/2.0 200 OK"))], negative: [] },
    ["- No SIP request: it takes a request line, and one of Via, From, To, Call-ID and CSeq."],
  ],
  [
    "without addresses",
    { positive: [{ ...positive, source: "here" }], negative: [{ ...negative, destination: "" }] },
    ["- Its source is no IP address.", "- Its destination is no IP address."],
  ],
])("whether examples agree: %s", (_name, examples, notes) => {
  const decoded = decodeDraft(draftWith({ examples }));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.faults));
  const found = notesOnExamples(decoded.definition, builtinLibrary);
  expect(
    [...found.positive, ...found.negative].map(({ agrees, sentence }) => `${agrees ? "+" : "-"} ${sentence}`),
  ).toEqual(notes);
});
