import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { appEnvironment } from "../../electron/runtime/app-environment.mjs";
import { chromiumSwitches } from "../../electron/runtime/chromium-switches.mjs";
import { expect, ROOT, SAMPLE, test } from "./ringprint.ts";
import { end, hasOpenedSample, processTree, readOr, spawnApp, startCommand } from "./undriven.ts";

test.skip(process.platform !== "linux", "processes are looked up in /proc");
test.describe.configure({ timeout: 120_000 });

/** The user and group that own nothing, on every Linux. */
const NOBODY = 65_534;

/** How to become an ordinary user: nothing to do, where one is. */
const AS_USER = process.getuid?.() === 0 ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : [];

/** Why Chromium's sandbox cannot be had here, or null. */
function obstacle(): string | null {
  const works = (...command: readonly string[]) => {
    const [file = "", ...args] = [...AS_USER, ...command];
    return spawnSync(file, args).status === 0;
  };
  if (!works("true")) return "root cannot become another user here (setpriv)";
  if (!works("test", "-r", path.join(ROOT, "package.json"))) return "an ordinary user cannot read this checkout";
  if (!works("test", "-x", startCommand("", [])[0])) return "an ordinary user cannot run this Electron";
  return works("unshare", "--user", "true") ? null : "users may not make user namespaces here";
}

test("an ordinary user opens the sample with every renderer in Chromium's sandbox", async ({ folder }) => {
  const reason = obstacle();
  test.skip(reason !== null, reason ?? "");
  const env: NodeJS.ProcessEnv = { ...appEnvironment(process.env), HOME: folder, TMPDIR: folder };
  delete env.XDG_RUNTIME_DIR;
  if (AS_USER.length > 0) {
    // The display lets in who has its cookie, which is root's so far.
    const { XAUTHORITY } = process.env;
    if (XAUTHORITY) {
      env.XAUTHORITY = path.join(folder, "authority");
      fs.copyFileSync(XAUTHORITY, env.XAUTHORITY);
      fs.chownSync(env.XAUTHORITY, NOBODY, NOBODY);
    }
    fs.chownSync(folder, NOBODY, NOBODY);
  }
  // The switches an ordinary user gets: no --no-sandbox among them.
  const switches = chromiumSwitches({ uid: NOBODY });
  const profile = path.join(folder, "profile");
  const [first = "", ...rest] = [...AS_USER, ...startCommand(profile, [SAMPLE], switches)];
  const app = spawnApp([first, ...rest], { env });
  try {
    await expect.poll(() => hasOpenedSample(profile), { timeout: 60_000 }).toBe(true);
    const processes = processTree(app.pid ?? 0).map((pid) => ({
      // Forked ones have their words in one piece.
      words: readOr(`/proc/${pid}/cmdline`, "").split(/[\0 ]/),
      status: readOr(`/proc/${pid}/status`, ""),
    }));
    for (const { words } of processes) expect(words).not.toContain("--no-sandbox");
    for (const { status } of processes) expect(status).not.toMatch(/^Uid:\t0\t/m);
    const renderers = processes.filter(({ words }) => words.includes("--type=renderer"));
    expect(renderers.length).toBeGreaterThan(0);
    for (const { status } of renderers) {
      // Filtered system calls, and a process namespace of its own.
      expect(status).toMatch(/^Seccomp:\t2$/m);
      expect(status).toMatch(/^NSpid:(\t\d+){2,}$/m);
    }
  } finally {
    await end(app);
  }
});
