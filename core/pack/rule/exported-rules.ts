import type { CompiledSignature, SignatureLibrary } from "../../signature/signature.ts";
import { payloadOfExample } from "../example-payload.ts";
import { type ExportedRule, packetRule, type RuleLanguage } from "./packet-rule.ts";
import { readRuleMessage, ruleHolds } from "./rule-message.ts";

/**
 * The rules of all signatures, ascending by id. An engine lets every rule speak that holds, the library the most
 * specific signature only. So a rule leaves to another what that one's examples show to be its own: where the other
 * says as much outright or more, and does not hold for the examples of the first.
 */
export function exportedRules({ signatures }: SignatureLibrary, language: RuleLanguage): readonly ExportedRule[] {
  const rules = signatures.map((signature) => packetRule(signature, language));
  const examples = signatures.map(({ definition }) =>
    definition.examples.positive.flatMap((example) => readRuleMessage(payloadOfExample(example), language) ?? []),
  );
  const literals = signatures.map(fewestLiterals);
  const claims = rules.map((rule) => examples.map((own) => own.some((message) => ruleHolds(rule, message))));
  const leavesTo = (index: number, other: number) =>
    other !== index &&
    claims[index]?.[other] === true &&
    claims[other]?.[index] !== true &&
    (literals[other] as number) >= (literals[index] as number);
  return rules.map((rule, index) => ({ ...rule, unless: rules.filter((_, other) => leavesTo(index, other)) }));
}

/** Bytes that any match of the signature's required fields says outright. */
function fewestLiterals({ fields }: CompiledSignature): number {
  return fields.reduce((sum, { required, pattern }) => {
    if (!required || pattern === null) return sum;
    return sum + Math.min(...pattern.sequences.map(({ literalBytes }) => literalBytes));
  }, 0);
}
