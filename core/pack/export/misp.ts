import type { SignatureDefinition } from "../../signature/signature.ts";
import { asciiJson } from "../ascii-json.ts";
import { secondOfRevision, stableUuid, timeOfRevision } from "./stable-id.ts";
import { suricata7, suricata7Rule } from "./suricata7.ts";
import type { ExportedPack, NumberedRule, Target } from "./target.ts";

/** An event of MISP (misp-standard.org, core format): an object for each signature, with its rule for Suricata 7. */
export const misp: Target = {
  language: suricata7.language,
  remarks: [
    "Each object carries the rule for Suricata 7, and its signature whole as JSON.",
    "Times in the event order its revisions and are no times.",
  ],
  write: (exported) => asciiJson({ Event: eventOf(exported) }),
};

/** MISP writes numbers as text. "5": as the event is shared. */
const AS_THE_EVENT = "5";

function eventOf({ pack, library, rules, revision }: ExportedPack) {
  const timestamp = String(secondOfRevision(revision));
  return {
    uuid: stableUuid(`misp event ${pack.id}`),
    info: `Ringprint pack ${pack.id} ${pack.packVersion}`,
    date: timeOfRevision(revision).slice(0, 10),
    timestamp,
    // "4": undefined; "2": completed; "0": this organisation alone, until somebody shares it.
    threat_level_id: "4",
    analysis: "2",
    distribution: "0",
    published: false,
    Attribute: [],
    Object: library.signatures.map(({ definition }, index) =>
      objectOf(definition, rules[index] as NumberedRule, timestamp),
    ),
  };
}

function objectOf(definition: SignatureDefinition, rule: NumberedRule, timestamp: string) {
  const attribute = (relation: string, type: string, category: string, value: string, detects: boolean) => ({
    uuid: stableUuid(`misp attribute ${definition.id} ${relation}`),
    object_relation: relation,
    type,
    category,
    value,
    to_ids: detects,
    disable_correlation: !detects,
    distribution: AS_THE_EVENT,
    timestamp,
    comment: "",
  });
  return {
    uuid: stableUuid(`misp object ${definition.id}`),
    name: "sip-tool-fingerprint",
    description: "How a tool that scans for SIP servers writes its messages.",
    "meta-category": "network",
    template_uuid: stableUuid("misp template sip-tool-fingerprint"),
    template_version: "1",
    distribution: AS_THE_EVENT,
    timestamp,
    comment: "",
    Attribute: [
      attribute("signature-id", "text", "Other", definition.id, false),
      attribute("tool", "text", "Other", definition.tool.name, false),
      attribute("suricata", "suricata", "Network activity", suricata7Rule(rule), true),
      attribute("signature", "text", "Other", JSON.stringify(definition), false),
    ],
  };
}
