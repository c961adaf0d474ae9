import { expect, test } from "vitest";
import { SnapshotClock } from "../../core/engine/snapshot-clock.ts";

test("snapshots are half a second apart, more where they are dear", () => {
  const clock = new SnapshotClock(0);
  expect(clock.isDue(499)).toBe(false);
  expect(clock.isDue(500)).toBe(true);
  clock.taken(500, 505);
  expect(clock.isDue(1004)).toBe(false);
  expect(clock.isDue(1005)).toBe(true);
  // 100 ms of copying are paid for by two seconds of reading.
  clock.taken(2000, 2100);
  expect(clock.isDue(4099)).toBe(false);
  expect(clock.isDue(4100)).toBe(true);
});
