import { matchStrand } from "../../signature/match.ts";
import type {
  CompiledSignature,
  SignatureDefinition,
  SignatureExample,
  SignatureField,
  SignatureLibrary,
} from "../../signature/signature.ts";
import { payloadOfExample } from "../example-payload.ts";
import { strandOfExample } from "../example-strand.ts";
import { type ExportedRule, type HeaderKeyword, isWholeHeader, type RuleLanguage } from "../rule/packet-rule.ts";
import { speakingRules } from "../rule/rule-message.ts";

/** How a part of a signature fares in a rule. */
export interface FidelityField {
  /** The signature's key; `:method`, `:order` and `:compact` stand for what is asked beside fields. */
  readonly key: string;
  readonly fate: "kept" | "weakened" | "dropped";
  /** Why it is not kept, in a few words; empty where it is. */
  readonly because: string;
}

/** What a rule finds among the positive examples of the library. */
export interface FoundExamples {
  /** Of its own signature's. */
  readonly hits: number;
  readonly misses: number;
  /** Other signatures whose examples it speaks about, and about how many, ascending by id. */
  readonly falseHits: readonly { readonly signature: string; readonly tool: string; readonly examples: number }[];
}

/** What became of one signature. */
export interface RuleFidelity {
  readonly signature: string;
  readonly tool: string;
  readonly fields: readonly FidelityField[];
  /** More specific signatures: where their rule holds, this one does not speak. */
  readonly leavesTo: readonly string[];
  /** By our own evaluation of the rule. */
  readonly found: FoundExamples;
}

/** The sheet that goes with an export: what its rules keep of the signatures, and what they find. */
export interface FidelitySheet {
  readonly format: "ringprint.fidelity";
  readonly version: 1;
  readonly target: string;
  readonly pack: { readonly id: string; readonly packVersion: string };
  /** What is true of every rule of this target. */
  readonly remarks: readonly string[];
  readonly rules: readonly RuleFidelity[];
}

/** True of every language: a rule sees one packet. */
export const SHARED_REMARKS: readonly string[] = [
  "A rule judges one packet; that all messages of a strand agree is not asked.",
  "Header lines are looked for in the whole datagram; folded lines are not joined.",
];

/** How each rule fares. The rules are those of the library's signatures, in the same order. */
export function measureRules(
  library: SignatureLibrary,
  rules: readonly ExportedRule[],
  language: RuleLanguage,
): readonly RuleFidelity[] {
  const found = findExamples(library, (example) => speakingRules(rules, language, payloadOfExample(example)));
  return library.signatures.map((signature, index) => ({
    signature: signature.definition.id,
    tool: signature.definition.tool.id,
    fields: fatesOf(signature, rules[index] as ExportedRule, language),
    leavesTo: (rules[index] as ExportedRule).unless.map(({ id }) => id),
    found: found.get(signature.definition.id) as FoundExamples,
  }));
}

/** How signatures fare that leave as they are: whole, and found by matching them. */
export function measureSignatures(library: SignatureLibrary): readonly RuleFidelity[] {
  const found = findExamples(library, (example) => {
    const strand = strandOfExample(example);
    const verdict = strand === undefined ? null : matchStrand(strand, library);
    return verdict?.kind === "match" ? [verdict.match.signature.id] : [];
  });
  return library.signatures.map(({ definition, fields }) => ({
    signature: definition.id,
    tool: definition.tool.id,
    fields: fields.map(({ key }) => kept(key)),
    leavesTo: [],
    found: found.get(definition.id) as FoundExamples,
  }));
}

/** What is found among all positive examples; `idsFor` names the signatures that are said of an example. */
export function findExamples(
  { signatures }: SignatureLibrary,
  idsFor: (example: SignatureExample) => readonly string[],
): ReadonlyMap<string, FoundExamples> {
  const spoken = signatures.map(({ definition }) => ({
    definition,
    ids: definition.examples.positive.map(idsFor),
  }));
  const timesSpoken = (ids: readonly (readonly string[])[], id: string) =>
    ids.filter((some) => some.includes(id)).length;
  return new Map(
    spoken.map(({ definition: { id }, ids }) => {
      const hits = timesSpoken(ids, id);
      const falseHits = spoken.flatMap(({ definition, ids: others }) => {
        const examples = definition.id === id ? 0 : timesSpoken(others, id);
        return examples === 0 ? [] : [{ signature: definition.id, tool: definition.tool.id, examples }];
      });
      return [id, { hits, misses: ids.length - hits, falseHits }];
    }),
  );
}

function fatesOf(
  { definition, fields }: CompiledSignature,
  { lines }: ExportedRule,
  language: RuleLanguage,
): FidelityField[] {
  const asked = new Map(lines.map(({ key, keyword }) => [key, keyword]));
  return [
    ...(definition.methods === null ? [] : [kept(":method")]),
    ...(definition.orderRequired ? [dropped(":order", "rules do not see the order of header lines")] : []),
    ...(definition.compactNames ? [kept(":compact")] : []),
    ...fields.map((field) => fateOfField(field, definition, asked.get(field.key) ?? null)),
    ...definition.absent.map((key) => fateOfAbsence(key, language)),
  ];
}

function fateOfField(
  { key, required, pattern }: SignatureField,
  { varies }: SignatureDefinition,
  keyword: HeaderKeyword | null,
): FidelityField {
  if (!required || pattern === null) return dropped(key, "not required: it only adds to the score");
  const reasons = [
    ...(holdsToken(pattern.sequences) ? ["any address or port stands for the packet's own"] : []),
    ...(key.includes("#") ? ["any line of this name, not the one at this place"] : []),
    ...(keyword === null
      ? []
      : [`${keyword.name} holds in well-formed messages that spell the name ${keyword.spellings.join(" or ")}`]),
    ...(varies.includes(key) ? ["that it varies between packets is not asked"] : []),
  ];
  return reasons.length === 0 ? kept(key) : { key, fate: "weakened", because: reasons.join("; ") };
}

function holdsToken(sequences: readonly { readonly elements: readonly { readonly kind: string }[] }[]): boolean {
  return sequences.some(({ elements }) => elements.some(({ kind }) => kind === "token"));
}

function fateOfAbsence(key: string, { saysAbsent }: RuleLanguage): FidelityField {
  const name = `not ${key}`;
  if (!saysAbsent) return dropped(name, "the language cannot say that a line is not there");
  return isWholeHeader(key) ? kept(name) : dropped(name, "only the absence of a whole header is asked");
}

function kept(key: string): FidelityField {
  return { key, fate: "kept", because: "" };
}

function dropped(key: string, because: string): FidelityField {
  return { key, fate: "dropped", because };
}
