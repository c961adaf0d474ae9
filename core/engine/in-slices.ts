import { setImmediate } from "node:timers/promises";

/** Questions wait no longer than this while strands are worked on, in milliseconds. */
const SLICE_MS = 12;
/** Strands between two looks at the clock. */
const STRANDS_A_LOOK = 16;

/**
 * Works on strands, a little at a time: between the slices the thread answers questions. False once `isWanted` says no.
 */
export async function inSlices<Strand>(
  strands: Iterable<Strand> | AsyncIterable<Strand>,
  work: (strand: Strand) => void,
  isWanted: () => boolean,
): Promise<boolean> {
  let sliceEnd = performance.now() + SLICE_MS;
  let worked = 0;
  for await (const strand of strands) {
    work(strand);
    worked += 1;
    if (worked % STRANDS_A_LOOK !== 0 || performance.now() < sliceEnd) continue;
    await setImmediate();
    if (!isWanted()) return false;
    sliceEnd = performance.now() + SLICE_MS;
  }
  return isWanted();
}

/** The same of work that stops by itself behind each step. Null once `isWanted` says no. */
export async function stepsInSlices<Value>(
  steps: Generator<void, Value>,
  isWanted: () => boolean,
): Promise<{ readonly value: Value } | null> {
  let sliceEnd = performance.now() + SLICE_MS;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return { value: step.value };
    if (performance.now() < sliceEnd) continue;
    await setImmediate();
    if (!isWanted()) return null;
    sliceEnd = performance.now() + SLICE_MS;
  }
}
