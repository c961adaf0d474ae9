import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { say } from "./say.mjs";

const APT_GET = "/usr/bin/apt-get";

/** Another program may be installing something; apt waits for it. */
const OPTIONS = ["-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"];

/** Whether packages are installed with apt-get here. */
export function isDebian() {
  return fs.existsSync("/etc/debian_version") && fs.existsSync(APT_GET);
}

/** The command that installs these packages, for a person to type. */
export function installCommand(packages) {
  return `sudo apt-get update && sudo apt-get install --no-install-recommends ${packages.join(" ")}`;
}

/**
 * Installs the packages, of a suite if one is named, as root: undefined, or what apt-get said when it failed.
 */
export function installPackages(packages, suite) {
  say(`Installing Debian packages: ${packages.join(" ")}`);
  const install = ["install", ...OPTIONS, ...(suite === undefined ? [] : ["-t", suite]), ...packages];
  // The lists of a new system are empty, and those of an old one name versions that are gone.
  const first = runApt(install);
  if (first === undefined) return undefined;
  return runApt(["update", "-q"]) ?? runApt(install);
}

function runApt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
  const { status, error, stderr } = spawnSync(APT_GET, args, {
    env,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim();
}
