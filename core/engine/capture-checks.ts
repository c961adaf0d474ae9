import type { CheckState } from "../contract/capture-table.ts";
import type { ReadCapture } from "../contract/ingest.ts";
import { CrossChecker, type CrossCheckJob } from "./cross-check.ts";

/** A cross-check that was asked for. */
interface AskedCheck {
  readonly job: CrossCheckJob;
  state: CheckState;
}

/** The cross-checks that were asked for, and what came of them. */
export class CaptureChecks {
  private readonly checker: CrossChecker;
  private readonly onChange: () => void;
  /** By SHA-256 of the capture. */
  private readonly checks = new Map<string, AskedCheck>();

  /**
   * @param workerUrl where the cross-check worker's code lies
   * @param onChange called whenever a check began or ended
   */
  constructor(workerUrl: URL, onChange: () => void) {
    this.checker = new CrossChecker(workerUrl);
    this.onChange = onChange;
  }

  /** Has a capture compared with what a second reader finds; nothing where it is being compared. */
  start(capture: ReadCapture, path: string): void {
    const { sha256 } = capture;
    if (this.checks.get(sha256)?.state.kind === "running") return;
    const job = this.checker.check(capture, path);
    const asked: AskedCheck = { job, state: { kind: "running" } };
    this.checks.set(sha256, asked);
    this.onChange();
    void job.result.then((check) => {
      if (this.checks.get(sha256) !== asked) return;
      if (check.kind === "not-comparable" && check.code === "cancelled") this.checks.delete(sha256);
      else asked.state = check;
      this.onChange();
    });
  }

  /** Ends a check that waits or runs. */
  cancel(sha256: string): void {
    this.checks.get(sha256)?.job.cancel();
  }

  /** Ends and forgets all: what was compared may be read anew. */
  forget(): void {
    for (const { job } of this.checks.values()) job.cancel();
    this.checks.clear();
  }

  /** Where each check stands, by SHA-256; none for captures no check was asked for. */
  states(): ReadonlyMap<string, CheckState> {
    return new Map(Array.from(this.checks, ([sha256, { state }]) => [sha256, state]));
  }
}
