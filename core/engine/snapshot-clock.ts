/** Snapshots are at least this far apart, in milliseconds. */
const SHORTEST_INTERVAL_MS = 500;
/** Work between two snapshots, in units of what the last one cost: they take a twentieth of the time at most. */
const WORK_PER_COST = 20;

/** Tells when the next snapshot is due, so that showing results never slows down their making much. */
export class SnapshotClock {
  private dueAt: number;

  /** @param now milliseconds of any one clock, as all times here */
  constructor(now: number) {
    this.dueAt = now + SHORTEST_INTERVAL_MS;
  }

  isDue(now: number): boolean {
    return now >= this.dueAt;
  }

  /** A snapshot was taken between the two times. */
  taken(start: number, end: number): void {
    this.dueAt = end + Math.max(SHORTEST_INTERVAL_MS, (end - start) * WORK_PER_COST);
  }
}
