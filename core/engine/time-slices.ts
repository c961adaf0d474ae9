import { setImmediate } from "node:timers/promises";

/** Questions wait no longer than this while something long is done, in milliseconds. */
const SLICE_MS = 12;

/** Long work a little at a time: between the slices the thread answers questions. */
export class TimeSlices {
  private end = performance.now() + SLICE_MS;

  /** Whether it is time to pause. */
  get areOver(): boolean {
    return performance.now() >= this.end;
  }

  /** Lets others have the thread, then begins the next slice. */
  async pause(): Promise<void> {
    await setImmediate();
    this.end = performance.now() + SLICE_MS;
  }
}
