import fs from "node:fs";
import path from "node:path";
import { describe, expect, inject, test } from "vitest";
import type { EngineAnswer } from "../../core/engine/verify/engine-answer.ts";
import { captureOfDatagrams, type JudgedDatagram } from "../../core/engine/verify/example-capture.ts";
import { askSuricata } from "../../core/engine/verify/suricata.ts";
import { askTshark } from "../../core/engine/verify/tshark.ts";
import { askYara } from "../../core/engine/verify/yara.ts";
import { payloadOfExample } from "../../core/pack/example-payload.ts";
import { exportPack } from "../../core/pack/export/export-pack.ts";
import { ruleName } from "../../core/pack/export/rule-name.ts";
import { ruleNumbers } from "../../core/pack/export/rule-number.ts";
import { exportedRules } from "../../core/pack/rule/exported-rules.ts";
import { RAW_LANGUAGE, type RuleLanguage } from "../../core/pack/rule/packet-rule.ts";
import { speakingRules } from "../../core/pack/rule/rule-message.ts";
import { hostilePack } from "../builders/hostile-pack.ts";
import { builtinLibrary, builtinPack } from "../builders/library.ts";
import { temporaryFolder } from "../builders/program.ts";
import { toolOf, wrongTools } from "../builders/speaking-rules.ts";
import { toolDatagrams } from "../builders/tool-datagrams.ts";

type EngineTarget = "suricata7" | "wireshark" | "yara";

const SIGNATURE_IDS = builtinPack.signatures.map(({ id }) => id);

/** Which engine runs what, what it calls a rule, and how many datagrams of a tool and run it is given. */
const ENGINES: readonly {
  readonly target: EngineTarget;
  readonly engine: string;
  readonly missing: string;
  readonly language: RuleLanguage;
  readonly packets: number;
  readonly nameOf: (id: string, all: readonly string[]) => string;
}[] = [
  {
    target: "suricata7",
    engine: "Suricata 7",
    missing: inject("suricataMissing"),
    language: RAW_LANGUAGE,
    packets: 10,
    nameOf: (id, all) => String(ruleNumbers(all).get(id)),
  },
  {
    target: "wireshark",
    engine: "tshark",
    missing: inject("tsharkMissing"),
    language: RAW_LANGUAGE,
    packets: 3,
    nameOf: (id) => `Ringprint ${id}`,
  },
  {
    target: "yara",
    engine: "YARA",
    missing: inject("yaraMissing"),
    language: { ...RAW_LANGUAGE, reach: 4096 },
    packets: 3,
    nameOf: ruleName,
  },
];

const UNTIL_DONE = new AbortController().signal;

function ask(target: EngineTarget, rules: string, datagrams: readonly JudgedDatagram[]): Promise<EngineAnswer> {
  const folder = temporaryFolder();
  if (target === "yara") {
    const payloads = datagrams.map(({ payload }) => payload);
    return askYara(rules, payloads, folder, UNTIL_DONE);
  }
  const capture = path.join(folder, "datagrams.pcap");
  fs.writeFileSync(capture, captureOfDatagrams(datagrams));
  return target === "suricata7"
    ? askSuricata(rules, capture, folder, UNTIL_DONE)
    : askTshark(rules, capture, folder, UNTIL_DONE);
}

describe.each(ENGINES)("$engine on exported rules", ({ target, missing, language, packets, nameOf }) => {
  const exported = exportPack(builtinPack, builtinLibrary, target);

  /** Which of these ids the rules that spoke about each datagram have, ascending. The engine must not complain. */
  async function judge(
    rules: string,
    all: readonly string[],
    datagrams: readonly JudgedDatagram[],
  ): Promise<string[][]> {
    const { complaints, spoken } = await ask(target, rules, datagrams);
    expect(complaints).toEqual([]);
    const ids = new Map(all.map((id) => [nameOf(id, all), id]));
    return datagrams.map((_, index) => (spoken.get(index + 1) ?? []).map((name) => ids.get(name) ?? name).sort());
  }

  // One run for both: tshark takes most of its time to start, and starts once for each rule.
  test.skipIf(missing !== "")(
    `every example and every tool of an independent generator is hit by its own rule and no other, as the sheet says${missing}`,
    async () => {
      const examples = builtinPack.signatures.flatMap(({ id, examples: { positive } }) =>
        positive.map((example) => ({ ...example, id, payload: payloadOfExample(example) })),
      );
      const datagrams = toolDatagrams(10, packets, target);
      const all = await judge(exported.text, SIGNATURE_IDS, [...examples, ...datagrams]);
      const spoken = all.slice(examples.length);
      expect(all.slice(0, examples.length)).toEqual(examples.map(({ id }) => [id]));
      expect(exported.sheet.rules.filter(({ found }) => found.misses + found.falseHits.length > 0)).toEqual([]);
      const rules = exportedRules(builtinLibrary, language);
      expect(spoken).toEqual(datagrams.map(({ payload }) => speakingRules(rules, language, payload)));
      expect(wrongTools(datagrams, spoken)).toEqual([]);
      expect(new Set(spoken.flat().map(toolOf)).size).toBe(28);
    },
  );

  test.skipIf(missing !== "")(`39 hostile values are hit by 39 rules, each by its own alone${missing}`, async () => {
    const { pack, library, sent } = hostilePack();
    const ends = { source: "203.0.113.9", destination: "198.51.100.7", sourcePort: 5060, destinationPort: 5060 };
    const ids = sent.map(({ id }) => id);
    const datagrams = sent.map(({ payload }) => ({ ...ends, payload }));
    // YARA ends an expression before the end of ten kilobytes, as its sheet says.
    const seen = sent.map(({ id, payload }) => (target === "yara" && payload.length > 4096 ? [] : [id]));
    expect(await judge(exportPack(pack, library, target).text, ids, datagrams)).toEqual(seen);
    const rules = exportedRules(library, language);
    expect(sent.map(({ payload }) => speakingRules(rules, language, payload))).toEqual(seen);
  });
});
