import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { visibleText } from "../report/visible-text.ts";
import { EXIT } from "./exit-code.ts";
import { run } from "./run.ts";
import type { Terminal } from "./terminal.ts";

// The bundled program lies two folders below the root of the package, its ingest worker beside it.
const root = path.resolve(import.meta.dirname, "../..");
const installation = {
  version: (JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { version: string }).version,
  resources: path.join(root, "resources"),
  workerUrl: pathToFileURL(path.join(import.meta.dirname, "ingest-worker.mjs")),
};

const terminal: Terminal = {
  out: (text) => void fs.writeSync(1, text),
  error: (text) => void process.stderr.write(text),
  interactive: process.stderr.isTTY === true,
};

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

// A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  process.exitCode = await run(process.argv.slice(2), installation, terminal, onInterrupt);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`ringprint: Internal error: ${visibleText(message)}. Nothing was changed; please report it.\n`);
  process.exitCode = EXIT.internalError;
}
