import { RAW_LANGUAGE } from "../rule/packet-rule.ts";
import { contentsOf, encodeContent, PCRE, regexesAbsent, regexesThere, wholeRegex } from "./pcre-rule.ts";
import type { NumberedRule, Target } from "./target.ts";

/** Rules for Suricata 7 (docs.suricata.io, Rules format). */
export const suricata7: Target = {
  language: RAW_LANGUAGE,
  remarks: ["Rules read the raw datagram: Suricata 7 has no keyword for a header, and its parser drops odd messages."],
  write: ({ rules }) => rules.map((rule) => `${suricata7Rule(rule)}\n`).join(""),
};

/** One rule, in one line. */
export function suricata7Rule({ rule, number, revision }: NumberedRule): string {
  const options = [
    `msg:"Ringprint ${rule.id}"`,
    ...contentsOf(rule).map(
      (content, index) => `content:"${encodeContent(content)}"${index === 0 ? "; fast_pattern" : ""}`,
    ),
    ...regexesThere(rule, PCRE).map((regex) => `pcre:"/${regex}/"`),
    ...regexesAbsent(rule, PCRE).map((regex) => `pcre:!"/${regex}/"`),
    ...rule.unless.map((other) => `pcre:!"/${wholeRegex(other)}/"`),
    "classtype:attempted-recon",
    `sid:${number}`,
    `rev:${revision}`,
  ];
  return `alert udp any any -> any any (${options.join("; ")};)`;
}
