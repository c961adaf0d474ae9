import type { ReportStrand } from "../../core/report/report.ts";

/**
 * Strands without the names of the packets that show their traits: the same packet has another capture and number where
 * captures were cut otherwise.
 */
export function withoutPlaces(strands: readonly ReportStrand[]) {
  return strands.map((strand) => ({
    ...strand,
    traitDetails: strand.traitDetails.map(({ seen, ...trait }) => ({
      ...trait,
      seen: seen.map(({ value, decoded, sentTo }) => ({ value, decoded, sentTo })),
    })),
  }));
}
