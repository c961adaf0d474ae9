import type { ExportedRule, PacketRule } from "../rule/packet-rule.ts";
import { PCRE, regexesAbsent, regexesThere } from "./pcre-rule.ts";

const PAYLOAD = "network-traffic:src_payload_ref.payload_bin";

/** A rule in the pattern language of STIX 2.1 (section 9): one observation of one datagram. */
export function stixPattern(rule: ExportedRule): string {
  const terms = [
    "network-traffic:protocols[*] = 'udp'",
    ...regexesThere(rule, PCRE).map((regex) => `${PAYLOAD} MATCHES ${stixString(regex)}`),
    ...regexesAbsent(rule, PCRE).map((regex) => `${PAYLOAD} NOT MATCHES ${stixString(regex)}`),
    ...rule.unless.map(deniedRule),
  ];
  return `[${terms.join(" AND ")}]`;
}

/** That a rule does not hold: one of its parts does not. */
function deniedRule(rule: PacketRule): string {
  const terms = [
    ...regexesThere(rule, PCRE).map((regex) => `${PAYLOAD} NOT MATCHES ${stixString(regex)}`),
    ...regexesAbsent(rule, PCRE).map((regex) => `${PAYLOAD} MATCHES ${stixString(regex)}`),
  ];
  return `(${terms.join(" OR ")})`;
}

/** A string literal; a backslash and a quote stand behind a backslash. */
function stixString(text: string): string {
  return `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}
