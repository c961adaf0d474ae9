import { expect, test } from "vitest";
import {
  conditionsOf,
  narrow,
  notThis,
  onlyDialled,
  onlySources,
  onlyThis,
  without,
} from "../../core/query/build-filter.ts";
import { EVERYTHING, type Expression, type PointValue } from "../../core/query/expression.ts";
import { parseFilter } from "../../core/query/parse-filter.ts";
import { printFilter } from "../../core/query/print-filter.ts";
import { FLOWS } from "../../core/query/tables.ts";

function read(text: string): Expression {
  const parsed = parseFilter(text, FLOWS);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.expression;
}

const NMAP: PointValue = { kind: "text", value: "extra/nmap" };

test.each([
  ["a text", "tool", NMAP, 'tool == "extra/nmap"', 'not tool == "extra/nmap"'],
  [
    "an address",
    "dst",
    { kind: "address", value: 0xc6336407 } as const,
    "dst == 198.51.100.7",
    "not dst == 198.51.100.7",
  ],
  ["a number", "packets", { kind: "number", value: 5 } as const, "packets == 5", "not packets == 5"],
  [
    "a time",
    "first",
    { kind: "time", ns: 1n } as const,
    "first == 1970-01-01T00:00:00.000000001Z",
    "not first == 1970-01-01T00:00:00.000000001Z",
  ],
  ["what is unknown", "country", null, "not exists country", "exists country"],
])("a click on %s: only this, not this", (_name, field, value, only, not) => {
  expect([printFilter(onlyThis(field, value)), printFilter(notThis(field, value))]).toEqual([only, not]);
  expect(read(only)).toEqual(onlyThis(field, value));
  expect(read(not)).toEqual(notThis(field, value));
});

test.each([
  ["no filter yet", "", onlyThis("tool", NMAP), 'tool == "extra/nmap"'],
  ["onto words", "sipvicious", onlyThis("tool", NMAP), '"sipvicious" and tool == "extra/nmap"'],
  ["onto an or", "a or b", onlyThis("tool", NMAP), '("a" or "b") and tool == "extra/nmap"'],
  ["not twice", 'tool == "extra/nmap" and a', onlyThis("tool", NMAP), '"a" and tool == "extra/nmap"'],
  ["instead of the opposite", 'not tool == "extra/nmap" and a', onlyThis("tool", NMAP), '"a" and tool == "extra/nmap"'],
  ["the opposite instead", 'tool == "extra/nmap" and a', notThis("tool", NMAP), '"a" and not tool == "extra/nmap"'],
  ["the opposite of what is unknown", "exists asn", onlyThis("asn", null), "not exists asn"],
  ["several conditions at once", "a", read("a and b"), '"a" and "b"'],
])("a condition more: %s", (_name, present, condition, expected) => {
  const narrowed = narrow(read(present), condition);
  expect(printFilter(narrowed)).toBe(expected);
  expect(printFilter(narrow(narrowed, condition))).toBe(expected);
  expect(read(expected)).toEqual(narrowed);
});

test("a filter is its conditions, and each can go", () => {
  const filter = read('a and (b or c) and tool == "x"');
  expect(conditionsOf(filter).map(printFilter)).toEqual(['"a"', '"b" or "c"', 'tool == "x"']);
  expect(printFilter(without(filter, read("b or c")))).toBe('"a" and tool == "x"');
  expect(without(read("a"), read("a"))).toEqual(EVERYTHING);
  expect(conditionsOf(EVERYTHING)).toEqual([]);
});

test("sources and dialled numbers make filters that are read back as they are", () => {
  for (const filter of [
    onlySources([0xc6336407, 0xc6336408]),
    onlyDialled(["6441408560"]),
    onlyDialled(["24762889", "0024762889"]),
  ]) {
    expect(read(printFilter(filter))).toEqual(filter);
  }
  const pattern = (tails: readonly string[]) => {
    const filter = onlyDialled(tails);
    return new RegExp(filter.kind === "matches" ? filter.pattern : "no pattern");
  };
  expect(pattern(["6441408560"]).test("9001146441408560")).toBe(true);
  expect(pattern(["6441408560"]).test("64414085601")).toBe(false);
  // Of fewer than ten digits nothing stands before the tail.
  expect(pattern(["24762889", "0024762889"]).test("924762889")).toBe(false);
  expect(pattern(["24762889", "0024762889"]).test("01100024762889")).toBe(true);
  expect(pattern(["24762889"]).test("24762889")).toBe(true);
});
