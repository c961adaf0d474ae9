import { describe, expect, test } from "vitest";
import { fieldOutcomeSchema, strandRowSchema } from "../../../core/contract/inspection.ts";
import {
  describeIpId,
  describePorts,
  describeStrategy,
  describeTtl,
} from "../../../renderer/features/inspector/flow-words.ts";
import { listWords } from "../../../renderer/features/inspector/list-words.ts";
import { keyWords, OUTCOME_WORDS } from "../../../renderer/features/inspector/outcome-words.ts";
import { describeAnomaly, GRADE_WORDS } from "../../../renderer/features/inspector/strand-words.ts";
import { describeSightings, describeSource, describeSpread } from "../../../renderer/features/inspector/trait-words.ts";

test.each([
  [[], ""],
  [["via"], "via"],
  [["via", "to"], "via and to"],
  [["via", "to", "from"], "via, to and from"],
  [["via", "to", "from", "cseq"], "via, to and 2 more"],
])("list %j", (words, text) => {
  expect(listWords(words as string[], 3)).toBe(text);
});

describe("outcomes", () => {
  test("each has a word and a mark of its own, so that colour tells nothing alone", () => {
    const words = fieldOutcomeSchema.shape.outcome.options.map((outcome) => OUTCOME_WORDS[outcome]);
    expect(new Set(words.map(({ word }) => word)).size).toBe(words.length);
    expect(new Set(words.filter(({ kind }) => kind !== "fits").map(({ mark }) => mark)).size).toBe(6);
    for (const { meaning } of words) expect(meaning).toMatch(/^[A-Z].*\.$/);
  });

  test("keys that are no header field have names", () => {
    expect([":order", ":uri", "via"].map(keyWords)).toEqual(["header order", "request URI", "via"]);
  });
});

test("each grade has a meaning", () => {
  for (const grade of strandRowSchema.shape.grade.options) expect(GRADE_WORDS[grade]).toMatch(/\.$/);
});

test("anomalies nobody described yet show their name", () => {
  expect(describeAnomaly("bare-line-feed")).toBe("lines that end in LF without CR");
  expect(describeAnomaly("some-new-kind")).toBe("some new kind");
});

describe("traits", () => {
  const sighting = { capture: "a.pcap", packet: 7, value: "raw", decoded: null, sentTo: "198.51.100.7:5060" };
  const trait = {
    kind: "contact-none",
    meaning: "",
    source: "svmap.py",
    key: "contact",
    packets: 20,
    estimated: false,
  };

  test("say in how many packets and which key they show", () => {
    expect(describeSpread({ ...trait, seen: [] }, "20 packets")).toBe("Seen in all 20 packets, key contact. ");
    const repeats = { ...trait, kind: "retransmissions", key: null, packets: 900, estimated: true, seen: [] };
    expect(describeSpread(repeats, "1,000 packets")).toBe("Seen in about 900 packets of 1,000 packets. ");
    expect(describeSource({ ...trait, seen: [] })).toBe("Source: svmap.py.");
  });

  test("show what was decoded, else the value, and the packet", () => {
    const other = { ...sighting, decoded: "203.0.113.9:5060", packet: 8 };
    expect(describeSightings({ ...trait, seen: [sighting, other, { ...sighting, value: null }] })).toEqual([
      "raw, sent to 198.51.100.7:5060 (a.pcap, packet 7)",
      "203.0.113.9:5060, sent to 198.51.100.7:5060 (a.pcap, packet 8)",
      "sent to 198.51.100.7:5060 (a.pcap, packet 7)",
    ]);
  });
});

describe("flow", () => {
  test.each([
    [
      { class: "fixed", distinct: 1, first: 5060, ladderStep: 0, ladderPorts: [] },
      "All packets come from port 5060, the first that SIPVicious tries.",
    ],
    [
      { class: "fixed", distinct: 1, first: 5063, ladderStep: 3, ladderPorts: [] },
      "All packets come from port 5063: SIPVicious takes it when the 3 before it, from 5060 on, are busy.",
    ],
    [
      { class: "fixed", distinct: 1, first: 45_000, ladderStep: null, ladderPorts: [] },
      "All packets come from port 45000.",
    ],
    [
      { class: "few", distinct: 2, first: 5061, ladderStep: null, ladderPorts: [5060, 5061] },
      "Ports 5060, 5061, the first is 5061: where SIPVicious searches for a free one, so several runs at once.",
    ],
    [{ class: "few", distinct: 3, first: 5070, ladderStep: null, ladderPorts: [] }, "3 ports, the first is 5070."],
    [
      { class: "ascending", distinct: 90, first: 1024, ladderStep: null, ladderPorts: [] },
      "90 ports that go up from 1024.",
    ],
    [
      { class: "per-packet", distinct: 90, first: 56_841, ladderStep: null, ladderPorts: [] },
      "90 ports in no order, the first is 56841.",
    ],
  ])("source ports %j", (ports, text) => {
    expect(describePorts(ports)).toBe(text);
  });

  test.each([
    [{ min: 243, max: 243, likelyInitial: 255 }, "243; set to 255 by the sender in all likelihood, 12 hops away."],
    [
      { min: 48, max: 52, likelyInitial: 64 },
      "48 to 52; set to 64 by the sender in all likelihood, 12 to 16 hops away.",
    ],
    [{ min: 63, max: 63, likelyInitial: 64 }, "63; set to 64 by the sender in all likelihood, 1 hop away."],
    [{ min: 50, max: 110, likelyInitial: null }, "50 to 110; these do not come from one start value."],
  ])("TTL %j", (ttl, text) => {
    expect(describeTtl(ttl)).toBe(text);
  });

  test.each([
    [{ class: "constant", value: 54_321 }, "Always 54321: ZMap before version 4.1."],
    [{ class: "constant", value: 7 }, "Always 7."],
    [{ class: "zero", value: 0 }, "Always 0."],
    [{ class: "some-new", value: null }, "some-new."],
  ])("IP-ID %j", (ipId, text) => {
    expect(describeIpId(ipId)).toBe(text);
  });

  test("a strategy nobody described yet gets no made-up meaning", () => {
    expect(describeStrategy("reverse-byte")).toContain("backwards");
    expect(describeStrategy("some-new")).toBe("");
  });
});
