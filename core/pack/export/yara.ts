import { type PacketRule, RAW_LANGUAGE } from "../rule/packet-rule.ts";
import { regexesAbsent, regexesThere } from "./pcre-rule.ts";
import type { RegexDialect } from "./regex.ts";
import { ruleName } from "./rule-name.ts";
import type { NumberedRule, Target } from "./target.ts";

const YARA: RegexDialect = { group: "(", end: "$" };

/** YARA ends an expression after so many bytes (RE_SCAN_LIMIT of its source). */
const REACH = 4096;

/** Rules for YARA 4 (yara.readthedocs.io, Writing YARA rules). */
export const yara: Target = {
  language: { ...RAW_LANGUAGE, reach: REACH },
  remarks: [
    "Scan the payload of one datagram at a time: in a capture YARA pools the strings of all packets, and nothing is where a payload begins.",
    `An expression reads at most ${REACH} bytes: lines behind them are not seen.`,
  ],
  write: ({ rules }) => rules.map(yaraRule).join("\n"),
};

function yaraRule({ rule, number, revision }: NumberedRule): string {
  const own = stringsOf(rule, "");
  const unless = rule.unless.map((other, index) => stringsOf(other, `unless${index}_`));
  const conditions = [own.condition, ...unless.map(({ condition }) => `not (${condition})`)];
  return [
    `rule ${ruleName(rule.id)}`,
    "{",
    "  meta:",
    `    signature = "${rule.id}"`,
    `    sid = ${number}`,
    `    revision = ${revision}`,
    "  strings:",
    ...[own, ...unless].flatMap(({ strings }) => strings),
    "  condition:",
    `    ${conditions.join(" and ")}`,
    "}",
    "",
  ].join("\n");
}

/**
 * YARA looks for four fixed bytes before it tries an expression, and a line such as a Call-ID of digits has none. Every
 * request line ends with some.
 */
function behindRequestLine(regex: string): string {
  return `SIP\\x2f[0-9][\\x00-\\xff]*${regex}`;
}

/** The strings of a rule, and what must be true of them. Their names begin with a prefix. */
function stringsOf(rule: PacketRule, prefix: string): { strings: string[]; condition: string } {
  const [start = "", ...lines] = regexesThere(rule, YARA);
  const there = [start, ...lines.map(behindRequestLine)];
  const absent = regexesAbsent(rule, YARA).map(behindRequestLine);
  return {
    strings: [
      ...there.map((regex, index) => `    $${prefix}there${index} = /${regex}/`),
      ...absent.map((regex, index) => `    $${prefix}absent${index} = /${regex}/`),
    ],
    condition: `all of ($${prefix}there*)${absent.length === 0 ? "" : ` and not any of ($${prefix}absent*)`}`,
  };
}
