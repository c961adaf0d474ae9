import type { SignatureDefinition } from "../../signature/signature.ts";
import { asciiJson } from "../ascii-json.ts";
import { RAW_LANGUAGE } from "../rule/packet-rule.ts";
import { stableUuid, timeOfRevision } from "./stable-id.ts";
import { stixPattern } from "./stix-pattern.ts";
import type { ExportedPack, NumberedRule, Target } from "./target.ts";

/** An object of a bundle. */
interface StixObject {
  readonly type: string;
  readonly id: string;
}

/** A bundle of STIX 2.1: an indicator for each signature, the tools they indicate, and the signatures whole in an extension. */
export const stix: Target = {
  language: RAW_LANGUAGE,
  remarks: [
    "Each indicator carries its signature whole, as JSON in an extension of ours.",
    "Times in the bundle order its revisions and are no times.",
  ],
  write: (exported) => asciiJson(bundleOf(exported)),
};

function bundleOf({ pack, library, rules, revision }: ExportedPack) {
  const author = { ...identityOf(pack.id, pack.name), ...madeAt(revision, null) };
  const extension = { ...extensionOf(), ...madeAt(revision, author.id) };
  const tools = new Map(library.signatures.map(({ definition: { tool } }) => [tool.id, tool.name]));
  const objects: StixObject[] = [
    author,
    extension,
    ...[...tools].map(([id, name]) => ({ ...toolOf(id, name), ...madeAt(revision, author.id) })),
  ];
  for (const [index, { definition }] of library.signatures.entries()) {
    const indicator = indicatorOf(definition, rules[index] as NumberedRule, extension.id);
    objects.push({ ...indicator, ...madeAt(revision, author.id) });
    objects.push({ ...relationOf(indicator.id, definition), ...madeAt(revision, author.id) });
  }
  return { type: "bundle", id: idOf("bundle", `${pack.id} ${pack.packVersion}`), objects };
}

function idOf<Type extends string>(type: Type, name: string): `${Type}--${string}` {
  return `${type}--${stableUuid(`${type} ${name}`)}`;
}

/** What every object says of itself. */
function madeAt(revision: number, author: string | null) {
  return {
    spec_version: "2.1",
    created: timeOfRevision(0),
    modified: timeOfRevision(revision),
    ...(author === null ? {} : { created_by_ref: author }),
  };
}

function identityOf(pack: string, name: string) {
  return { type: "identity", id: idOf("identity", pack), name, identity_class: "system" };
}

function extensionOf() {
  return {
    type: "extension-definition",
    id: idOf("extension-definition", "signature"),
    name: "Ringprint signature",
    description: "The signature of a SIP scanning tool in the notation of Ringprint, whole, as one JSON text.",
    schema: "ringprint.pack version 1, signatures",
    version: "1.0.0",
    extension_types: ["property-extension"],
  };
}

function toolOf(id: string, name: string) {
  return { type: "tool", id: idOf("tool", id), name, aliases: [id], tool_types: ["information-gathering"] };
}

function indicatorOf(definition: SignatureDefinition, { rule }: NumberedRule, extension: string) {
  return {
    type: "indicator",
    id: idOf("indicator", definition.id),
    name: `Ringprint ${definition.id}`,
    indicator_types: ["anomalous-activity"],
    pattern: stixPattern(rule),
    pattern_type: "stix",
    pattern_version: "2.1",
    valid_from: timeOfRevision(0),
    extensions: {
      [extension]: { extension_type: "property-extension", signature_json: JSON.stringify(definition) },
    },
  };
}

function relationOf(indicator: string, { id, tool }: SignatureDefinition) {
  return {
    type: "relationship",
    id: idOf("relationship", id),
    relationship_type: "indicates",
    source_ref: indicator,
    target_ref: idOf("tool", tool.id),
  };
}
