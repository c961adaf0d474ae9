import { RAW_LANGUAGE } from "../rule/packet-rule.ts";
import { contentsOf, encodeContent, PCRE, regexesAbsent, regexesThere, wholeRegex } from "./pcre-rule.ts";
import type { NumberedRule, Target } from "./target.ts";

/** Rules for Snort 3 (docs.snort.org, Rule Options). */
export const snort3: Target = {
  language: RAW_LANGUAGE,
  remarks: [
    "Rules read the raw datagram: sip_header holds all headers at once, and only of messages the inspector takes for SIP.",
    "Snort 3 is not run by our tests; the rules are read by a tokenizer of ours.",
  ],
  write: ({ rules }) => rules.map((rule) => `${snort3Rule(rule)}\n`).join(""),
};

/** One rule, in one line. Modifiers of a content stand behind a comma. */
function snort3Rule({ rule, number, revision }: NumberedRule): string {
  const options = [
    `msg:"Ringprint ${rule.id}"`,
    ...contentsOf(rule).map(
      (content, index) => `content:"${encodeContent(content)}"${index === 0 ? ",fast_pattern" : ""}`,
    ),
    ...regexesThere(rule, PCRE).map((regex) => `pcre:"/${regex}/"`),
    ...regexesAbsent(rule, PCRE).map((regex) => `pcre:!"/${regex}/"`),
    // O: the usual limit of backtracking is meant for short expressions.
    ...rule.unless.map((other) => `pcre:!"/${wholeRegex(other)}/O"`),
    "classtype:attempted-recon",
    `sid:${number}`,
    `rev:${revision}`,
  ];
  return `alert udp any any -> any any (${options.join("; ")};)`;
}
