import { expect, test } from "vitest";
import { templateOf } from "../../core/fingerprint/template.ts";
import { coversTemplate, layOut, layOutWithFirstTarget } from "../../core/fingerprint/template-cover.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest } from "../builders/observed-request.ts";

/** The template of these values of From, of messages to 192.0.2.0, .1, .2 and so on. */
function templateOfValues(values: readonly string[], firstTarget = 0) {
  const requests = values.map((value, index) => {
    const text = `OPTIONS sip:x SIP/2.0\r\nFrom: ${value}\r\n\r\n`;
    const destination = `192.0.2.${firstTarget + index}`;
    const ends = { source: "198.51.100.7", destination, sourcePort: 5061, destinationPort: 5060 };
    return observedRequest({ ...ends, text }, index + 1);
  });
  const state = foldInOrder(requests).keys.get("from");
  if (state === undefined) throw new Error("every message has From");
  return templateOf(state);
}

const COVERED: readonly (readonly [string, general: readonly string[], special: readonly string[]])[] = [
  ["equal constants", ["abc"], ["abc"]],
  ["a gap, a constant in it", ["a1z", "a2z"], ["a3z"]],
  ["a gap, a part of it constant", ["a11z", "a22z"], ["a31z", "a32z"]],
  ["several gaps of one length each", ["1.a.2", "3.b.4"], ["5.c.6", "5.d.6"]],
  ["a gap of several lengths", ["a1z", "a22z"], ["a3z"]],
  ["a gap of several lengths, longer by as much again", ["a1z", "a22z"], ["a333z"]],
  ["a gap at the end", ["a1", "a22"], ["a7"]],
  ["tokens", ["198.51.100.7;1", "198.51.100.7;2"], ["198.51.100.7;3"]],
  ["hexadecimal digits that happen to be decimal", ["a1", "ab"], ["a2", "a3"]],
];

const NOT_COVERED: typeof COVERED = [
  ["another constant", ["abc"], ["abd"]],
  ["a constant where the other varies", ["a1z", "a1z"], ["a1z", "a2z"]],
  ["a constant the other lacks behind its gap", ["a1y", "a22y"], ["a1z", "a22z"]],
  ["another length, where all have one", ["a1z", "a2z"], ["a33z"]],
  ["a length far from all seen", ["a1z", "a22z"], ["a55555z"]],
  ["a length too short for what stands on both sides", ["abc1cba", "abc22cba"], ["abcba"]],
  ["letters where there are digits", ["a1z", "a2z"], ["axz"]],
  ["a token where there are digits", ["a;1", "a;22"], ["a;198.51.100.7"]],
];

test.each(COVERED)("covered: %s", (_name, general, special) => {
  expect(coversTemplate(layOut(templateOfValues(general)), layOut(templateOfValues(special)))).toBe(true);
});

test.each(NOT_COVERED)("not covered: %s", (_name, general, special) => {
  expect(coversTemplate(layOut(templateOfValues(general)), layOut(templateOfValues(special)))).toBe(false);
});

test("the first target of a run is covered by that of another, which is a literal there or its own target", () => {
  const named = layOut(templateOfValues(["sip:192.0.2.0;1", "sip:192.0.2.0;2", "sip:192.0.2.0;3"]));
  expect(named.namesFirstTarget).toBe(true);
  const elsewhere = templateOfValues(["sip:203.0.113.77;1", "sip:203.0.113.77;2"]);
  expect(coversTemplate(named, layOut(elsewhere))).toBe(false);
  expect(coversTemplate(named, layOutWithFirstTarget(elsewhere))).toBe(true);
  expect(coversTemplate(named, layOutWithFirstTarget(templateOfValues(["sip:192.0.2.9;4"], 9)))).toBe(true);
  expect(coversTemplate(named, layOutWithFirstTarget(templateOfValues(["sip:example;4"])))).toBe(false);
});
