import { expect, test } from "vitest";
import { describeCountry, describeLeftOut, describeRole } from "../../../renderer/features/inspector/dialled-words.ts";
import { countryName } from "../../../renderer/ui/countries.ts";

const number = { number: "+46441408560", country: "SE", packets: 1200, called: 1200, forms: [] };

test.each([
  [number, "Sweden"],
  [{ ...number, country: "AC" }, "Ascension Island"],
  [{ country: null, forms: [{ form: "00881612345678", prefix: "00", packets: 1 }] }, "no one country"],
  [{ country: null, forms: [{ form: "+441154960442", prefix: null, packets: 1 }] }, "unknown"],
  [{ ...number, number: "5551234567", country: null }, "unknown"],
])("country of %j: %s", (shown, words) => expect(describeCountry(shown)).toBe(words));

test.each([
  ["QQ", "QQ"],
  ["europe", "europe"],
  ["", ""],
])("a code of no country stays as it is: %j", (code, words) => expect(countryName(code)).toBe(words));

test.each([
  [1200, ""],
  [1199, "1 packet in From only"],
  [0, "in From only"],
])("called by %i of 1200 packets: %s", (called, words) => expect(describeRole({ ...number, called })).toBe(words));

test("what is not listed is counted", () => {
  expect(describeLeftOut({ numbers: [], leftOutPackets: 1044 })).toBe(
    "1,044 packets with further numbers, not listed.",
  );
});
