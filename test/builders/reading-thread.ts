import { Worker } from "node:worker_threads";
import type { CaptureOutcome, ReadRequest, WorkerReply } from "../../core/contract/ingest.ts";
import { CancelFlag } from "../../core/engine/cancel-flag.ts";
import { CaptureSet } from "../../core/engine/capture-set.ts";
import { OutcomeParts } from "../../core/engine/outcome-parts.ts";
import { selectFlows } from "../../core/flow/faint-flows.ts";
import { stateOfSource } from "../../core/flow/source.ts";
import { ReportBuilder } from "../../core/report/build-report.ts";
import { campaignsAsFound } from "../../core/report/campaign-report.ts";
import type { Report } from "../../core/report/report.ts";
import { builtinLibrary } from "./library.ts";
import { WORKER_URL } from "./program.ts";

/** A capture that takes longer than this hangs. */
const HANGS_AFTER_MS = 20_000;
const PORTS: ReadonlySet<number> = new Set([5060]);
const FLOW_TIMEOUT_SECONDS = 1200;
const RULES: ReadRequest["rules"] = {
  ports: PORTS,
  flowTimeoutNs: BigInt(FLOW_TIMEOUT_SECONDS) * 1_000_000_000n,
  tunnels: true,
};

/** The program's ingest worker with a watch on it: reads captures one after another, as many as there are. */
export class ReadingThread {
  #worker: Worker | undefined;

  /** Reads a capture. Rejects when the worker failed, died or hung; it is replaced then. */
  async read(path: string, chunkBytes = 1 << 20): Promise<CaptureOutcome> {
    this.#worker ??= new Worker(WORKER_URL);
    const cancelFlag = new CancelFlag().shared;
    const how = { rules: RULES, chunkBytes, mostHeld: Number.POSITIVE_INFINITY, snapshots: false, store: null };
    const request: ReadRequest = { id: 0, path, cancelFlag, ...how };
    try {
      return await answerOf(this.#worker, request);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }
}

/** The report of what was read, as the program builds it. The outcomes are used up. */
export function reportOf(outcomes: readonly CaptureOutcome[]): Report {
  const set = new CaptureSet(RULES.flowTimeoutNs);
  for (const [index, outcome] of outcomes.entries()) set.add(`${index}.capture`, outcome);
  const { flowTimeoutNs } = RULES;
  const { sources, setAside } = selectFlows(set.sources, flowTimeoutNs);
  const builder = new ReportBuilder({
    ports: PORTS,
    flowTimeoutSeconds: FLOW_TIMEOUT_SECONDS,
    telescope: null,
    tunnels: RULES.tunnels,
    preset: "default",
    campaigns: campaignsAsFound("default"),
    packs: [],
    geoTables: [],
    library: builtinLibrary,
  });
  for (const [address, source] of sources) builder.add(address, stateOfSource(source, flowTimeoutNs));
  return builder.finish({ captures: set.captures, refused: set.refused, setAside, crossChecks: new Map() });
}

function answerOf(worker: Worker, request: ReadRequest): Promise<CaptureOutcome> {
  const parts = new OutcomeParts();
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(watch);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      settle();
    };
    const fail = (why: string) => end(() => reject(new Error(`${request.path}: ${why}`)));
    const onMessage = (reply: WorkerReply) => {
      if (reply.type === "sources") parts.add(reply.sources);
      if (reply.type === "done") end(() => resolve(parts.join(reply.outcome)));
      if (reply.type === "failed") fail(`the reader threw: ${reply.message}`);
    };
    const onError = (error: Error) => fail(`the reader died: ${error.message}`);
    const onExit = (code: number) => fail(`the reader ended with exit code ${code}`);
    const watch = setTimeout(() => fail(`the reader gave no answer within ${HANGS_AFTER_MS} ms`), HANGS_AFTER_MS);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(request);
  });
}
