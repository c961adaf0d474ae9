import type { MapCells } from "../../../../core/behaviour/destination-map.ts";

/** A stretch of time that colours and playback run over. */
export interface MapSpan {
  readonly startNs: bigint;
  readonly endNs: bigint;
}

/** From the first visit on the map to its last first visit; null: without times, or without cells. */
export function spanOfCells({ firstNs, lastNs }: MapCells): MapSpan | null {
  let startNs = firstNs?.[0];
  let endNs = lastNs?.[0];
  if (firstNs === null || lastNs === null || startNs === undefined || endNs === undefined) return null;
  for (const time of firstNs) if (time < startNs) startNs = time;
  for (const time of lastNs) if (time > endNs) endNs = time;
  return { startNs, endNs };
}

/** Where in the span each cell is first visited, from 0 to 1. */
export function sharesOfSpan(firstNs: BigInt64Array, { startNs, endNs }: MapSpan): Float64Array {
  const length = Number(endNs - startNs);
  const shares = new Float64Array(firstNs.length);
  if (length === 0) return shares;
  for (let index = 0; index < shares.length; index += 1) {
    shares[index] = Number((firstNs[index] as bigint) - startNs) / length;
  }
  return shares;
}

/** The time at a share of the span. */
export function timeAt({ startNs, endNs }: MapSpan, share: number): bigint {
  return startNs + BigInt(Math.round(Number(endNs - startNs) * share));
}

/** Length of the span in seconds. */
export function secondsOf({ startNs, endNs }: MapSpan): number {
  return Number(endNs - startNs) / 1e9;
}

/** Cells in the order of their first visits, those of the same time or without one by address. */
export function visitOrder({ blocks, firstNs }: MapCells): Uint32Array {
  const order = new Uint32Array(blocks.length).map((_, index) => index);
  if (firstNs === null) return order;
  return order.sort((a, b) => {
    const [s, t] = [firstNs[a] as bigint, firstNs[b] as bigint];
    return s < t ? -1 : s > t ? 1 : a - b;
  });
}
