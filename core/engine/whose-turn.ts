import { countHeld, lastTimeOf, type Source } from "../flow/source.ts";

/** Sources with many destinations that stay however many others send, as a part of what may be sending. */
const STAYING = 1 / 100;

/**
 * Which sources are handed over before the capture ends: those that have been silent for longer than a flow may, because
 * a flow in one part is faster to look into; but where the others hold more than `mostSending`, all but the few that
 * went to the most destinations: each part of a flow has its destinations once more.
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
  const byDestinations = sending.toSorted((a, b) => destinationsOf(b) - destinationsOf(a));
  const staying = new Set(byDestinations.slice(0, Math.floor(mostSending * STAYING)));
  return (source) => !staying.has(source);
}

/** Of its flows together; an address counts once for each. */
function destinationsOf({ folded }: Source): number {
  return (folded?.flows ?? []).reduce((sum, { firstVisits }) => sum + firstVisits.size, 0);
}
