// Bundles the command line and its workers into `.build/cli`, whole or not at all.
import fs from "node:fs";
import path from "node:path";
import { isNewerThan } from "./newer-than.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const target = path.join(root, ".build/cli");

/** The bundled program. */
export const bundlePath = path.join(target, "ringprint.mjs");

/** Whether the bundle is at least as new as every source file. */
export function isBuilt() {
  return isNewerThan(bundlePath, [path.join(root, "core"), path.join(root, "package-lock.json")]);
}

/** Builds the command line. */
export function build() {
  return bundleForNode(target, {
    ringprint: "core/cli/main.ts",
    "ingest-worker": "core/engine/ingest-worker.ts",
    "cross-check-worker": "core/engine/cross-check-worker.ts",
  });
}

/**
 * Bundles what Node runs into a folder, by the names of the bundles. Builds into a folder of its own and renames it, so
 * that two builds at once do not disturb each other.
 */
export async function bundleForNode(folder, input) {
  const { build: bundle } = await import("vite");
  const fresh = `${folder}.${process.pid}`;
  await bundle({
    root,
    configFile: false,
    logLevel: "error",
    // The database has a part that is no JavaScript.
    ssr: { noExternal: true, external: ["@duckdb/node-api"], target: "node" },
    build: {
      ssr: true,
      target: "node20",
      outDir: fresh,
      emptyOutDir: true,
      minify: false,
      rollupOptions: {
        input,
        // Constants stay constants: of a variable the engine cannot know that it never changes, and asks for it each time.
        output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs", topLevelVar: false },
      },
    },
  });
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(fresh, folder);
}
