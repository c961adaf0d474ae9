import { expect, test } from "vitest";
import type { StrandRow } from "../../../core/contract/inspection.ts";
import { filteredStrands, strandFilter, valuesOfStrands } from "../../../renderer/features/inspector/strand-filter.ts";

const UNKNOWN: StrandRow = {
  id: "a",
  method: "OPTIONS",
  sourcePort: null,
  packets: 40,
  fingerprint: "sipfp1:opt10_111111111111_22222222",
  grade: "stable",
  tool: null,
  label: "my tool",
};
const STRANDS: readonly StrandRow[] = [
  UNKNOWN,
  { ...UNKNOWN, id: "b", method: "INVITE", sourcePort: 5070, tool: { id: "paper/1", name: "SIPVicious" }, label: null },
  { ...UNKNOWN, id: "c", method: null, packets: 3, grade: "unreliable", label: null },
];

test.each([
  ["no filter", "", "a b c"],
  ["a method", 'method == "INVITE"', "b"],
  ["several methods are none", "not exists method", "c"],
  ["a port", "port >= 5070", "b"],
  ["packets", "packets > 3", "a b"],
  ["a grade", 'grade == "unreliable"', "c"],
  ["a tool", 'tool == "paper/1"', "b"],
  ["no tool", 'tool == "unknown"', "a c"],
  ["a label", 'label == "my tool"', "a"],
  ["a fingerprint", 'fingerprint contains "opt10"', "a b c"],
  ["words", "sipvicious", "b"],
  ["what is no filter", "method ==", "a b c"],
])("%s", (_name, text, expected) => {
  expect(
    filteredStrands(STRANDS, text)
      .map(({ id }) => id)
      .join(" "),
  ).toBe(expected);
});

test("a field that strands do not have is a fault", () => {
  expect(strandFilter("dst == 192.0.2.1")).toMatchObject({ ok: false });
});

test("values of a field, to complete", () => {
  expect(valuesOfStrands(STRANDS, "method")).toEqual(["INVITE", "OPTIONS"]);
  expect(valuesOfStrands(STRANDS, "tool")).toEqual(["paper/1", "unknown"]);
  expect(valuesOfStrands(STRANDS, "packets")).toEqual([]);
  expect(valuesOfStrands(STRANDS, "nothing")).toEqual([]);
});
