import type { FlowInspection, InspectedNumber } from "../../../core/contract/inspection.ts";
import { countryName } from "../../ui/countries.ts";
import { countOf } from "../../ui/numbers.ts";

/** Country of a number, or why there is none. */
export function describeCountry({ country, forms }: Pick<InspectedNumber, "country" | "forms">): string {
  if (country !== null) return countryName(country);
  // A plus sign alone does not tell: a number that is not understood may have been sent with one.
  return forms.some(({ prefix }) => prefix !== null) ? "no one country" : "unknown";
}

/** Whether the number is called or only claimed to call. */
export function describeRole({ packets, called }: InspectedNumber): string {
  if (called === packets) return "";
  return called === 0 ? "in From only" : `${countOf(packets - called, "packet")} in From only`;
}

/** What a flow dials, besides the numbers listed. */
export function describeLeftOut({ leftOutPackets }: FlowInspection["dialled"]): string {
  return `${countOf(leftOutPackets, "packet")} with further numbers, not listed.`;
}
