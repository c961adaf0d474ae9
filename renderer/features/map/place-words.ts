import type { RequestResult } from "../../../core/contract/window.ts";
import { countryName } from "../../ui/countries.ts";

export type Places = RequestResult<"places.get">;
export type Place = Places["countries"][number];

/** What the filter language calls packets that no signature names. */
export const UNKNOWN = "unknown";

/** A country by name; null: sources no table knows the country of. */
export function placeName(country: string | null): string {
  return country === null ? "no known country" : countryName(country);
}

/** What is counted of a place: of all tools, or of one; null where that was not seen there. */
export function countsOf(
  place: Place,
  tool: string | null,
): { sources: number; packets: number; flows: number } | null {
  if (tool === null) return place;
  return place.tools.find((one) => (one.tool ?? UNKNOWN) === tool) ?? null;
}

/** Countries where the tool was seen, with its counts, by the measure, the largest first; without a country last. */
export function shownPlaces(
  { countries }: Places,
  tool: string | null,
  measure: "sources" | "packets",
): readonly { readonly place: Place; readonly counts: { sources: number; packets: number; flows: number } }[] {
  return countries
    .flatMap((place) => {
      const counts = countsOf(place, tool);
      return counts === null ? [] : [{ place, counts }];
    })
    .sort(
      (a, b) =>
        Number(a.place.country === null) - Number(b.place.country === null) || b.counts[measure] - a.counts[measure],
    );
}
