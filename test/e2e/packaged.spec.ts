import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from "@electron/fuses";
import { appEnvironment } from "../../electron/runtime/app-environment.mjs";
import { chromiumSwitches } from "../../electron/runtime/chromium-switches.mjs";
import { ask, expect, ROOT, SAMPLE, test, waitForEnding } from "./ringprint.ts";

test.skip(process.platform !== "linux", "the folders of other platforms are named otherwise");
test.describe.configure({ mode: "serial" });

// As the fuse wire spells its states.
const DISABLE = "0".charCodeAt(0);
const ENABLE = "1".charCodeAt(0);

const packaged = (build: string) => path.join(ROOT, ".build/packages", build, "linux-unpacked/ringprint");

test.beforeAll(() => {
  test.setTimeout(240_000);
  execFileSync(process.execPath, ["electron/package.mjs"], { cwd: ROOT, stdio: "pipe" });
});

test("the release tests itself: the sample is read by threads inside the archive", ({ folder }) => {
  const args = [...chromiumSwitches(), `--user-data-dir=${folder}`, "--self-test"];
  const env = appEnvironment(process.env);
  const { status, stdout } = spawnSync(packaged("release"), args, { encoding: "utf8", env, timeout: 60_000 });
  expect(stdout).toContain("self-test: ok");
  expect(status).toBe(0);
});

test("the release is shut: not a Node, not inspectable, only its own archive", async () => {
  const fuses = await getCurrentFuseWire(packaged("release"));
  expect(fuses.version).toBe(FuseVersion.V1);
  expect(fuses[FuseV1Options.RunAsNode]).toBe(DISABLE);
  expect(fuses[FuseV1Options.EnableCookieEncryption]).toBe(ENABLE);
  expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(DISABLE);
  expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(DISABLE);
  expect(fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(ENABLE);
  expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(ENABLE);
  expect(fuses[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]).toBe(DISABLE);
  expect(fuses[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(DISABLE);
});

test("the inspectable package opens a capture", async ({ start }) => {
  const { window } = await start({ executable: packaged("inspectable"), args: [SAMPLE] });
  expect(await waitForEnding(window)).toMatchObject({ phase: "ended", problemCount: 0 });
  expect((await ask(window, "overview.get", {})).packets).toBe(29_761);
});
