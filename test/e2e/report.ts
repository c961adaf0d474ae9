import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Report } from "../../core/report/report.ts";
import { ROOT } from "./ringprint.ts";

const reports = new Map<string, Report>();

/** The report that the command line writes about a capture: the same one each time. */
export function reportOf(capture: string): Report {
  const known = reports.get(capture);
  if (known !== undefined) return known;
  const command = path.join(ROOT, "core/cli/launch.mjs");
  const output = execFileSync(process.execPath, [command, "analyse", capture, "--report", "-"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const report = JSON.parse(output) as Report;
  reports.set(capture, report);
  return report;
}
