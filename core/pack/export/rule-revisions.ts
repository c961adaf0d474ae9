import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { SignatureLibrary } from "../../signature/signature.ts";
import type { RuleRevision, SignaturePack } from "../pack.ts";
import { exportedRules } from "../rule/exported-rules.ts";
import { RAW_LANGUAGE, type RuleLanguage } from "../rule/packet-rule.ts";
import { revisionOf } from "./rule-number.ts";

/** A pack with its signatures ready to match. */
export interface ReadyPack {
  readonly pack: SignaturePack;
  readonly library: SignatureLibrary;
}

/**
 * The revision of each rule, by signature id, with a hash of what the rule says in these languages; that depends on its
 * neighbours, too. A rule that says what the pack has recorded keeps its revision, another one has a higher one. What is
 * not recorded has the revision of the pack's version.
 */
export function ruleRevisions({ pack, library }: ReadyPack, languages: readonly RuleLanguage[]): RuleRevision[] {
  const recorded = new Map((pack.revisions ?? []).map((known) => [known.signature, known]));
  const ofVersion = revisionOf(pack.packVersion);
  const said = hashesOf(library, languages);
  return [...said].map(([signature, rules]) => {
    const known = recorded.get(signature);
    if (known === undefined) return { signature, revision: ofVersion, rules };
    if (known.rules === rules) return known;
    return { signature, revision: Math.max(known.revision + 1, ofVersion), rules };
  });
}

/** The pack with the revisions of its rules, going on from those of the pack it was made of. */
export function withRevisions(made: ReadyPack, before: ReadyPack, languages: readonly RuleLanguage[]): SignaturePack {
  const revisions = ruleRevisions(before, languages);
  return { ...made.pack, revisions: ruleRevisions({ ...made, pack: { ...made.pack, revisions } }, languages) };
}

function hashesOf(library: SignatureLibrary, languages: readonly RuleLanguage[]): Map<string, string> {
  const said = new Map<string, unknown[]>();
  for (const language of [RAW_LANGUAGE, ...languages]) {
    for (const rule of exportedRules(library, language)) said.set(rule.id, [...(said.get(rule.id) ?? []), rule]);
  }
  const inOrder = [...said].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(inOrder.map(([id, rules]) => [id, bytesToHex(sha256(utf8ToBytes(JSON.stringify(rules))))]));
}
