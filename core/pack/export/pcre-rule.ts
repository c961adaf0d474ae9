import type { PacketRule } from "../rule/packet-rule.ts";
import { sharedTexts, type ValueShape } from "../rule/value-shape.ts";
import { hexByte, type RegexDialect, regexHeader, regexLine, regexOneLetterHeader, regexRequestLine } from "./regex.ts";

/** PCRE2, as Suricata, Snort, Wireshark and STIX take it. */
export const PCRE: RegexDialect = { group: "(?:", end: "$" };

/** Shorter texts find too much to be worth looking for before the expressions are tried. */
const SHORTEST_CONTENT = 3;
/** Suricata takes no content beyond this length. */
const LONGEST_CONTENT = 255;

/** Expressions that all find something where the rule holds. */
export function regexesThere(rule: PacketRule, dialect: RegexDialect): readonly string[] {
  return [
    `^${regexRequestLine(rule, dialect)}`,
    ...rule.lines.map((line) => regexLine(line, dialect)),
    ...(rule.oneLetterNames ? [regexOneLetterHeader(dialect)] : []),
  ];
}

/** Expressions none of which finds anything where the rule holds. */
export function regexesAbsent(rule: PacketRule, dialect: RegexDialect): readonly string[] {
  return rule.absent.map((names) => regexHeader(names, dialect));
}

/** All of a rule in one expression, so that it can be denied as a whole. */
export function wholeRegex(rule: PacketRule): string {
  const [start, ...there] = regexesThere(rule, PCRE);
  const ahead = there.map((regex) => `(?=[\\x00-\\xff]*?${regex})`);
  const notAhead = regexesAbsent(rule, PCRE).map((regex) => `(?![\\x00-\\xff]*?${regex})`);
  return `^${[...ahead, ...notAhead].join("")}${start?.slice(1)}`;
}

/** Texts the payload must hold, the longest first: engines look for it before they try anything else. */
export function contentsOf({ lines, uri }: PacketRule): readonly string[] {
  return contentsOfShapes([...lines.map(({ shape }) => shape), ...(uri === null ? [] : [uri])]);
}

/** Texts that values of these shapes must hold, the longest first. */
export function contentsOfShapes(shapes: readonly ValueShape[]): readonly string[] {
  const texts = new Set(
    shapes
      .flatMap(sharedTexts)
      .filter((text) => text.length >= SHORTEST_CONTENT)
      .map((text) => text.slice(0, LONGEST_CONTENT)),
  );
  return [...texts].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** Letters, digits and ` ./_-` as they are, every other byte in hex between bars. */
export function encodeContent(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9 ._/-]+/g, (run) => `|${[...run].map(hexByte).join(" ")}|`);
}
