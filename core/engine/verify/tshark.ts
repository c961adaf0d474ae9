import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type EngineAnswer, MOST_OUTPUT_BYTES } from "./engine-answer.ts";

const run = promisify(execFile);

/** A line of an export for Wireshark: a name in quotes, then its filter. */
const NAMED_FILTER = /^"([^"]+)" (.+)$/;
/** tshark runs on one core, and most of the time it starts. */
const LANES = 2;

/** Runs the installed tshark over a capture, once with each display filter. Rejects where a filter is refused, or it is aborted. */
export async function askTshark(
  filters: string,
  capture: string,
  folder: string,
  signal: AbortSignal,
): Promise<EngineAnswer> {
  const waiting = filters.split("\n").flatMap((line) => {
    const [, name, filter] = NAMED_FILTER.exec(line) ?? [];
    return name === undefined || filter === undefined ? [] : [{ name, filter }];
  });
  const spoken = new Map<number, string[]>();
  const complaints: string[] = [];
  // What somebody has chosen in Wireshark must not change what it finds.
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, LC_ALL: "C" };
  const lane = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { name, filter } = next;
      const args = ["-n", "-r", capture, "-Y", filter, "-T", "fields", "-e", "frame.number"];
      const { stdout, stderr } = await run("tshark", args, { env, maxBuffer: MOST_OUTPUT_BYTES, signal });
      complaints.push(...stderr.split("\n").filter((line) => line !== "" && !line.startsWith("Running as user")));
      for (const number of stdout
        .split("\n")
        .filter((line) => line !== "")
        .map(Number)) {
        spoken.set(number, [...(spoken.get(number) ?? []), name]);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { spoken, complaints };
}
