import { expect, test } from "vitest";
import type { ExplainedField, StrandRow } from "../../../core/contract/inspection.ts";
import { formatEndpoint } from "../../../renderer/features/inspector/endpoint.ts";
import { formatEvidence } from "../../../renderer/features/inspector/evidence.ts";
import { orderFields } from "../../../renderer/features/inspector/field-order.ts";
import { chooseStrand, orderStrands } from "../../../renderer/features/inspector/strand-order.ts";

function strand(id: string, packets: number): StrandRow {
  return {
    id,
    method: "OPTIONS",
    sourcePort: null,
    packets,
    fingerprint: "x",
    grade: "stable",
    tool: null,
    label: null,
  };
}

const STRANDS = [strand("a", 5), strand("b", 90), strand("c", 5)];

test("strands with most packets come first, equal ones as they came", () => {
  expect(orderStrands(STRANDS).map(({ id }) => id)).toEqual(["b", "a", "c"]);
});

test.each([
  ["c", "c"],
  [null, "b"],
  ["of another flow", "b"],
])("strand %s wanted, %s shown", (wanted, shown) => {
  expect(chooseStrand(STRANDS, wanted)?.id).toBe(shown);
});

test("fields that decide come first", () => {
  const field = (key: string, outcome: ExplainedField["outcome"], required: boolean): ExplainedField => {
    return { key, outcome, required, expected: null, observed: null };
  };
  const fields = [
    field("fits", "matched", true),
    field("optional fits", "present", false),
    field("optional differs", "differs", false),
    field("behind the cut", "unknown", true),
    field("differs", "absent", true),
  ];
  expect(orderFields(fields).map(({ key }) => key)).toEqual([
    "differs",
    "optional differs",
    "behind the cut",
    "fits",
    "optional fits",
  ]);
});

test.each([
  [null, "not computed"],
  [[], "not computed"],
  [640, "640"],
  [0.0123, "0.01"],
  [[1, -0.5, 0], "1  −0.50  0"],
])("evidence %j", (value, text) => {
  expect(formatEvidence(value)).toBe(text);
});

test("IPv6 has brackets before a port", () => {
  expect(formatEndpoint("192.0.2.1", 5060)).toBe("192.0.2.1:5060");
  expect(formatEndpoint("2001:db8::1", 5060)).toBe("[2001:db8::1]:5060");
});
