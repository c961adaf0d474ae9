import path from "node:path";
import { pathToFileURL } from "node:url";

/** Folder of the bundled workers that only the window has: those of its bundle stand in a bundle of their own for tests. */
export const WINDOW_WORKERS: string = path.resolve(import.meta.dirname, "../../.build/window-workers");
/** The bundled worker that writes evidence. */
export const EVIDENCE_WORKER_URL: URL = pathToFileURL(path.join(WINDOW_WORKERS, "evidence-worker.mjs"));
/** The bundled worker that matches strands again. */
export const REMATCH_WORKER_URL: URL = pathToFileURL(path.join(WINDOW_WORKERS, "rematch-worker.mjs"));
