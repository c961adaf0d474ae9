import { expect, test } from "vitest";
import { drawCountries } from "../../../renderer/features/numbers/country-drawing.ts";
import {
  calledName,
  numberCountry,
  numbersWords,
  prefixesOf,
} from "../../../renderer/features/numbers/number-words.ts";

test("prefixes are listed once, in the order of their forms; what is not understood has none", () => {
  const forms = [
    { form: "0046", prefix: "00", packets: 3 },
    { form: "46", prefix: "", packets: 2 },
    { form: "0046", prefix: "00", packets: 1 },
  ];
  expect(prefixesOf({ forms })).toEqual(["00", "none"]);
  expect(prefixesOf({ forms: [{ form: "5551234567", prefix: null, packets: 1 }] })).toEqual([]);
});

test("a number has a country, belongs to no one country, or is not understood", () => {
  expect(numberCountry({ country: "SE", forms: [] })).toBe("Sweden");
  expect(numberCountry({ country: null, forms: [{ form: "00870773111632", prefix: "00", packets: 1 }] })).toBe(
    "no one country",
  );
  expect(numberCountry({ country: null, forms: [{ form: "+441154960442", prefix: null, packets: 1 }] })).toBe(
    "not understood",
  );
  expect(calledName(null)).toBe("no one country, or not understood");
});

test("what is left out is said", () => {
  expect(numbersWords({ totals: { numbers: 2, packets: 1204, leftOutPackets: 0 } })).toBe(
    "1,204 INVITEs name a number; one that names several counts for each.",
  );
  expect(numbersWords({ totals: { numbers: 2, packets: 9, leftOutPackets: 1 } })).toContain("numbers of 1 packet.");
});

test("only countries that are called are drawn", () => {
  const countries = [
    { country: "SE", numbers: 2, called: 5, packets: 6 },
    { country: "US", numbers: 1, called: 0, packets: 4 },
  ];
  const { data } = drawCountries({ countries, totals: { numbers: 3, packets: 10, leftOutPackets: 0 } }, () => "#000");
  expect(data[0]).toMatchObject({ x: [5], y: ["Sweden"] });
});
