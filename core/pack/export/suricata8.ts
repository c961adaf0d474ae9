import { type HeaderKeyword, type LineTest, type PacketRule, RAW_LANGUAGE } from "../rule/packet-rule.ts";
import {
  contentsOf,
  contentsOfShapes,
  encodeContent,
  PCRE,
  regexesAbsent,
  regexesThere,
  wholeRegex,
} from "./pcre-rule.ts";
import { regexShape } from "./regex.ts";
import type { NumberedRule, Target } from "./target.ts";

/** Headers with a keyword of their own since 8.0. The parser looks a name up as it is spelt here, or by its letter. */
const KEYWORDS: ReadonlyMap<string, HeaderKeyword> = new Map([
  ["from", { name: "sip.from", spellings: ["From", "f"] }],
  ["to", { name: "sip.to", spellings: ["To", "t"] }],
  ["via", { name: "sip.via", spellings: ["Via", "v"] }],
  ["user-agent", { name: "sip.user_agent", spellings: ["User-Agent"] }],
]);

/**
 * Rules for Suricata 8 (docs.suricata.io, SIP Keywords). What its SIP parser finds in every example of a signature is
 * asked by keyword; all else is that of Suricata 7, raw.
 */
export const suricata8: Target = {
  language: { ...RAW_LANGUAGE, keywords: KEYWORDS },
  remarks: [
    "Against the rules for Suricata 7: From, To, Via and User-Agent are asked by keyword and not by expression over the datagram, where every example is well-formed and spells the name as the parser knows it; such rules begin with alert sip, and reach SIP over TCP as well.",
    "All other rules are those of Suricata 7, byte for byte.",
    "Suricata 8 is not run by our tests; the rules are read by a tokenizer of ours.",
  ],
  write: ({ rules }) => rules.map((rule) => `${suricata8Rule(rule)}\n`).join(""),
};

/** One rule, in one line. What is raw comes first: behind a keyword everything is about its header. */
function suricata8Rule({ rule, number, revision }: NumberedRule): string {
  const raw: PacketRule = { ...rule, lines: rule.lines.filter(({ keyword }) => keyword === null) };
  const asked = rule.lines.filter((line): line is AskedLine => line.keyword !== null);
  const contents = contentsOf(asked.length === 0 ? rule : raw).map((content) => `content:"${encodeContent(content)}"`);
  const options = [
    `msg:"Ringprint ${rule.id}"`,
    ...contents.map((content, index) => (index === 0 && asked.length === 0 ? `${content}; fast_pattern` : content)),
    ...regexesThere(raw, PCRE).map((regex) => `pcre:"/${regex}/"`),
    ...regexesAbsent(rule, PCRE).map((regex) => `pcre:!"/${regex}/"`),
    ...rule.unless.map((other) => `pcre:!"/${wholeRegex(other)}/"`),
    ...askByKeyword(asked),
    "classtype:attempted-recon",
    `sid:${number}`,
    `rev:${revision}`,
  ];
  return `alert ${asked.length === 0 ? "udp" : "sip"} any any -> any any (${options.join("; ")};)`;
}

type AskedLine = LineTest & { readonly keyword: HeaderKeyword };

/** The options of headers asked by keyword; the longest text of all is what the engine looks for first. */
function askByKeyword(lines: readonly AskedLine[]): string[] {
  const [first] = contentsOfShapes(lines.map(({ shape }) => shape));
  let isMarked = false;
  return lines.flatMap(({ keyword, shape }) => {
    const [text] = contentsOfShapes([shape]);
    const isFirst = !isMarked && text !== undefined && text === first;
    isMarked ||= isFirst;
    const content = text === undefined ? [] : [`content:"${encodeContent(text)}"${isFirst ? "; fast_pattern" : ""}`];
    return [keyword.name, ...content, `pcre:"/^[\\x09\\x20]*${regexShape(shape, PCRE)}[\\x09\\x20]*$/"`];
  });
}
