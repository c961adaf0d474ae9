import path from "node:path";
import { build, bundleForNode, isBuilt } from "../../core/cli/build.mjs";
import { isNewerThan } from "../../core/cli/newer-than.mjs";
import { WINDOW_WORKERS } from "../builders/window-workers.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Before all tests: worker threads and the command line run as they are shipped, bundled. */
export default async function buildProgram(): Promise<void> {
  if (!isBuilt()) await build();
  const sources = [path.join(ROOT, "core"), path.join(ROOT, "package-lock.json")];
  if (isNewerThan(path.join(WINDOW_WORKERS, "rematch-worker.mjs"), sources)) return;
  await bundleForNode(WINDOW_WORKERS, {
    "evidence-worker": "core/engine/evidence-worker.ts",
    "rematch-worker": "core/engine/rematch-worker.ts",
  });
}
