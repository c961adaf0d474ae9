import { countHeld, lastTimeOf, type Source } from "../flow/source.ts";

/** Sources with many destinations that stay however many others send, as a part of what may be sending. */
const STAYING = 1 / 100;
/** Destinations that these may have together: what bounds the memory of a reading must not grow with them. */
export const MOST_DESTINATIONS: number = 1 << 20;

/**
 * Which sources are handed over before the capture ends: those that have been silent for longer than a flow may, because
 * a flow in one part is faster to look into; but where the others hold more than `mostSending`, all but the few that
 * went to the most destinations: each part of a flow has its destinations once more. Beyond a million of them in all,
 * these are handed over, too.
 */
export function whoseTurnItIs(
  sources: readonly Source[],
  flowTimeoutNs: bigint,
  mostSending: number,
): (source: Source) => boolean {
  let latestNs: bigint | null = null;
  for (const source of sources) {
    const timeNs = lastTimeOf(source);
    if (timeNs !== null && (latestNs === null || timeNs > latestNs)) latestNs = timeNs;
  }
  const isSilent = (source: Source) => {
    const timeNs = lastTimeOf(source);
    return timeNs === null || latestNs === null || latestNs - timeNs > flowTimeoutNs;
  };
  const sending = sources.filter((source) => !isSilent(source));
  if (countHeld(sending) <= mostSending) return isSilent;
  const staying = mostDestinations(sending, Math.floor(mostSending * STAYING));
  return (source) => !staying.has(source);
}

/** So many sources with the most destinations, as far as they have no more than the bound together. */
function mostDestinations(sources: readonly Source[], most: number): ReadonlySet<Source> {
  const ranked = sources.map((source) => ({ source, destinations: destinationsOf(source) }));
  ranked.sort((a, b) => b.destinations - a.destinations);
  const chosen = new Set<Source>();
  let sum = 0;
  for (const { source, destinations } of ranked.slice(0, most)) {
    sum += destinations;
    if (sum > MOST_DESTINATIONS) break;
    chosen.add(source);
  }
  return chosen;
}

/** Of its flows together; an address counts once for each. */
function destinationsOf({ folded }: Source): number {
  return (folded?.flows ?? []).reduce((sum, { firstVisits }) => sum + firstVisits.size, 0);
}
