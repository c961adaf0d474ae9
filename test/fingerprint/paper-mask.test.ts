import { expect, test } from "vitest";
import { fingerprintOf } from "../../core/fingerprint/fingerprint.ts";
import { paperValues } from "../../core/fingerprint/key-state.ts";
import { VARYING } from "../../core/fingerprint/symbols.ts";
import { maskOf } from "../../core/fingerprint/value-state.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest } from "../builders/observed-request.ts";

/** A strand of messages with these values of From, one for each target. */
function strandOf(values: readonly string[]) {
  return foldInOrder(
    values.map((value, index) => {
      const text = `OPTIONS sip:x SIP/2.0\r\nFrom: ${value}\r\n\r\n`;
      const ends = { source: "198.51.100.7", destination: `192.0.2.${index}`, sourcePort: 5061, destinationPort: 5060 };
      return observedRequest({ ...ends, text }, index + 1);
    }),
  );
}

const printed = (...values: readonly string[]) => fingerprintOf(strandOf(values)).paperText;

test.each([
  ["the paper's own example", ["<sip:nm@nm>;tag=1526", "<sip:nm@nm>;tag=8711"], "from:<sip:nm@nm>;tag=----"],
  ["values of several lengths are as long as the longest", ["ab", "abcd", "abc"], "from:ab--"],
  ["what stands equally far from the right is lost", ["a1z", "a22z"], "from:a---"],
  [
    "addresses and ports are named",
    ["<sip:198.51.100.7:5061>", "<sip:198.51.100.7:5061>"],
    "from:<sip:SourceIP:SourcePort>",
  ],
  ["encoded addresses are not", ["c0000200", "c0000201"], "from:c000020-"],
])("%s", (_name, values, expected) => expect(printed(...values)).toBe(expected));

test("a hyphen that was sent and a byte that varies print alike, and are told apart in the state", () => {
  const state = strandOf(["a-1", "a-2"]);
  expect(fingerprintOf(state).paperText).toBe("from:a--");
  const from = state.keys.get("from");
  expect(from && [...maskOf(paperValues(from)).left]).toEqual([0x61, 0x2d, VARYING]);
});
