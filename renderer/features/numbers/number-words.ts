import type { NumberRow } from "../../../core/contract/numbers.ts";
import type { RequestResult } from "../../../core/contract/window.ts";
import { countryName } from "../../ui/countries.ts";
import { countOf } from "../../ui/numbers.ts";

export type CalledCountries = RequestResult<"numbers.countries">;

/** Country of a number, or why there is none. */
export function numberCountry({ country, forms }: Pick<NumberRow, "country" | "forms">): string {
  if (country !== null) return countryName(country);
  return forms.some(({ prefix }) => prefix !== null) ? "no one country" : "not understood";
}

/** Distinct prefixes in the order of their forms, most packets first; nothing dialled before it is `none`. */
export function prefixesOf({ forms }: Pick<NumberRow, "forms">): readonly string[] {
  return [...new Set(forms.flatMap(({ prefix }) => (prefix === null ? [] : [prefix === "" ? "none" : prefix])))];
}

/** What the numbers are made of, in a sentence or two. */
export function numbersWords({ totals }: Pick<CalledCountries, "totals">): string {
  const leftOut =
    totals.leftOutPackets === 0
      ? ""
      : ` Not listed, because there are too many: numbers of ${countOf(totals.leftOutPackets, "packet")}.`;
  return `${countOf(totals.packets, "INVITE")} name a number; one that names several counts for each.${leftOut}`;
}

/** A country of called numbers by name. */
export function calledName(country: string | null): string {
  return country === null ? "no one country, or not understood" : countryName(country);
}
