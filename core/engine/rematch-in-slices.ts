import { Rematch, type RematchedStrand, type RematchSummary } from "../signature/rematch.ts";
import type { SignatureLibrary } from "../signature/signature.ts";
import { inSlices } from "./in-slices.ts";

/** Finds out what other signatures would change, a little at a time. Null once `isWanted` says no. */
export async function rematchInSlices(
  strands: Iterable<RematchedStrand> | AsyncIterable<RematchedStrand>,
  before: SignatureLibrary,
  after: SignatureLibrary,
  isWanted: () => boolean,
): Promise<RematchSummary | null> {
  const matching = new Rematch(before, after);
  return (await inSlices(strands, (strand) => matching.add(strand), isWanted)) ? matching.summary() : null;
}
