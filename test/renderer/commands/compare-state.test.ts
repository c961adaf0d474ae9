import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addToTray,
  compare,
  formatReferences,
  openDiff,
  parseReferences,
  removeFromTray,
  removeSide,
  shortReference,
} from "../../../renderer/commands/compare-state.ts";
import {
  decodeWorkspace,
  encodeWorkspace,
  FRESH_WORKSPACE,
  forCaptures,
} from "../../../renderer/commands/workspace-state.ts";

const EIGHT = ["a", "b", "c", "d", "e", "f", "g", "h"];

test("the tray holds each reference once, in order, and as many as a diff has sides", () => {
  const once = { ...FRESH_WORKSPACE, ...addToTray(FRESH_WORKSPACE, ["a", "b", "a"]) };
  expect(once.tray).toEqual(["a", "b"]);
  expect(addToTray(once, ["b", "c"]).tray).toEqual(["a", "b", "c"]);
  expect(addToTray(once, [...EIGHT, "i"]).tray).toEqual(EIGHT);
  expect(removeFromTray(once, "a").tray).toEqual(["b"]);
});

test("the diff opens on the tray where that holds two, else as it was", () => {
  expect(openDiff({ ...FRESH_WORKSPACE, tray: ["a"] })).toEqual({ view: "diff" });
  expect(openDiff({ ...FRESH_WORKSPACE, tray: ["a", "b"] })).toEqual({ view: "diff", compared: ["a", "b"] });
  expect(removeSide({ ...FRESH_WORKSPACE, compared: ["a", "b", "c"] }, 1).compared).toEqual(["a", "c"]);
});

test("what is compared survives a restart, and goes with its captures", () => {
  const workspace = { ...FRESH_WORKSPACE, captures: ["x.pcap"], tray: ["t"], ...compare(["a", "b"]) };
  const again = decodeWorkspace(encodeWorkspace(workspace));
  expect(again).toMatchObject({ view: "diff", compared: ["a", "b"], tray: ["t"] });
  expect(forCaptures(again, ["y.pcap"])).toMatchObject({ compared: [], tray: [], selectedFingerprint: null });
  expect(forCaptures(again, ["x.pcap", "y.pcap"])).toEqual({ captures: ["x.pcap", "y.pcap"] });
});

test.each([
  ["a | b", ["a", "b"]],
  ["diff: a | b | a", ["a", "b"]],
  ["  a\n\nb  \n", ["a", "b"]],
  ["paper/1", ["paper/1"]],
  ["one file|two.pcap#1 | b", ["one file|two.pcap#1", "b"]],
  ["", []],
])("references in %j", (text, references) => {
  expect(parseReferences(text)).toEqual(references);
});

test("a diff as text is read back as the same references", () => {
  const reference = fc
    .stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/)
    .filter((text) => !/(^|\s)\|(\s|$)/.test(text) && !text.startsWith("diff:"));
  fc.assert(
    fc.property(fc.uniqueArray(reference, { minLength: 1, maxLength: 8 }), (references) => {
      expect(parseReferences(formatReferences(references))).toEqual(references);
    }),
  );
});

test.each([
  ["sipfp1:opt12_f85089c180ca_dd8d1544", "f85089c1"],
  ["telescope-sample.pcapng#100", "#100"],
  ["192.0.2.1@2020-01-01T00:00:00.000000000Z/OPTIONS/0123abcd", "192.0.2.1"],
  ["paper/1", "paper/1"],
  ["extra/sipvicious-svwar/ack", "…svwar/ack"],
])("%s is short as %s", (reference, short) => {
  expect(shortReference(reference)).toBe(short);
});
