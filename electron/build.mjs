// Bundles the desktop program into `.build/app`: main process and its workers, preload script, window. Whole or not at all.
import fs from "node:fs";
import path from "node:path";
import { isNewerThan } from "../core/cli/newer-than.mjs";

const root = path.resolve(import.meta.dirname, "..");
const target = path.join(root, ".build/app");

/** Whether the bundle is at least as new as every source file. */
export function isBuilt() {
  const sources = ["core", "electron", "renderer", "package-lock.json"].map((name) => path.join(root, name));
  return isNewerThan(path.join(target, "main.mjs"), sources);
}

/** Builds into a folder of its own and renames it, so that two builds at once do not disturb each other. */
export async function build() {
  const { build: bundle } = await import("vite");
  const { default: react } = await import("@vitejs/plugin-react");
  const fresh = `${target}.${process.pid}`;
  const common = { root, configFile: false, logLevel: "error" };
  await bundle({
    ...common,
    plugins: [react()],
    root: path.join(root, "renderer"),
    build: { target: "chrome130", outDir: path.join(fresh, "renderer"), emptyOutDir: true, modulePreload: false },
  });
  await bundle({
    ...common,
    build: {
      target: "chrome130",
      outDir: fresh,
      emptyOutDir: false,
      minify: false,
      // A sandboxed preload script is one CommonJS file.
      lib: { entry: path.join(root, "electron/preload/preload.ts"), formats: ["cjs"], fileName: () => "preload.cjs" },
      rollupOptions: { external: ["electron"] },
    },
  });
  await bundle({
    ...common,
    // The database has a part that is no JavaScript.
    ssr: { noExternal: true, external: ["electron", "@duckdb/node-api"], target: "node" },
    build: {
      ssr: true,
      target: "node20",
      outDir: fresh,
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input: {
          main: path.join(root, "electron/main/main.ts"),
          "engine-worker": path.join(root, "core/engine/engine-worker.ts"),
          "ingest-worker": path.join(root, "core/engine/ingest-worker.ts"),
          "cross-check-worker": path.join(root, "core/engine/cross-check-worker.ts"),
          "evidence-worker": path.join(root, "core/engine/evidence-worker.ts"),
          "rematch-worker": path.join(root, "core/engine/rematch-worker.ts"),
        },
        // Constants stay constants: of a variable the engine cannot know that it never changes, and asks for it each time.
        output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs", topLevelVar: false },
      },
    },
  });
  fs.rmSync(target, { recursive: true, force: true });
  fs.renameSync(fresh, target);
}
