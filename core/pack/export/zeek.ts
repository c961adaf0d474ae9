import { type RegexDialect, regexLine, regexOneLetterHeader, regexRequestLine } from "./regex.ts";
import { ruleName } from "./rule-name.ts";
import type { NumberedRule, Target } from "./target.ts";

/** Zeek's expressions have groups of one kind, and nothing that stands for the end. */
const ZEEK: RegexDialect = { group: "(", end: "" };

/** A payload is matched from its first byte on, and a dot stands for no line end. */
const ANYWHERE = "[\\x00-\\xff]*";

/** Signatures for Zeek (docs.zeek.org, Signature Framework). */
export const zeek: Target = {
  language: { saysAbsent: false, seesEnd: false, reach: 1024, keywords: new Map() },
  remarks: [
    "A signature speaks once in a connection, and what it leaves to others is judged by connection, when that ends.",
    "Zeek looks at the first kilobyte of a datagram unless it is told otherwise.",
    "A last line without a line end is not seen.",
    "Zeek is not run by our tests; the signatures are read by a tokenizer of ours.",
  ],
  write: ({ rules }) => rules.map(zeekSignature).join("\n"),
};

function zeekSignature({ rule }: NumberedRule): string {
  const regexes = [
    regexRequestLine(rule, ZEEK),
    ...rule.lines.map((line) => `${ANYWHERE}${regexLine(line, ZEEK)}`),
    ...(rule.oneLetterNames ? [`${ANYWHERE}${regexOneLetterHeader(ZEEK)}`] : []),
  ];
  return [
    `signature ${ruleName(rule.id)} {`,
    "  ip-proto == udp",
    ...regexes.map((regex) => `  payload /${regex}/`),
    ...rule.unless.map(({ id }) => `  requires-signature !${ruleName(id)}`),
    `  event "Ringprint ${rule.id}"`,
    "}",
    "",
  ].join("\n");
}
