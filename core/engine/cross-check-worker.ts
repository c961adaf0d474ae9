import { parentPort } from "node:worker_threads";
import type { CrossCheckRequest } from "../contract/cross-check.ts";
import { checkCapture } from "./check-capture.ts";

if (parentPort === null) throw new Error("the cross-check runs as a worker thread only");
const port = parentPort;

// The independent reader is older than Buffer.alloc. The buffers it makes are zeroed and written over at once.
process.noDeprecation = true;

port.on("message", (request: CrossCheckRequest) => {
  // A rejection ends the thread, and whoever asked is told why.
  void checkCapture(request).then((check) => port.postMessage(check));
});
