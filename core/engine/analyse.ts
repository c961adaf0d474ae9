import type { Prefix } from "../behaviour/telescope.ts";
import { selectSources } from "../flow/faint-sources.ts";
import { stateOfSource } from "../flow/source.ts";
import { buildReport } from "../report/build-report.ts";
import type { Report, ReportCapture } from "../report/report.ts";
import type { SipPorts } from "../sip/packet-class.ts";
import { ingest } from "./ingest.ts";
import { listInputs } from "./list-inputs.ts";
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
  /** Known prefixes of the telescope; null to infer them. */
  readonly telescope: readonly Prefix[] | null;
  readonly packs: LoadedPacks;
  readonly threads: number;
  readonly chunkBytes: number;
  readonly workerUrl: URL;
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

/** What a folder holds besides captures is listed, but it is no error. */
const HARMLESS_IN_FOLDERS: ReadonlySet<string> = new Set(["not-a-capture", "empty-file", "not-a-file"]);

/** Reads captures, names the tools in them and reports. */
export function analyse(options: AnalysisOptions, onProgress: (progress: IngestProgress) => void): Analysis {
  const inputs = listInputs(options.paths);
  const named = new Set(inputs.files.filter((file) => file.named).map((file) => file.path));
  const { ports, flowTimeoutSeconds, tunnels } = options;
  const rules = { ports, flowTimeoutNs: BigInt(Math.round(flowTimeoutSeconds * 1e9)), tunnels };
  const { threads, chunkBytes, workerUrl } = options;
  const job = ingest(
    inputs.files.map((file) => file.path),
    { rules, threads, chunkBytes, workerUrl },
    onProgress,
  );
  const result = job.result.then((read): AnalysisResult => {
    const refused = [...inputs.refused, ...read.refused];
    const { sources, setAside } = selectSources(read.sources, rules.flowTimeoutNs);
    const report = buildReport({
      ports,
      flowTimeoutSeconds,
      tunnels,
      telescope: options.telescope,
      packs: options.packs.packs,
      library: options.packs.library,
      captures: read.captures,
      refused,
      sources: new Map(
        Array.from(sources, ([address, source]) => [address, stateOfSource(source, rules.flowTimeoutNs)]),
      ),
      setAside,
    });
    if (read.cancelled) return { report, ending: "cancelled" };
    if (read.captures.length === 0) return { report, ending: "nothing-read" };
    const failed = refused.some(({ path, code }) => named.has(path) || !HARMLESS_IN_FOLDERS.has(code));
    return { report, ending: failed || !report.captures.every(wasReadWhole) ? "incomplete" : "complete" };
  });
  return { result, cancel: job.cancel };
}

/** Whether every packet of the capture was read and could be decoded. */
function wasReadWhole(capture: ReportCapture): boolean {
  return capture.complete && capture.problems.every(({ effect }) => effect === "noted");
}
