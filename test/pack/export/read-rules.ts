/**
 * Readers of exported texts, stricter than the engines: what they do not know is an error. Each gives back what the rules
 * of a text say, so that tests can compare it with what they should say.
 */

/** A rule as it was read. */
export interface ReadRule {
  /** Id of the signature, from the message or the metadata. */
  readonly id: string;
  /** Bytes (latin-1) the payload must hold. */
  readonly contents: readonly string[];
  /** Expressions that must all find something. */
  readonly there: readonly RegExp[];
  /** Expressions none of which may find anything. */
  readonly absent: readonly RegExp[];
  /** Options as written, without those above. */
  readonly others: readonly string[];
}

export class RuleSyntaxError extends Error {}

function fail(text: string, at: number, expected: string): never {
  throw new RuleSyntaxError(`${expected} expected at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
}

/** What Suricata and Snort each allow where they differ. */
export interface RuleGrammar {
  readonly protocols: readonly string[];
  /** Options with no value. */
  readonly bare: readonly string[];
  /** Whether modifiers of a content stand behind a comma; else they are options of their own. */
  readonly commaModifiers: boolean;
  readonly pcreFlags: RegExp;
  readonly longestRule: number;
}

export const SURICATA_7: RuleGrammar = {
  protocols: ["udp"],
  bare: ["fast_pattern"],
  commaModifiers: false,
  pcreFlags: /^$/,
  longestRule: 8191,
};
export const SURICATA_8: RuleGrammar = {
  ...SURICATA_7,
  protocols: ["udp", "sip"],
  bare: ["fast_pattern", "sip.from", "sip.to", "sip.via", "sip.user_agent"],
};
export const SNORT_3: RuleGrammar = {
  protocols: ["udp"],
  bare: [],
  commaModifiers: true,
  pcreFlags: /^O?$/,
  longestRule: 65_535,
};

/** The rules of a file, one in a line. */
export function readRuleFile(text: string, grammar: RuleGrammar): ReadRule[] {
  if (!text.endsWith("\n")) fail(text, text.length, "a line end");
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => readRuleLine(line, grammar));
}

/** One rule: header, options in brackets. */
export function readRuleLine(line: string, grammar: RuleGrammar): ReadRule {
  if (/[^ -~]/.test(line)) fail(line, line.search(/[^ -~]/), "a printable character");
  if (line.length > grammar.longestRule) fail(line, grammar.longestRule, "the end of the rule");
  const header = /^alert (\w+) any any -> any any \(/.exec(line);
  if (header === null || !grammar.protocols.includes(header[1] as string)) fail(line, 0, "a header");
  const options = readOptions(line, header[0].length, grammar);
  const values = (name: string) => options.filter((option) => option.name === name);
  const [message] = values("msg");
  for (const name of ["msg", "classtype", "sid", "rev"]) {
    if (values(name).length !== 1) throw new RuleSyntaxError(`${name} must stand once: ${line}`);
  }
  for (const name of ["sid", "rev"]) {
    if (!/^[1-9]\d{0,9}$/.test(values(name)[0]?.value ?? ""))
      throw new RuleSyntaxError(`${name} is no number: ${line}`);
  }
  if (values("fast_pattern").length > 1) throw new RuleSyntaxError(`fast_pattern stands twice: ${line}`);
  const regexes = values("pcre").map(({ value, negated }) => ({ negated, regex: readPcre(value, grammar) }));
  return {
    id: (message?.value ?? "").replace(/^Ringprint /, ""),
    contents: values("content").map(({ value }) => decodeContent(value)),
    there: regexes.filter(({ negated }) => !negated).map(({ regex }) => regex),
    absent: regexes.filter(({ negated }) => negated).map(({ regex }) => regex),
    others: options
      .filter(({ name }) => !["msg", "content", "pcre"].includes(name))
      .map(({ name, value }) => (value === "" ? name : `${name}:${value}`)),
  };
}

interface RuleOption {
  readonly name: string;
  readonly negated: boolean;
  /** Without its quotes. */
  readonly value: string;
}

const QUOTED = ["msg", "content", "pcre"];
const PLAIN = ["classtype", "sid", "rev"];

function readOptions(line: string, start: number, grammar: RuleGrammar): RuleOption[] {
  const options: RuleOption[] = [];
  let at = start;
  while (line[at] !== ")") {
    const name = /^[a-z_.]+/.exec(line.slice(at))?.[0] ?? fail(line, at, "the name of an option");
    at += name.length;
    let value = "";
    let negated = false;
    if (QUOTED.includes(name)) {
      if (line[at] !== ":") fail(line, at, ":");
      at += 1;
      if (line[at] === "!") {
        negated = true;
        at += 1;
      }
      if (line[at] !== '"') fail(line, at, "a quote");
      const end = line.indexOf('"', at + 1);
      if (end < 0) fail(line, at, "a closing quote");
      value = line.slice(at + 1, end);
      // A semicolon ends the option for engines that look no further.
      if (value.includes(";")) fail(line, at + 1 + value.indexOf(";"), "no semicolon");
      at = end + 1;
      if (name === "content" && grammar.commaModifiers && line.startsWith(",fast_pattern", at)) {
        at += ",fast_pattern".length;
      }
    } else if (PLAIN.includes(name)) {
      const found = /^:([a-z0-9-]+)/.exec(line.slice(at)) ?? fail(line, at, "a value");
      value = found[1] as string;
      at += found[0].length;
    } else if (!grammar.bare.includes(name)) {
      fail(line, at, `no option ${name}`);
    }
    if (line[at] !== ";") fail(line, at, ";");
    at += 1;
    options.push({ name, negated, value });
    if (line[at] === " ") at += 1;
    else if (line[at] !== ")") fail(line, at, "a blank or the closing bracket");
  }
  if (at !== line.length - 1) fail(line, at, "the end of the rule");
  return options;
}

/** The bytes of a content: text, and between bars bytes in hex with one blank between them. */
export function decodeContent(content: string): string {
  if (content === "") throw new RuleSyntaxError("an empty content");
  const parts = content.split("|");
  if (parts.length % 2 === 0) throw new RuleSyntaxError(`a bar without another: ${content}`);
  return parts
    .map((part, index) => {
      if (index % 2 === 0) {
        if (/["\\;:]/.test(part)) throw new RuleSyntaxError(`characters that need hex: ${content}`);
        return part;
      }
      if (!/^[0-9a-fA-F]{2}(?: ?[0-9a-fA-F]{2})*$/.test(part)) throw new RuleSyntaxError(`no bytes in hex: ${content}`);
      return Buffer.from(part.replaceAll(" ", ""), "hex").toString("latin1");
    })
    .join("");
}

function readPcre(value: string, { pcreFlags }: RuleGrammar): RegExp {
  const found = /^\/((?:[^/\\]|\\.)+)\/([a-zA-Z]*)$/.exec(value);
  if (found === null || !pcreFlags.test(found[2] as string)) throw new RuleSyntaxError(`no expression: ${value}`);
  return plainRegex(found[1] as string);
}

/** An expression of the part of the language that all engines share; anything else is an error. */
export function plainRegex(source: string): RegExp {
  const rest = source
    .replace(/\\x[0-9a-f]{2}/g, "x")
    .replace(/\(\?[:=!]/g, "(")
    .replace(/\{\d+(?:,\d*)?\}/g, "*");
  if (/[^A-Za-z0-9()[\]|*+?^$-]/.test(rest)) throw new RuleSyntaxError(`not in the common language: ${source}`);
  return new RegExp(source);
}

/** The signatures of a file for Zeek. */
export function readZeekSignatures(
  text: string,
): (ReadRule & { readonly name: string; readonly requires: string[] })[] {
  const signatures = [];
  let rest = text;
  while (rest !== "") {
    const block = /^signature ([A-Za-z0-9_-]+) \{\n((?: {2}[^\n]+\n)+)\}\n\n?/.exec(rest);
    if (block === null) fail(rest, 0, "a signature");
    signatures.push(readZeekSignature(block[1] as string, (block[2] as string).slice(0, -1).split("\n")));
    rest = rest.slice(block[0].length);
  }
  return signatures;
}

function readZeekSignature(name: string, lines: readonly string[]) {
  const there: RegExp[] = [];
  const requires: string[] = [];
  const others: string[] = [];
  let id = "";
  for (const line of lines.map((text) => text.slice(2))) {
    const payload = /^payload \/((?:[^/\\]|\\.)+)\/$/.exec(line);
    const required = /^requires-signature !([A-Za-z0-9_-]+)$/.exec(line);
    const event = /^event "Ringprint ([a-z0-9._/-]+)"$/.exec(line);
    if (payload !== null) {
      const source = payload[1] as string;
      // In Zeek a quote quotes, a slash ends, and a group has no kinds.
      if (/["]|\(\?/.test(source)) throw new RuleSyntaxError(`not an expression of Zeek: ${source}`);
      there.push(new RegExp(`^(?:${plainRegex(source).source})`));
    } else if (required !== null) requires.push(required[1] as string);
    else if (event !== null) id = event[1] as string;
    else if (line === "ip-proto == udp") others.push(line);
    else throw new RuleSyntaxError(`no condition: ${line}`);
  }
  if (id === "" || there.length === 0 || others.length !== 1) throw new RuleSyntaxError(`not whole: ${name}`);
  return { name, id, contents: [], there, absent: [], requires, others };
}

/** Whether a rule speaks about a payload (latin-1), as its text says. */
export function textSpeaks({ contents, there, absent }: ReadRule, payload: string): boolean {
  return (
    contents.every((content) => payload.includes(content)) &&
    there.every((regex) => regex.test(payload)) &&
    !absent.some((regex) => regex.test(payload))
  );
}
