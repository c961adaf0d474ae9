import fs from "node:fs";
import { setTimeout } from "node:timers/promises";

/**
 * Waits until a program has read so many bytes of anything, by Linux's own count (proc(5), "io").
 * A wait by the clock meets a fast machine after the end and a slow one before the start.
 */
export async function hasRead(processId: number | undefined, bytes: number): Promise<void> {
  for (;;) {
    const counted = /^rchar: (\d+)$/m.exec(fs.readFileSync(`/proc/${processId}/io`, "utf8"))?.[1];
    if (Number(counted) >= bytes) return;
    await setTimeout(5);
  }
}
