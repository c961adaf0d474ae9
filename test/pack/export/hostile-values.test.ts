import { expect, test } from "vitest";
import { exportPack, TARGET_NAMES } from "../../../core/pack/export/export-pack.ts";
import { ruleName } from "../../../core/pack/export/rule-name.ts";
import { lintExamples } from "../../../core/pack/lint.ts";
import { hostilePack } from "../../builders/hostile-pack.ts";
import { readCsv, readFilters, readMisp, readYaraRules } from "./read-others.ts";
import { readRuleFile, readZeekSignatures, SNORT_3, SURICATA_7, SURICATA_8, textSpeaks } from "./read-rules.ts";
import { readStix } from "./read-stix.ts";

const { pack, library, sent } = hostilePack();
const text = (target: (typeof TARGET_NAMES)[number]) => exportPack(pack, library, target).text;
const IDS = sent.map(({ id }) => id);

test("39 hostile values are 39 tools, each named by its own signature", () => {
  expect(IDS).toHaveLength(39);
  expect(new Set(sent.map(({ value }) => value)).size).toBe(39);
  expect(lintExamples(library)).toEqual([]);
});

test.each([
  ["suricata7", () => readRuleFile(text("suricata7"), SURICATA_7)],
  ["snort3", () => readRuleFile(text("snort3"), SNORT_3)],
  ["zeek", () => readZeekSignatures(text("zeek"))],
  ["wireshark", () => readFilters(text("wireshark"))],
  ["yara", () => readYaraRules(text("yara"))],
  ["stix", () => readStix(text("stix")).rules],
] as const)("%s: as many rules as signatures, each about its own value alone", (_target, read) => {
  const rules = read();
  expect(rules.map(({ id }) => id)).toEqual(IDS);
  const spoken = sent.map(({ payload }) => rules.filter((rule) => textSpeaks(rule, payload)).map(({ id }) => id));
  expect(spoken).toEqual(IDS.map((id) => [id]));
});

test("contents give back the bytes of the value, of a long one its beginning", () => {
  for (const [target, grammar] of [
    ["suricata7", SURICATA_7],
    ["suricata8", SURICATA_8],
    ["snort3", SNORT_3],
  ] as const) {
    for (const [index, { contents }] of readRuleFile(text(target), grammar).entries()) {
      const value = sent[index]?.value.slice(0, 255) ?? "";
      if (value.length >= 3) expect([target, contents]).toEqual([target, expect.arrayContaining([value])]);
    }
  }
});

test("STIX, MISP, CSV and JSON give back each pattern whole", () => {
  const patterns = pack.signatures.map(({ fields }) => fields["user-agent"]);
  const patternsOf = (texts: readonly string[]) => texts.map((json) => JSON.parse(json).fields["user-agent"]);
  expect(patternsOf(readStix(text("stix")).signatures)).toEqual(patterns);
  expect(patternsOf(readMisp(text("misp")).signatures)).toEqual(patterns);
  const [head = [], ...rows] = readCsv(text("csv"));
  expect(rows.map((row) => JSON.parse(row[head.indexOf("fields")] as string)["user-agent"])).toEqual(patterns);
  expect(JSON.parse(text("json")).signatures).toEqual(pack.signatures);
});

test("no format holds a byte of a value that is no printable character", () => {
  for (const target of TARGET_NAMES) {
    expect([target, /[^\n\r -~]/.exec(text(target))]).toEqual([target, null]);
  }
  expect(ruleName("hostile/01")).toBe("ringprint_hostile_2f01");
});
