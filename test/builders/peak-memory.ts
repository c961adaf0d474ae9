import fs from "node:fs";

/**
 * Measures the most memory this process has held since the last call of `restart`, all its threads included. Linux
 * forgets its mark when asked (proc(5), clear_refs); elsewhere the mark of the whole life of the process is told, which
 * is never less.
 */
export class PeakMemory {
  restart(): void {
    try {
      fs.writeFileSync("/proc/self/clear_refs", "5");
    } catch {
      // Another system, or not allowed: the mark stays where it was.
    }
  }

  /** Resident bytes. */
  get bytes(): number {
    try {
      return peakOf("self");
    } catch {
      return process.resourceUsage().maxRSS * 1024;
    }
  }
}

/** Most resident bytes of a process so far (Linux). */
export function peakOf(process: number | "self"): number {
  const match = /^VmHWM:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${process}/status`, "latin1"));
  if (match === null) throw new Error("the system does not tell how much memory a process holds");
  return Number(match[1]) * 1024;
}
