import fc from "fast-check";
import { expect, test } from "vitest";
import type { GapStructure } from "../../core/contract/inspection.ts";
import { viewExemplar } from "../../core/fingerprint/view-strand.ts";
import { drawFingerprint } from "../../core/report/draw-fingerprint.ts";
import { foldInOrder } from "../builders/fold-requests.ts";
import { observedRequest } from "../builders/observed-request.ts";

const SECOND = 1_000_000_000n;
const START = 1_577_836_800n * SECOND;

/** What the gaps of a key are taken for, of one message a second. */
function structures(values: readonly string[], name = "To"): (GapStructure | null)[] {
  const requests = values.map((value, index) => {
    const lines = [`${name}: ${value}`, "To: sip:x@y"];
    const text = ["OPTIONS sip:x SIP/2.0", ...(name === "To" ? lines.slice(0, 1) : lines), "", ""].join("\r\n");
    const ends = { source: "198.51.100.7", destination: `192.0.2.${index}`, sourcePort: 5061, destinationPort: 5060 };
    return observedRequest({ ...ends, text }, index + 1, START + BigInt(index) * SECOND);
  });
  const state = foldInOrder(requests);
  const key = drawFingerprint(state, state.exemplars.map(viewExemplar)).find(
    (drawn) => drawn.key === name.toLowerCase(),
  );
  return (key?.parts ?? []).flatMap((part) => (part.kind === "gap" ? [part.likely] : []));
}

const EIGHT = Array.from({ length: 8 }, (_, index) => index);

test.each<readonly [what: string, name: string, values: readonly string[], likely: GapStructure | null]>([
  ["a counter", "CSeq", EIGHT.map((index) => `${100 + 3 * index} OPTIONS`), "counter"],
  ["digits that do not rise", "Call-ID", ["17", "92", "31", "45", "28", "60"].map((text) => `${text}0000017`), null],
  ["seconds since 1970", "Call-ID", ["1577836801", "1577836809", "1577836805", "1577836813"], "unix-time"],
  [
    "a date",
    "Date",
    ["Wed, 01 Jan 2020 00:00:00 GMT", "Thu, 02 Jan 2020 11:22:33 GMT", "Fri, 03 Jan 2020 05:00:01 GMT"],
    null,
  ],
  ["a day", "Call-ID", ["x20200131", "x20210530", "x19991212"].map((text) => text.slice(1)), "date"],
  [
    "telephone numbers",
    "To",
    ["46441408560", "12025550143", "442079460958"].map((to) => `sip:${to}@h`),
    "phone-number",
  ],
  [
    "the same digits elsewhere",
    "Call-ID",
    ["46441408560", "12025550143", "442079460958"].map((to) => `sip:${to}@h`),
    null,
  ],
  ["extensions", "To", ["100", "20", "7001", "8"].map((to) => `sip:${to}@h`), "extension"],
  ["text in hex digits", "Call-ID", ["68656c6c6f31", "776f726c643a", "5a7a5a7a5a7a"], "hex-text"],
  ["a hash", "Call-ID", ["00ff91aa02", "1b2c3d4e5f", "9f00aa1122"], "hex"],
  ["words", "To", ["admin", "operator", "house", "alice"].map((to) => `sip:${to}@h`), "words"],
  ["letters drawn at random", "To", ["qwrtp", "xkcdzz", "bvnmjq", "hjklq"].map((to) => `sip:${to}@h`), null],
  ["two values", "Call-ID", EIGHT.map((index) => (index % 2 === 0 ? "a" : "b")), "few-values"],
])("%s", (_what, name, values, likely) => {
  const found = structures(values, name);
  expect(found).toContain(likely);
});

test("whatever the values are, every gap is spoken of, and nothing throws", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[ -~]{0,20}$/), { minLength: 2, maxLength: 6 }), (values) => {
      expect(structures(values.map((value) => `<${value}>`)).every((likely) => likely !== undefined)).toBe(true);
    }),
  );
});
