// Makes packages for this platform: `npm run package [-- target...]`, a plain folder unless told otherwise. Two builds: an
// inspectable one, which tests can drive, and the release, whose runtime is shut to inspectors.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build as buildApp, isBuilt } from "./build.mjs";
import { resolveRuntime } from "./runtime/resolve-runtime.mjs";
import { say } from "./runtime/say.mjs";

const root = path.resolve(import.meta.dirname, "..");
const packages = path.join(root, ".build/packages");

/** Switches inside the runtime's executable. Only the inspectable build may be driven from outside. */
const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // Checked on macOS and Windows; Linux has no such check, see SECURITY.md.
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};
const BUILDS = {
  inspectable: { ...FUSES, enableNodeCliInspectArguments: true },
  release: FUSES,
};

const targets = process.argv.slice(2);
await packageApp(targets.length > 0 ? targets : ["dir"]);

async function packageApp(targetNames) {
  const { build, Platform } = await import("electron-builder");
  if (!isBuilt()) await buildApp();
  const dist = await resolveRuntime();
  const runtime = copyWithoutDefaultApp(dist);
  try {
    for (const [name, electronFuses] of Object.entries(BUILDS)) {
      say(`Packaging the ${name} build.`);
      await build({
        projectDir: root,
        targets: Platform.current().createTarget(targetNames),
        publish: "never",
        config: {
          extends: path.join(root, "electron-builder.yml"),
          directories: { output: path.join(packages, name) },
          electronDist: runtime,
          electronVersion: fs.readFileSync(path.join(dist, "version"), "utf8").trim().replace(/^v/, ""),
          electronFuses,
        },
      });
    }
  } finally {
    fs.rmSync(runtime, { recursive: true, force: true });
  }
}

/** electron-builder takes a folder as it is, and the default app would be started in place of ours. */
function copyWithoutDefaultApp(dist) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-runtime-"));
  fs.cpSync(dist, copy, { recursive: true, filter: (file) => path.basename(file) !== "default_app.asar" });
  return copy;
}
