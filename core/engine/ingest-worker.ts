import { parentPort } from "node:worker_threads";
import type { ReadRequest, WorkerReply } from "../contract/ingest.ts";
import { readCapture } from "./read-capture.ts";

/** Progress is told at most this often, in milliseconds. */
const PROGRESS_INTERVAL_MS = 100;

if (parentPort === null) throw new Error("the ingest worker runs as a worker thread only");
const port = parentPort;

port.on("message", (request: ReadRequest) => {
  const reply = (message: WorkerReply) => port.postMessage(message);
  const { id } = request;
  let toldAt = 0;
  const onProgress = (bytesRead: number, packets: number) => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_INTERVAL_MS) return;
    toldAt = now;
    reply({ id, type: "progress", bytesRead, packets });
  };
  readCapture(request, onProgress).then(
    (outcome) => reply({ id, type: "done", outcome }),
    (error: unknown) => reply({ id, type: "failed", message: error instanceof Error ? error.message : String(error) }),
  );
});
