import { expect, test } from "vitest";
import type { ComparedSignature, ExplainedField, StrandInspection } from "../../../core/contract/inspection.ts";
import { describeVerdict } from "../../../renderer/features/inspector/verdict-sentence.ts";

function field(key: string, outcome: ExplainedField["outcome"], required = true): ExplainedField {
  return { key, outcome, required, expected: null, observed: null };
}

function signature(id: string, name: string, fields: readonly ExplainedField[] = []): ComparedSignature {
  return {
    signature: id,
    tool: { id, name, family: "SIPVicious" },
    variant: null,
    score: null,
    differs: [],
    fields: [...fields],
  };
}

function strand(part: Partial<StrandInspection>, tool: { id: string; name: string } | null = null): StrandInspection {
  return {
    row: {
      id: "f/OPTIONS",
      method: "OPTIONS",
      sourcePort: null,
      packets: 20,
      fingerprint: "sipfp1:x",
      grade: "stable",
      tool,
      label: null,
    },
    flow: "f",
    verdict: "unknown",
    signatures: [],
    nearFamily: null,
    base: null,
    keys: [],
    headerOrder: null,
    traits: [],
    traitDetails: [],
    anomalies: [],
    paperText: "",
    group: { fingerprint: "sipfp1:x", fingerprints: 1, packets: 20, flows: 1, sources: 1, provisional: false },
    overflow: false,
    cappedPackets: 0,
    exemplars: [],
    ...part,
  };
}

const SVMAP = signature("paper/1", "SIPVicious svmap", [
  field(":method", "matched"),
  field("via", "matched"),
  field("from", "present"),
  field("accept", "absent", false),
]);
const NMAP = signature("paper/5", "Nmap SIP probe", [field("via", "matched")]);
const NEAR = { ...SVMAP, score: 0.768, differs: ["user-agent", ":order"] };

test.each<[string, StrandInspection, string]>([
  [
    "match counts required fields alone",
    strand({ verdict: "match", signatures: [SVMAP] }),
    "Named paper/1 SIPVicious svmap: all 3 required fields fit.",
  ],
  [
    "match on one field",
    strand({ verdict: "match", signatures: [NMAP] }),
    "Named paper/5 Nmap SIP probe: its one required field fits.",
  ],
  [
    "a tool without a name of its own",
    strand({ verdict: "match", signatures: [signature("paper/20", "paper/20", [field("via", "matched")])] }),
    "Named paper/20: its one required field fits.",
  ],
  [
    "tie of several tools",
    strand({ verdict: "tie", signatures: [SVMAP, NMAP] }),
    "Not named: paper/1 SIPVicious svmap and paper/5 Nmap SIP probe fit equally well.",
  ],
  [
    "tie inside one tool",
    strand({ verdict: "tie", signatures: [SVMAP, SVMAP] }, { id: "paper/1", name: "SIPVicious svmap" }),
    "Named paper/1 SIPVicious svmap: 2 of its signatures fit equally well.",
  ],
  [
    "several tools",
    strand({ verdict: "several", signatures: [SVMAP, NMAP] }),
    "Several tools in one strand: single messages fit paper/1 SIPVicious svmap and paper/5 Nmap SIP probe.",
  ],
  [
    "near",
    strand({ verdict: "near", signatures: [NEAR] }),
    "Not named: most like paper/1 SIPVicious svmap, 0.77; differs in user-agent and header order.",
  ],
  [
    "near a family",
    strand({ verdict: "near", signatures: [NEAR], nearFamily: "SIPVicious" }),
    "Not named: like the SIPVicious family, several of it equally. Compared with paper/1 SIPVicious svmap, 0.77; differs in user-agent and header order.",
  ],
  [
    "near, and its base is certain",
    strand({ verdict: "near", signatures: [NEAR], base: { name: "sipvicious", because: "tag" } }),
    "Not named: SIPVicious-based, most like paper/1 SIPVicious svmap, 0.77; differs in user-agent and header order.",
  ],
  ["unknown", strand({ verdict: "unknown" }), "Not named: like no signature of the loaded packs."],
  [
    "cut",
    strand({ verdict: "cut", signatures: [SVMAP] }),
    "Not named: the messages were cut by the snap length of the capture. What is left would fit paper/1 SIPVicious svmap.",
  ],
  [
    "cut, and nothing fits",
    strand({ verdict: "cut" }),
    "Not named: the messages were cut by the snap length of the capture, and no signature fits what is left.",
  ],
])("%s", (_name, inspection, text) => {
  expect(describeVerdict(inspection).text).toBe(text);
});

test("why the base is certain is said beside", () => {
  const note = (part: Partial<StrandInspection>) => describeVerdict(strand(part)).note;
  const base = { name: "sipvicious", because: "lead" } as const;
  expect(note({ verdict: "near", signatures: [NEAR], base })).toBe(
    "Being like a tool is no identification. The base is SIPVicious: no other comes near.",
  );
  expect(note({ verdict: "unknown", base: { ...base, because: "tag" } })).toBe(
    "The base is SIPVicious: the From tag is one that only SIPVicious writes.",
  );
  expect(note({ verdict: "several", signatures: [SVMAP, NMAP], base: null })).toBe(
    "No tool is named, because the messages do not come from one.",
  );
});

test("only a verdict that names a tool says so", () => {
  const named = (verdict: StrandInspection["verdict"]) =>
    describeVerdict(strand({ verdict, signatures: [SVMAP] })).named;
  expect(["match", "tie", "several", "near", "unknown", "cut"].filter((verdict) => named(verdict as never))).toEqual([
    "match",
  ]);
});
