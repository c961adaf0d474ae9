import { type ExportedRule, type PacketRule, RAW_LANGUAGE } from "../rule/packet-rule.ts";
import { PCRE, regexesAbsent, regexesThere } from "./pcre-rule.ts";
import type { Target } from "./target.ts";

/** Display filters, one in a line, as Wireshark keeps them in its file `dfilters` (User's Guide, Defining And Saving Filters). */
export const wireshark: Target = {
  language: RAW_LANGUAGE,
  remarks: [
    "Filters read udp.payload, so that headers count which the dissector does not know; Wireshark 3.6 or later.",
    "What ICMP messages quote is left out.",
  ],
  write: ({ rules }) => rules.map(({ rule }) => `"Ringprint ${rule.id}" ${displayFilter(rule)}\n`).join(""),
};

/** The filter of a rule. */
function displayFilter(rule: ExportedRule): string {
  const unless = rule.unless.map((other) => `!(${terms(other).join(" && ")})`);
  return ["!icmp", "!icmpv6", ...terms(rule), ...unless].join(" && ");
}

function terms(rule: PacketRule): string[] {
  return [
    ...regexesThere(rule, PCRE).map(matches),
    ...regexesAbsent(rule, PCRE).map((regex) => `!(${matches(regex)})`),
  ];
}

/** A raw string: the regular expression alone reads its backslashes. Without (?-i) letters match in any case. */
function matches(regex: string): string {
  return `udp.payload matches r"(?-i)${regex}"`;
}
