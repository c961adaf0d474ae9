import type { Prefix } from "../behaviour/telescope.ts";
import type { CrossCheck } from "../contract/cross-check.ts";
import type { ReadCapture } from "../contract/ingest.ts";
import { selectFlows } from "../flow/faint-flows.ts";
import type { Preset } from "../flow/preset.ts";
import { nanoseconds } from "../flow/rule-texts.ts";
import { stateOfSource } from "../flow/source.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { buildReport } from "../report/build-report.ts";
import { castsDoubt } from "../report/cross-check.ts";
import type { Report, ReportCapture } from "../report/report.ts";
import type { SipPorts } from "../sip/packet-class.ts";
import { CrossChecker, type CrossCheckJob } from "./cross-check.ts";
import { type IngestResult, ingest } from "./ingest.ts";
import { isHarmless, listInputs } from "./list-inputs.ts";
import type { LoadedPacks } from "./load-packs.ts";
import type { IngestProgress } from "./read-files.ts";

/** What to analyse and how. Threads and chunks never change the report. */
export interface AnalysisOptions {
  /** Captures and folders. */
  readonly paths: readonly string[];
  readonly ports: SipPorts;
  readonly flowTimeoutSeconds: number;
  /** Whether tunnels are opened. */
  readonly tunnels: boolean;
  readonly preset: Preset;
  /** Known prefixes of the telescope; null to infer them. */
  readonly telescope: readonly Prefix[] | null;
  readonly packs: LoadedPacks;
  /** Tables of countries and networks. */
  readonly geoTables: readonly GeoTable[];
  readonly threads: number;
  readonly chunkBytes: number;
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
  const { ports, flowTimeoutSeconds, tunnels } = options;
  const rules = { ports, flowTimeoutNs: nanoseconds(flowTimeoutSeconds), tunnels };
  const { threads, chunkBytes, workerUrl } = options;
  const job = ingest(
    inputs.files.map((file) => file.path),
    { rules, threads, chunkBytes, workerUrl },
    onProgress,
  );
  const checks = new CrossChecks(options.crossCheckWorkerUrl);
  const result = job.result.then(async (read): Promise<AnalysisResult> => {
    const crossChecks = await checks.run(read);
    const refused = [...inputs.refused, ...read.refused];
    const { sources, setAside } = selectFlows(read.sources, rules.flowTimeoutNs);
    const report = buildReport({
      ports,
      flowTimeoutSeconds,
      tunnels,
      preset: options.preset,
      telescope: options.telescope,
      packs: options.packs.packs,
      geoTables: options.geoTables,
      library: options.packs.library,
      captures: read.captures,
      refused,
      sources: new Map(
        Array.from(sources, ([address, source]) => [address, stateOfSource(source, rules.flowTimeoutNs)]),
      ),
      setAside,
      crossChecks,
    });
    if (read.cancelled || checks.cancelled) return { report, ending: "cancelled" };
    if (read.captures.length === 0) return { report, ending: "nothing-read" };
    const failed =
      refused.some((refusal) => !isHarmless(refusal, inputs.named)) ||
      report.parameters.geoTables.some(({ unreadable }) => unreadable > 0);
    return { report, ending: failed || !report.captures.every(wasReadWhole) ? "incomplete" : "complete" };
  });
  const cancel = () => {
    job.cancel();
    checks.cancel();
  };
  return { result, cancel };
}

/** The cross-checks of an analysis. */
class CrossChecks {
  cancelled = false;
  private readonly workerUrl: URL | null;
  private jobs: readonly CrossCheckJob[] = [];

  constructor(workerUrl: URL | null) {
    this.workerUrl = workerUrl;
  }

  /** Results by SHA-256 of the capture; empty where none were asked for. */
  async run({ captures, pathOf }: IngestResult): Promise<ReadonlyMap<string, CrossCheck>> {
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

/** Whether every packet of the capture was read and could be decoded, and no second reader says otherwise. */
function wasReadWhole(capture: ReportCapture): boolean {
  if (capture.crossCheck !== null && castsDoubt(capture.crossCheck)) return false;
  return capture.complete && capture.problems.every(({ effect }) => effect === "noted");
}
