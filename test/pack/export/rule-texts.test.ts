import { describe, expect, test } from "vitest";
import { payloadOfExample } from "../../../core/pack/example-payload.ts";
import { exportPack } from "../../../core/pack/export/export-pack.ts";
import { ruleName } from "../../../core/pack/export/rule-name.ts";
import { ruleNumbers } from "../../../core/pack/export/rule-number.ts";
import { exportedRules } from "../../../core/pack/rule/exported-rules.ts";
import { RAW_LANGUAGE } from "../../../core/pack/rule/packet-rule.ts";
import { speakingRules } from "../../../core/pack/rule/rule-message.ts";
import { builtinLibrary, builtinPack } from "../../builders/library.ts";
import { toolDatagrams } from "../../builders/tool-datagrams.ts";
import {
  decodeContent,
  RuleSyntaxError,
  readRuleFile,
  readRuleLine,
  readZeekSignatures,
  SNORT_3,
  SURICATA_7,
  SURICATA_8,
  textSpeaks,
} from "./read-rules.ts";

const EXAMPLES = builtinPack.signatures.flatMap(({ id, examples: { positive } }) =>
  positive.map((example) => ({ id, payload: payloadOfExample(example) })),
);

describe("the reader of rules is strict", () => {
  const rule = (options: string) =>
    `alert udp any any -> any any (msg:"Ringprint a"; ${options}classtype:x; sid:1; rev:1;)`;
  test.each([
    ["a well-formed rule", 'content:"a|3b 22|b"; fast_pattern; pcre:"/a\\x3b/"; ', true],
    ["a semicolon in an expression", 'pcre:"/a;b/"; ', false],
    ["an open bar", 'content:"a|3b"; ', false],
    ["a colon that is not in hex", 'content:"a:b"; ', false],
    ["a keyword of Snort", 'content:"a",fast_pattern; ', false],
    ["a keyword of Suricata 8", 'sip.from; content:"a"; ', false],
    ["an option without its end", 'content:"a" ', false],
    ["a byte that is no letter in an expression", 'pcre:"/a@b/"; ', false],
    ["two sids", "sid:2; ", false],
  ])("%s", (_name, options, isRule) => {
    const read = () => readRuleLine(rule(options), SURICATA_7);
    if (isRule) expect(read().contents).toEqual(['a;"b']);
    else expect(read).toThrow(RuleSyntaxError);
  });

  // The rules that the engines' own documentation shows, as far as they use what ours use.
  test.each([
    ['alert sip any any -> any any (msg:"m"; sip.from; content:"user"; classtype:x; sid:1; rev:1;)', SURICATA_8],
    ['alert udp any any -> any any (msg:"m"; content:"|61|"; fast_pattern; classtype:x; sid:1; rev:1;)', SURICATA_7],
    ['alert udp any any -> any any (msg:"m"; content:"|0D 0A|a",fast_pattern; classtype:x; sid:1; rev:1;)', SNORT_3],
  ])("%s", (line, grammar) => expect(readRuleLine(line, grammar).id).toBe("m"));

  test("bytes in hex are read as the documentation of Suricata says", () => {
    expect(decodeContent("|61|")).toBe("a");
    expect(decodeContent("|61 61|")).toBe("aa");
    expect(decodeContent("http|3A|//")).toBe("http://");
  });

  test("Zeek's documented signature is read, and what ours never use is not", () => {
    const signature = (lines: string) =>
      `signature my-first-sig {\n  ip-proto == udp\n${lines}  event "Ringprint a"\n}\n`;
    expect(readZeekSignatures(signature("  payload /[a-z]*found/\n"))).toHaveLength(1);
    expect(() => readZeekSignatures(signature('  payload /"found"/\n'))).toThrow(RuleSyntaxError);
    expect(() => readZeekSignatures(signature("  payload /(?:found)/\n"))).toThrow(RuleSyntaxError);
    expect(() => readZeekSignatures(signature("  http /found/\n"))).toThrow(RuleSyntaxError);
  });
});

test.each([
  ["suricata7", SURICATA_7],
  ["snort3", SNORT_3],
] as const)("the rules of %s say what we evaluate, about examples and generated tools", (target, grammar) => {
  const { text } = exportPack(builtinPack, builtinLibrary, target);
  const rules = readRuleFile(text, grammar);
  expect(rules.map(({ id }) => id)).toEqual(builtinLibrary.signatures.map(({ definition }) => definition.id));
  const spoken = (payload: string) => rules.filter((rule) => textSpeaks(rule, payload)).map(({ id }) => id);
  expect(EXAMPLES.map(({ payload }) => spoken(payload))).toEqual(EXAMPLES.map(({ id }) => [id]));
  const ours = exportedRules(builtinLibrary, RAW_LANGUAGE);
  for (const { payload } of toolDatagrams(2, 3, target)) {
    expect(spoken(payload)).toEqual(speakingRules(ours, RAW_LANGUAGE, payload));
  }
});

test("the signatures for Zeek say what the sheet says, about examples", () => {
  const { text, sheet } = exportPack(builtinPack, builtinLibrary, "zeek");
  const signatures = readZeekSignatures(text);
  expect(signatures.map(({ name }) => name)).toEqual(
    builtinLibrary.signatures.map(({ definition }) => ruleName(definition.id)),
  );
  const holds = (payload: string) =>
    new Set(signatures.filter((read) => textSpeaks(read, payload)).map(({ name }) => name));
  const found = EXAMPLES.map(({ payload }) => {
    const holding = holds(payload);
    return signatures
      .filter(({ name, requires }) => holding.has(name) && !requires.some((other) => holding.has(other)))
      .map(({ id }) => id);
  });
  for (const { signature, found: counted } of sheet.rules) {
    const own = EXAMPLES.filter(({ id }, index) => id === signature && found[index]?.includes(signature)).length;
    const others = EXAMPLES.filter(({ id }, index) => id !== signature && found[index]?.includes(signature)).length;
    expect([signature, own, others]).toEqual([
      signature,
      counted.hits,
      counted.falseHits.reduce((sum, { examples }) => sum + examples, 0),
    ]);
  }
});

test("the rules of Suricata 8 are those of Suricata 7 but for what the sheet says of keywords", () => {
  const seven = readRuleFile(exportPack(builtinPack, builtinLibrary, "suricata7").text, SURICATA_7);
  const { text, sheet } = exportPack(builtinPack, builtinLibrary, "suricata8");
  const eight = readRuleFile(text, SURICATA_8);
  const lines = text.split("\n");
  for (const [index, rule] of eight.entries()) {
    const fields = sheet.rules[index]?.fields ?? [];
    const byKeyword = fields.filter(({ because }) => /^sip\.|; sip\./.test(because)).length;
    const keywords = rule.others.filter((option) => option.startsWith("sip."));
    expect([rule.id, keywords.length]).toEqual([rule.id, byKeyword]);
    expect([rule.id, lines[index]?.startsWith("alert sip ")]).toEqual([rule.id, byKeyword > 0]);
    // What is asked by keyword is one expression here and one there, and all else is alike.
    const raw = new Set(seven[index]?.there.map(({ source }) => source));
    const changed = rule.there.filter(({ source }) => !raw.has(source));
    expect([rule.id, changed.length, rule.there.length]).toEqual([rule.id, byKeyword, raw.size]);
    expect(rule.absent).toEqual(seven[index]?.absent);
    if (byKeyword === 0) expect(rule).toEqual(seven[index]);
  }
  expect(sheet.rules.filter(({ found }) => found.misses + found.falseHits.length > 0)).toEqual([]);
});

test("rule numbers are those of the ids alone, and names never meet", () => {
  const all = ruleNumbers(builtinPack.signatures.map(({ id }) => id));
  expect(ruleNumbers(["paper/1"]).get("paper/1")).toBe(all.get("paper/1"));
  expect(all.get("paper/1")).toBe(1_052_060_002);
  expect(new Set(all.values()).size).toBe(all.size);
  expect(ruleName("a/b-c")).not.toBe(ruleName("a/b/c"));
  expect(ruleName("a_2f")).not.toBe(ruleName("a/"));
});

test("the same pack gives the same bytes, whatever order its signatures have", () => {
  const turned = { ...builtinPack, signatures: [...builtinPack.signatures].reverse() };
  for (const target of ["suricata7", "suricata8", "snort3", "zeek", "wireshark", "yara", "stix", "misp"] as const) {
    const [one, other] = [turned, builtinPack].map((pack) => exportPack(pack, builtinLibrary, target));
    expect([one?.text, one?.sheet]).toEqual([other?.text, other?.sheet]);
  }
});
