import type { TimeSpan } from "../../core/contract/flow-table.ts";
import type { Timeline } from "../../core/contract/overview.ts";

/** A stretch of bins, the end not included. */
export interface BinRange {
  readonly from: number;
  readonly to: number;
}

/** The whole time line. */
export function allBins(timeline: Timeline): BinRange {
  return { from: 0, to: timeline.requests.length };
}

/** Bins a filter keeps at least in part; all of them without a filter. Empty where the filter lies outside. */
export function binsOfSpan(timeline: Timeline, span: TimeSpan | null): BinRange {
  const all = allBins(timeline);
  if (span === null) return all;
  const from = Math.floor((span.startSeconds - timeline.startSeconds) / timeline.binSeconds);
  const to = Math.ceil((span.endSeconds - timeline.startSeconds) / timeline.binSeconds);
  return { from: clamp(from, 0, all.to), to: clamp(to, 0, all.to) };
}

/** The filter that keeps these bins; null where it keeps all of them. */
export function spanOfBins(timeline: Timeline, range: BinRange): TimeSpan | null {
  if (range.from <= 0 && range.to >= timeline.requests.length) return null;
  return {
    startSeconds: timeline.startSeconds + range.from * timeline.binSeconds,
    endSeconds: timeline.startSeconds + range.to * timeline.binSeconds,
  };
}

/** Whole bins between two times in any order, at least one; null where the filter would keep all. */
export function snapSpan(timeline: Timeline, oneSeconds: number, otherSeconds: number): TimeSpan | null {
  const bin = (seconds: number) => (seconds - timeline.startSeconds) / timeline.binSeconds;
  const count = timeline.requests.length;
  const from = clamp(Math.floor(Math.min(bin(oneSeconds), bin(otherSeconds))), 0, count - 1);
  const to = clamp(Math.ceil(Math.max(bin(oneSeconds), bin(otherSeconds))), from + 1, count);
  return spanOfBins(timeline, { from, to });
}

/** The bin at a place between 0 (left edge) and 1 (right edge). */
export function binAt(place: number, count: number): number {
  return clamp(Math.floor(place * count), 0, count - 1);
}

/** The bins between two bins in any order, both included. */
export function brushBins(anchor: number, current: number): BinRange {
  return { from: Math.min(anchor, current), to: Math.max(anchor, current) + 1 };
}

/** A range after a key on one of its edges; the range never gets empty. Null: the key moves nothing. */
export function moveEdge(range: BinRange, edge: keyof BinRange, key: string, count: number): BinRange | null {
  const page = Math.max(1, Math.round(count / 10));
  const target = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page }[key];
  const wanted = key === "Home" ? 0 : key === "End" ? count : target === undefined ? null : range[edge] + target;
  if (wanted === null) return null;
  return edge === "from"
    ? { ...range, from: clamp(wanted, 0, range.to - 1) }
    : { ...range, to: clamp(wanted, range.from + 1, count) };
}

/** Packets in these bins. */
export function countBins(timeline: Timeline, range: BinRange): { requests: number; others: number } {
  const sum = (counts: readonly number[]) => counts.slice(range.from, range.to).reduce((a, b) => a + b, 0);
  return { requests: sum(timeline.requests), others: sum(timeline.others) };
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, value));
}
