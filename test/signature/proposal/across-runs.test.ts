import { expect, test } from "vitest";
import { viewStrand } from "../../../core/fingerprint/view-strand.ts";
import { patternAcrossRuns } from "../../../core/signature/proposal/across-runs.ts";
import { foldInOrder } from "../../builders/fold-requests.ts";
import { observedRequest } from "../../builders/observed-request.ts";

/** A run of messages with these values of one header field. */
interface Run {
  readonly method?: string;
  readonly ports?: readonly [number, number];
  readonly values: readonly string[];
}

function across(key: string, runs: readonly Run[]) {
  const holders = runs.map(
    ({ method = "OPTIONS", ports: [sourcePort, destinationPort] = [5070, 5060], values }, at) => {
      const requests = values.map((value, index) => {
        const text = `${method} sip:a@b SIP/2.0\r\nTo: <sip:a@b>\r\n${key}: ${value}\r\n\r\n`;
        const ends = { source: "192.0.2.7", sourcePort, destinationPort, destination: `198.51.100.${index + 1}` };
        return observedRequest({ text, ...ends }, index + 1);
      });
      const state = foldInOrder(requests);
      return { id: `run ${at}`, run: `run ${at}`, state, view: viewStrand(state) };
    },
  );
  return patternAcrossRuns(key, holders);
}

function many(write: (index: number) => string): string[] {
  return Array.from({ length: 40 }, (_, index) => write(index));
}

const DECIMAL = many((index) => `tag=${String(1_000_000_007 * (index + 3)).slice(0, 10)}`);
const HEX = many((index) => `tag=${(2_000_000_011 * (index + 5)).toString(16).slice(0, 8)}`);

test.each<[string, string, readonly Run[], string, boolean | null]>([
  ["one run tells nothing of others", "x-value", [{ values: ["abc"] }], "abc", null],
  ["the same in each run", "x-value", [{ values: ["abc"] }, { values: ["abc"] }], "abc", true],
  ["another constant in each run", "x-value", [{ values: ["abc"] }, { values: ["x-1"] }], "{*:any}", false],
  [
    "how a run writes a number, with the word before it in all",
    "x-value",
    [{ values: DECIMAL }, { values: HEX }, { values: DECIMAL }],
    "tag={*:any}",
    true,
  ],
  ["numbers of one kind keep it", "x-value", [{ values: DECIMAL }, { values: DECIMAL }], "tag={10:dec}", true],
  [
    "either port where both were the same",
    "contact",
    [{ ports: [5060, 5060], values: ["<sip:192.0.2.7:5060>"] }],
    "<sip:{SourceIP}:({SourcePort}|{DestPort})>",
    null,
  ],
  [
    "the port of a run that tells",
    "contact",
    [{ ports: [5060, 5060], values: ["<sip:192.0.2.7:5060>"] }, { values: ["<sip:192.0.2.7:5070>"] }],
    "<sip:{SourceIP}:{SourcePort}>",
    true,
  ],
  [
    "the method that CSeq repeats",
    "cseq",
    [{ values: ["1 OPTIONS"] }, { method: "INVITE", values: ["1 INVITE"] }],
    "1 {method}",
    true,
  ],
  ["another method in CSeq stays", "cseq", [{ method: "INVITE", values: ["1 OPTIONS"] }], "1 OPTIONS", null],
])("%s", (_name, key, runs, text, foretold) => {
  expect(across(key, runs)).toEqual({ text, foretold });
});

test("of many runs the order does not matter", () => {
  const runs = Array.from({ length: 20 }, (_, at): Run => ({ values: [at % 2 === 0 ? "a:1" : "a:2"] }));
  expect(across("x-value", runs)).toEqual(across("x-value", [...runs].reverse()));
});
