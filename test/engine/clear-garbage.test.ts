import v8 from "node:v8";
import { expect, test } from "vitest";
import { clearGarbage } from "../../core/engine/clear-garbage.ts";

const used = () => v8.getHeapStatistics().used_heap_size;

function leaveGarbage(): number {
  const held = Array.from({ length: 6_000_000 }, (_, index) => ({ index, next: index + 1 }));
  return held.length;
}

test("what a long work left behind is cleared away at once", () => {
  clearGarbage();
  const before = used();
  expect(leaveGarbage()).toBeGreaterThan(0);
  expect(used()).toBeGreaterThan(before + 150e6);
  clearGarbage();
  expect(used()).toBeLessThan(before + 20e6);
});
