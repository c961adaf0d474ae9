import v8 from "node:v8";
import vm from "node:vm";

/** What the thread may hold before clearing is worth its time, in bytes. */
const WORTH_CLEARING = 128 * 2 ** 20;

/**
 * Has what a long work left behind cleared away now, while the analyst still waits for that work. V8 would do it within
 * one of the next questions, which then takes half a second longer.
 */
export function clearGarbage(): void {
  if (v8.getHeapStatistics().used_heap_size < WORTH_CLEARING) return;
  v8.setFlagsFromString("--expose-gc");
  // Where a runtime does not give it, V8 clears when it likes.
  const collect: unknown = vm.runInNewContext("typeof gc === 'undefined' ? null : gc");
  if (typeof collect === "function") collect();
}
