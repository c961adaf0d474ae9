import fs from "node:fs";
import path from "node:path";

/** The variables the app runs with, those of the display over the launcher's. */
export function appEnvironment(env = process.env, display = {}, exists = fs.existsSync) {
  const result = { ...env, ...display };
  // It would make the runtime a plain Node without a window. Editors built on Electron set it for what they start.
  delete result.ELECTRON_RUN_AS_NODE;
  // Where no session bus runs, Chromium would start a daemon for one, which nobody ends.
  const hasBus = env.XDG_RUNTIME_DIR !== undefined && exists(path.join(env.XDG_RUNTIME_DIR, "bus"));
  if (!env.DBUS_SESSION_BUS_ADDRESS && !hasBus) result.DBUS_SESSION_BUS_ADDRESS = "disabled:";
  return result;
}
