import { parentPort } from "node:worker_threads";
import type { ReadOutcome, ReadRequest, WorkerReply } from "../contract/ingest.ts";
import { countHeld } from "../flow/source.ts";
import { takeSources } from "./outcome-parts.ts";
import { readCapture } from "./read-capture.ts";
import { SnapshotClock } from "./snapshot-clock.ts";

/** Progress is told at most this often, in milliseconds. */
const PROGRESS_INTERVAL_MS = 100;
/** With more than this, a snapshot holds counts only: copying all of it would cost more than it shows. */
const MOST_HELD_IN_SNAPSHOT = 20_000;

if (parentPort === null) throw new Error("the ingest worker runs as a worker thread only");
const port = parentPort;

port.on("message", (request: ReadRequest) => {
  const reply = (message: WorkerReply) => port.postMessage(message);
  const { id } = request;
  let toldAt = 0;
  const clock = new SnapshotClock(performance.now());
  const listener = {
    onProgress(bytesRead: number, packets: number) {
      const now = performance.now();
      if (now - toldAt < PROGRESS_INTERVAL_MS) return;
      toldAt = now;
      reply({ id, type: "progress", bytesRead, packets });
    },
    onChunk(outcomeSoFar: () => ReadOutcome) {
      const start = performance.now();
      if (!request.snapshots || !clock.isDue(start)) return;
      const outcome = outcomeSoFar();
      const tooMany = countHeld(outcome.sources.values()) > MOST_HELD_IN_SNAPSHOT;
      reply({ id, type: "snapshot", snapshot: tooMany ? { ...outcome, sources: new Map() } : outcome });
      clock.taken(start, performance.now());
    },
  };
  readCapture(request, listener).then(
    (outcome) => {
      for (const sources of takeSources(outcome)) reply({ id, type: "sources", sources });
      reply({ id, type: "done", outcome });
    },
    (error: unknown) => reply({ id, type: "failed", message: error instanceof Error ? error.message : String(error) }),
  );
});
