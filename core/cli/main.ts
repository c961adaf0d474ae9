import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { visibleText } from "../report/visible-text.ts";
import { EXIT } from "./exit-code.ts";
import { run } from "./run.ts";
import type { Terminal } from "./terminal.ts";

const PIPE_WAIT_MS = 5;

// The bundled program lies two folders below the root of the package, its workers beside it.
const root = path.resolve(import.meta.dirname, "../..");
const installation = {
  version: (JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { version: string }).version,
  resources: path.join(root, "resources"),
  workerUrl: pathToFileURL(path.join(import.meta.dirname, "ingest-worker.mjs")),
  crossCheckWorkerUrl: pathToFileURL(path.join(import.meta.dirname, "cross-check-worker.mjs")),
  printerPath: path.join(root, "electron/print.mjs"),
};

const terminal: Terminal = {
  out: (text) => writeWhole(process.stdout.fd, text),
  error: (text) => void process.stderr.write(text),
  input: () => process.stdin,
  interactive: process.stderr.isTTY === true,
};

/** Writes all of a text, however little a pipe takes at once. */
function writeWhole(descriptor: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(descriptor, rest));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      // The pipe is full: wait a little for its reader.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_WAIT_MS);
    }
  }
}

/** The first interrupt asks for what was read so far, the second ends at once. */
function onInterrupt(cancel: () => void): () => void {
  let asked = false;
  const interrupt = () => {
    if (asked) process.exit(EXIT.cancelled);
    asked = true;
    cancel();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return () => {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  };
}

try {
  process.exitCode = await run(process.argv.slice(2), installation, terminal, onInterrupt);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`ringprint: Internal error: ${visibleText(message)}. Nothing was changed; please report it.\n`);
  process.exitCode = EXIT.internalError;
}
