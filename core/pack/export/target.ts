import type { SignatureLibrary } from "../../signature/signature.ts";
import type { SignaturePack } from "../pack.ts";
import type { ExportedRule, RuleLanguage } from "../rule/packet-rule.ts";

/** A rule with what engines number it by. */
export interface NumberedRule {
  readonly rule: ExportedRule;
  /** Stable, and unique among the rules of an export. */
  readonly number: number;
  /** Rises when the rule changes. */
  readonly revision: number;
}

/** What an exporter is given. */
export interface ExportedPack {
  readonly pack: SignaturePack;
  readonly library: SignatureLibrary;
  /** Of all signatures, ascending by id. */
  readonly rules: readonly NumberedRule[];
  /** That of the pack's version: for what is said of the pack as a whole. */
  readonly revision: number;
}

/** One format others read. */
export interface Target {
  /** What its rules can say; `signatures` where it holds no rules but the signatures themselves. */
  readonly language: RuleLanguage | "signatures";
  /** What is true of every rule of the format, beside what is true of all of them. */
  readonly remarks: readonly string[];
  /** The whole file. Ids and messages in it are made of the pack's ids. */
  write(exported: ExportedPack): string;
}
