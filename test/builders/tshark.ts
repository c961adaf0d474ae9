import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Whether the independent witness is there; tests that need it are reported as not run otherwise. */
export const tsharkInstalled: boolean = spawnSync("tshark", ["--version"]).status === 0;

/** What tshark says of each packet of a capture: the first value of each field, empty where there is none. */
export function tsharkFields(capture: Uint8Array, fields: readonly string[]): string[][] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tshark-"));
  try {
    const file = path.join(folder, "capture.pcap");
    fs.writeFileSync(file, capture);
    const options = ["-n", "-r", file, "-T", "fields", "-E", "occurrence=f", "-E", "separator=/t"];
    const stdout = execFileSync("tshark", [...options, ...fields.flatMap((field) => ["-e", field])], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      // What somebody has chosen in Wireshark must not change what it says.
      env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder },
      stdio: ["ignore", "pipe", "ignore"],
    });
    return stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => line.split("\t"));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
