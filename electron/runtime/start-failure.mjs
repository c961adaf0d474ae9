// Chromium says why it does not start in its own words. These are the ones an analyst can do something about.
import fs from "node:fs";
import path from "node:path";

/** What to do about the errors with which the app ended, or undefined where they are not known. */
export function explainFailure(errors, { dist, display, readSetting = readKernelSetting }) {
  if (/No usable sandbox|setuid_sandbox_host|SUID sandbox helper/.test(errors))
    return explainSandbox(dist, readSetting);
  if (/Missing X server|cannot open display|Unable to open X display/i.test(errors)) {
    return (
      `The display ${display ?? "of this session"} does not answer. Start from a session that has a display, or unset ` +
      "DISPLAY and WAYLAND_DISPLAY: then a virtual display is used."
    );
  }
  return undefined;
}

/** The kernel's settings that deny ordinary users the name spaces of which Chromium's sandbox is made. */
const DENIALS = [
  ["kernel/apparmor_restrict_unprivileged_userns", "1", "0", "AppArmor allows it to named programs only"],
  ["kernel/unprivileged_userns_clone", "0", "1", "the kernel is set to allow it to root only"],
  ["user/max_user_namespaces", "0", "65536", "the kernel is set to allow none"],
];

function explainSandbox(dist, readSetting) {
  const helper = path.join(dist, "chrome-sandbox");
  const found = DENIALS.find(([setting, denied]) => readSetting(setting) === denied);
  const reason = found?.[3] ?? "a container or a security module forbids it";
  const lines = [
    "Chromium's sandbox cannot start, and the window is not opened without it: captures come from strangers.",
    `The sandbox needs user name spaces for ordinary users, and ${reason}. One of these helps:`,
    `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  ];
  if (found !== undefined) lines.push(`  sudo sysctl -w ${found[0].replaceAll("/", ".")}=${found[2]}`);
  else lines.push("  start it outside the container, or let the container make user name spaces");
  return lines.join("\n");
}

function readKernelSetting(name) {
  try {
    return fs.readFileSync(path.join("/proc/sys", name), "utf8").trim();
  } catch {
    return undefined;
  }
}
