import type { SignatureLibrary } from "../../signature/signature.ts";
import type { SignaturePack } from "../pack.ts";
import { exportedRules } from "../rule/exported-rules.ts";
import { RAW_LANGUAGE, type RuleLanguage } from "../rule/packet-rule.ts";
import { speakingRules } from "../rule/rule-message.ts";
import { csv } from "./csv.ts";
import { type FidelitySheet, measureRules, measureSignatures, SHARED_REMARKS } from "./fidelity.ts";
import { json } from "./json.ts";
import { misp } from "./misp.ts";
import { revisionOf, ruleNumbers } from "./rule-number.ts";
import { ruleRevisions } from "./rule-revisions.ts";
import { snort3 } from "./snort3.ts";
import { stix } from "./stix.ts";
import { suricata7 } from "./suricata7.ts";
import { suricata8 } from "./suricata8.ts";
import type { Target } from "./target.ts";
import { wireshark } from "./wireshark.ts";
import { yara } from "./yara.ts";
import { zeek } from "./zeek.ts";

const TARGETS = { suricata7, suricata8, snort3, zeek, wireshark, yara, stix, misp, csv, json } satisfies Record<
  string,
  Target
>;

/** Name of a format that packs are exported to. */
export type TargetName = keyof typeof TARGETS;

/** All of them. */
export const TARGET_NAMES = Object.keys(TARGETS) as readonly TargetName[];

/** What rules are written in, so that a revision stands for all of them. */
export const RULE_LANGUAGES: readonly RuleLanguage[] = Object.values<Target>(TARGETS).flatMap(({ language }) =>
  language === "signatures" ? [] : [language],
);

/** An exported pack: the file, and the sheet that goes with it. The same pack gives the same bytes. */
export interface PackExport {
  readonly text: string;
  readonly sheet: FidelitySheet;
  /** Ids of the signatures whose rules speak about a payload (latin-1), by our evaluation; null where there are no rules. */
  readonly idsFor: ((payload: string) => readonly string[]) | null;
}

/** Writes a pack in the language of others. `library` is that of the pack's signatures. */
export function exportPack(pack: SignaturePack, library: SignatureLibrary, name: TargetName): PackExport {
  const target: Target = TARGETS[name];
  const numbers = ruleNumbers(pack.signatures.map(({ id }) => id));
  const revisions = new Map(
    ruleRevisions({ pack, library }, RULE_LANGUAGES).map(({ signature, revision }) => [signature, revision]),
  );
  const { language } = target;
  const rules = exportedRules(library, language === "signatures" ? RAW_LANGUAGE : language);
  const numbered = rules.map((rule) => ({
    rule,
    number: numbers.get(rule.id) as number,
    revision: revisions.get(rule.id) as number,
  }));
  const idsFor = language === "signatures" ? null : (payload: string) => speakingRules(rules, language, payload);
  return {
    text: target.write({ pack, library, rules: numbered, revision: revisionOf(pack.packVersion) }),
    idsFor,
    sheet: {
      format: "ringprint.fidelity",
      version: 1,
      target: name,
      pack: { id: pack.id, packVersion: pack.packVersion },
      remarks: language === "signatures" ? target.remarks : [...SHARED_REMARKS, ...target.remarks],
      rules: language === "signatures" ? measureSignatures(library) : measureRules(library, rules, language),
    },
  };
}
