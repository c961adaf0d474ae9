import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Report } from "../../core/report/report.ts";
import { ROOT } from "./ringprint.ts";

/** The report that the command line writes about a capture. */
export function reportOf(capture: string): Report {
  const command = path.join(ROOT, "core/cli/launch.mjs");
  const output = execFileSync(process.execPath, [command, "analyse", capture, "--report", "-"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(output) as Report;
}
