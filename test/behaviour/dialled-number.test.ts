import { readFileSync } from "node:fs";
import fc from "fast-check";
import { type CountryCode, getCountryCallingCode } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { dialledForm, tailOf } from "../../core/behaviour/dialled-form.ts";
import { prefixBefore, readDialledNumber } from "../../core/behaviour/dialled-number.ts";

describe("what a field dials", () => {
  test.each([
    ["sip:01146441408560@192.0.2.1", "01146441408560"],
    ['"01146441408560" <sip:01146441408560@192.0.2.1>;tag=1', "01146441408560"],
    ["192.0.2.1 <sip:01146441408560@192.0.2.1>", "01146441408560"],
    ['"<sip:1111111@a>" <sip:2222222@b>', "2222222"],
    ["SIPS:0046441408560;phone-context=x@192.0.2.1", "0046441408560"],
    ["sip:0046441408560:secret@192.0.2.1", "0046441408560"],
    ["tel:+46-44-140.85(60);ext=1", "+46441408560"],
    ["sip:%2B46441408560@192.0.2.1", "+46441408560"],
    ["sip:00+46441408560@192.0.2.1", "00+46441408560"],
    ["sip:1234567@192.0.2.1", "1234567"],
    // No numbers.
    ["sip:100@192.0.2.1", null],
    ["sip:123456@192.0.2.1", null],
    ["sip:alice@192.0.2.1", null],
    ["sip:12345678a@192.0.2.1", null],
    ["sip:46441408560", null],
    ["sip:192.0.2.1:5060", null],
    ["46441408560@192.0.2.1", null],
    ["mailto:46441408560@192.0.2.1", null],
    [`sip:${"1".repeat(33)}@192.0.2.1`, null],
    ["sip:46+441408560@192.0.2.1", "46+441408560"],
    ["sip:+@192.0.2.1", null],
    ["<sip:", null],
    ["", null],
  ])("%s", (value, form) => expect(dialledForm(value)).toBe(form));

  test("whatever stands there, a form is digits behind a prefix", () => {
    const pieces = fc.constantFrom(
      "sip:",
      "tel:",
      "@",
      "+",
      "%2B",
      "0",
      "9",
      "4612345",
      ";",
      ":",
      "<",
      ">",
      '"',
      " ",
      "-",
    );
    const values = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(values, (value) => {
        const form = dialledForm(value);
        if (form !== null) expect(form).toMatch(/^\+?\d*\+?\d+$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a form is read as the number behind the shortest prefix that leaves a valid one", () => {
  test.each([
    ["46441408560", "", "+46441408560", "SE"],
    ["+46441408560", "+", "+46441408560", "SE"],
    ["0046441408560", "00", "+46441408560", "SE"],
    ["01146441408560", "011", "+46441408560", "SE"],
    ["90046441408560", "900", "+46441408560", "SE"],
    ["901146441408560", "9011", "+46441408560", "SE"],
    ["00046441408560", "000", "+46441408560", "SE"],
    ["81046441408560", "810", "+46441408560", "SE"],
    ["981046441408560", "9810", "+46441408560", "SE"],
    ["+0046441408560", "+00", "+46441408560", "SE"],
    ["00+46441408560", "00+", "+46441408560", "SE"],
    ["801146441408560", "8011", "+46441408560", "SE"],
    ["777700442071838750", "777700", "+442071838750", "GB"],
    ["0999900442071838750", "0999900", "+442071838750", "GB"],
    // Countries that share a calling code.
    ["0012025550123", "00", "+12025550123", "US"],
    ["0014165550123", "00", "+14165550123", "CA"],
    ["0077012345678", "00", "+77012345678", "KZ"],
    ["0079261234567", "00", "+79261234567", "RU"],
    // Of no one country.
    ["00881612345678", "00", "+881612345678", null],
    // Ambiguous: in India, or in Washington behind a 9. The shorter prefix is taken.
    ["912025550123", "", "+912025550123", "IN"],
  ])("%s", (form, prefix, number, country) => {
    expect(readDialledNumber(form)).toEqual({ number, country, prefix });
  });

  test.each(["1234567", "0000000", "99999999999999", "00440000000000", "+4644140856012345", "1111111111111111111"])(
    "%s is no number anywhere",
    (form) => expect(readDialledNumber(form)).toBeNull(),
  );

  test("an example of every country is read behind ten prefixes", () => {
    const examples: Record<string, string> = JSON.parse(
      readFileSync(new URL("../../node_modules/libphonenumber-js/examples.mobile.json", import.meta.url), "utf8"),
    );
    const numbers = Object.entries(examples).map(([country, national]) => ({
      country,
      digits: `${getCountryCallingCode(country as CountryCode)}${national}`,
    }));
    expect(numbers.length).toBeGreaterThan(200);
    const prefixes = ["", "+", "00", "000", "011", "0011", "900", "9011", "810", "9810"];
    const misread = numbers.flatMap(({ digits }) =>
      prefixes.filter((prefix) => {
        const read = readDialledNumber(prefix + digits);
        return read?.number !== `+${digits}` || read.prefix !== prefix;
      }),
    );
    expect(misread).toEqual([]);
    // Territories that share the numbers of a larger neighbour.
    const elsewhere = numbers.filter(({ country, digits }) => readDialledNumber(digits)?.country !== country);
    expect(elsewhere.map(({ country }) => country)).toEqual(["AX", "BL", "CC", "CX", "EH", "IM", "MF", "SJ", "VA"]);
  });

  test("number and prefix make up the form", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[019]{0,6}\+?(46441408|4420718|120255)\d{3,7}$/), (form) => {
        const read = readDialledNumber(form);
        if (read === null) return;
        expect(read.prefix + read.number.slice(1)).toBe(form);
        expect(prefixBefore(read.number, form)).toBe(read.prefix);
        expect(tailOf(form)).toBe(form.replaceAll("+", "").slice(-10));
      }),
      { numRuns: 300 },
    );
  });

  test("a form that does not end in the number has no prefix", () => {
    expect(prefixBefore("+46441408560", "12345441408560")).toBeNull();
  });
});
