import type { IngestProgress } from "../engine/read-files.ts";
import { counted, formatCount } from "../report/text-table.ts";
import type { Terminal } from "./terminal.ts";

const ERASE_LINE = "\r\u001b[K";
const BYTES_PER_MEGABYTE = 1e6;

/** Draws the progress of reading on one line of a terminal, and takes it away at the end. */
export class ProgressLine {
  private readonly terminal: Terminal;
  private readonly totalBytes: number;
  private readonly startedAt: number;
  private drawn = false;

  constructor(terminal: Terminal, totalBytes: number, now: number) {
    this.terminal = terminal;
    this.totalBytes = totalBytes;
    this.startedAt = now;
  }

  /** Shows how far reading is. `now` in milliseconds. */
  show(progress: IngestProgress, now: number): void {
    if (!this.terminal.interactive) return;
    this.drawn = true;
    this.terminal.error(`${ERASE_LINE}${describeProgress(progress, this.totalBytes, (now - this.startedAt) / 1000)}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.drawn) this.terminal.error(ERASE_LINE);
  }
}

/** Share, packets, rate and time left. */
export function describeProgress(progress: IngestProgress, totalBytes: number, seconds: number): string {
  const share = totalBytes === 0 ? 1 : Math.min(1, progress.bytesRead / totalBytes);
  const rate = seconds > 0 ? Math.round(progress.packets / seconds) : 0;
  const left = share > 0 && share < 1 ? `, ${Math.ceil((seconds / share) * (1 - share))} s left` : "";
  const megabytes = (progress.bytesRead / BYTES_PER_MEGABYTE).toFixed(1);
  const packets = counted(progress.packets, "packet");
  return `Reading ${Math.floor(100 * share)} % (${megabytes} MB), ${packets}, ${formatCount(rate)} packets/s${left}`;
}
