import { ONE_LETTER_NAMES } from "../../sip/header-names.ts";
import {
  type ExportedRule,
  isFoundByParser,
  type LineTest,
  type PacketRule,
  type RuleLanguage,
} from "./packet-rule.ts";
import { shapeReads } from "./value-shape.ts";

/** A payload as rules of engines see it: lines of bytes, nothing folded, nothing decoded. */
export interface RuleMessage {
  readonly payload: string;
  readonly method: string;
  readonly uri: string;
  /** Lines behind the request line with a colon: what stands before it, in lower case, and behind it. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** All lines behind the request line, as letter and value where they look like a line of SDP. */
  readonly sdp: readonly { readonly letter: string; readonly value: string }[];
}

/**
 * The payload (latin-1) as rules see it; null where it does not begin like a request. A last line without a line end
 * may have NUL bytes behind it, or is no line to languages that see no end of the payload.
 */
export function readRuleMessage(payload: string, { seesEnd, reach }: RuleLanguage): RuleMessage | null {
  const seen = payload.length > reach ? wholeLines(payload.slice(0, reach)) : payload;
  const text = withoutEnd(seen.replace(/^[\r\n]+/, ""), "\0");
  const [start = "", ...lines] = (seesEnd ? text : wholeLines(text)).split(/\r\n|\r|\n/);
  const request = /^([A-Za-z0-9\-.!%*_+`'~]{1,32})[ \t]+(\S(?:.*\S)?)[ \t]+SIP\/[0-9]/s.exec(start);
  if (request === null) return null;
  return {
    payload,
    method: request[1] as string,
    uri: request[2] as string,
    headers: lines.flatMap((line) => {
      const colon = line.indexOf(":");
      if (colon < 0) return [];
      const name = withoutEnd(line.slice(0, colon), " \t").replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
      return [{ name, value: trimBlanks(line.slice(colon + 1)) }];
    }),
    sdp: lines.flatMap((line) =>
      line[1] === "=" ? [{ letter: line[0] as string, value: trimBlanks(line.slice(2)) }] : [],
    ),
  };
}

/** Ids of the rules that speak about a payload (latin-1), in the order of the rules. */
export function speakingRules(rules: readonly ExportedRule[], language: RuleLanguage, payload: string): string[] {
  const message = readRuleMessage(payload, language);
  return message === null ? [] : rules.filter((rule) => ruleSpeaks(rule, message)).map(({ id }) => id);
}

function ruleSpeaks(rule: ExportedRule, message: RuleMessage): boolean {
  return ruleHolds(rule, message) && !rule.unless.some((other) => ruleHolds(other, message));
}

/** Whether all that a rule asks by itself is there. */
export function ruleHolds(rule: PacketRule, message: RuleMessage): boolean {
  if (rule.methods !== null && !rule.methods.includes(message.method)) return false;
  if (rule.uri !== null && !shapeReads(rule.uri, message.uri)) return false;
  if (rule.oneLetterNames && !message.headers.some(({ name }) => ONE_LETTER_NAMES.includes(name))) return false;
  if (rule.absent.some((names) => message.headers.some(({ name }) => names.includes(name)))) return false;
  return rule.lines.every((line) => lineHolds(line, message));
}

function lineHolds({ names, isSdp, shape, keyword }: LineTest, message: RuleMessage): boolean {
  if (keyword !== null && !isFoundByParser(message.payload, keyword)) return false;
  return isSdp
    ? message.sdp.some(({ letter, value }) => names.includes(letter) && shapeReads(shape, value))
    : message.headers.some(({ name, value }) => names.includes(name) && shapeReads(shape, value));
}

function trimBlanks(text: string): string {
  return withoutEnd(text.replace(/^[ \t]+/, ""), " \t");
}

/** What stands up to the last line end. */
function wholeLines(text: string): string {
  return text.slice(0, Math.max(text.lastIndexOf("\r"), text.lastIndexOf("\n")) + 1);
}

/** The text without such bytes at its end. An expression would look for them from every byte on. */
function withoutEnd(text: string, bytes: string): string {
  let end = text.length;
  while (end > 0 && bytes.includes(text[end - 1] as string)) end -= 1;
  return text.slice(0, end);
}
