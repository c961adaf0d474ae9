import type { CrossCheck } from "../contract/cross-check.ts";
import type { ReadCapture } from "../contract/ingest.ts";
import { nanoseconds } from "../flow/rule-texts.ts";
import { campaignsAsFound } from "../report/campaign-report.ts";
import type { Report } from "../report/report.ts";
import { CrossChecker, type CrossCheckJob } from "./cross-check.ts";
import { ingest } from "./ingest.ts";
import { isHarmless, listInputs } from "./list-inputs.ts";
import type { IngestProgress } from "./read-files.ts";
import { patiently, type ReportRules, reportReading, wasReadWhole } from "./report-reading.ts";

/** What to analyse and how. Threads, chunks and how many flows are held as they are never change the report. */
export interface AnalysisOptions extends ReportRules {
  /** Captures and folders. */
  readonly paths: readonly string[];
  readonly threads: number;
  readonly chunkBytes: number;
  /** Flows and kept requests that are held as they are, the others as bytes. */
  readonly mostHeld: number;
  readonly workerUrl: URL;
  /** Where the cross-check worker's code lies; null: captures are not read a second time. */
  readonly crossCheckWorkerUrl: URL | null;
}

/** How an analysis ended. */
export interface AnalysisResult {
  readonly report: Report;
  readonly ending: "complete" | "incomplete" | "nothing-read" | "cancelled";
}

/** A running analysis with one ending. Rejects only for internal errors. */
export interface Analysis {
  readonly result: Promise<AnalysisResult>;
  /** Ends the reading soon; the result then holds what was read, marked as incomplete. */
  cancel(): void;
}

/** Reads captures, names the tools in them and reports. */
export function analyse(options: AnalysisOptions, onProgress: (progress: IngestProgress) => void): Analysis {
  const inputs = listInputs(options.paths);
  const { ports, flowTimeoutSeconds, tunnels } = options.rules;
  const { threads, chunkBytes, mostHeld, workerUrl } = options;
  const job = ingest(
    inputs.files.map((file) => file.path),
    {
      rules: { ports, flowTimeoutNs: nanoseconds(flowTimeoutSeconds), tunnels },
      threads,
      chunkBytes,
      mostHeld,
      workerUrl,
    },
    onProgress,
  );
  const checks = new CrossChecks(options.crossCheckWorkerUrl);
  const result = job.result.then(async (read): Promise<AnalysisResult> => {
    const crossChecks = await checks.run(read);
    const refused = [...inputs.refused, ...read.refused];
    const campaigns = campaignsAsFound(options.rules.preset, options.countsItself);
    const report = await patiently((waiter) =>
      reportReading(waiter, { ...read, refused, crossChecks }, options, campaigns),
    );
    if (read.cancelled || checks.cancelled) return { report, ending: "cancelled" };
    if (read.captures.length === 0) return { report, ending: "nothing-read" };
    const failed = refused.some((refusal) => !isHarmless(refusal, inputs.named));
    return { report, ending: failed || !wasReadWhole(report) ? "incomplete" : "complete" };
  });
  const cancel = () => {
    job.cancel();
    checks.cancel();
  };
  return { result, cancel };
}

/** Captures to check, and where their bytes lie. */
interface CheckedCaptures {
  readonly captures: readonly ReadCapture[];
  pathOf(sha256: string): string;
}

/** The cross-checks of an analysis. */
export class CrossChecks {
  cancelled = false;
  private readonly workerUrl: URL | null;
  private jobs: readonly CrossCheckJob[] = [];

  constructor(workerUrl: URL | null) {
    this.workerUrl = workerUrl;
  }

  /** Results by SHA-256 of the capture; empty where none were asked for. */
  async run({ captures, pathOf }: CheckedCaptures): Promise<ReadonlyMap<string, CrossCheck>> {
    if (this.workerUrl === null) return new Map();
    const checker = new CrossChecker(this.workerUrl);
    this.jobs = captures.map((capture) => checker.check(capture, pathOf(capture.sha256)));
    if (this.cancelled) this.cancel();
    const results = await Promise.all(this.jobs.map(({ result }) => result));
    return new Map(results.map((check, index) => [(captures[index] as ReadCapture).sha256, check]));
  }

  cancel(): void {
    this.cancelled = true;
    for (const job of this.jobs) job.cancel();
  }
}
