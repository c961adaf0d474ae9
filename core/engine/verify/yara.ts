import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { type EngineAnswer, MOST_OUTPUT_BYTES } from "./engine-answer.ts";

const run = promisify(execFile);

/** Runs the installed YARA over payloads (latin-1), each a file of its own. Rejects where the rules are refused, or it is aborted. */
export async function askYara(
  rules: string,
  payloads: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<EngineAnswer> {
  const rulesFile = path.join(folder, "exported.yara");
  const scanned = path.join(folder, "payloads");
  fs.rmSync(scanned, { recursive: true, force: true });
  fs.mkdirSync(scanned);
  fs.writeFileSync(rulesFile, rules);
  // One after the other, and others have their turn between two.
  for (const [index, payload] of payloads.entries())
    await fs.promises.writeFile(path.join(scanned, `${index + 1}`), payload, "latin1");
  const { stdout, stderr } = await run("yara", [rulesFile, scanned], { maxBuffer: MOST_OUTPUT_BYTES, signal });
  const spoken = new Map<number, string[]>();
  for (const line of stdout.split("\n").filter((text) => text !== "")) {
    const [name = "", file = ""] = line.split(/ (.*)/s);
    const number = Number(path.basename(file));
    spoken.set(number, [...(spoken.get(number) ?? []), name]);
  }
  return { spoken, complaints: stderr.split("\n").filter((line) => line !== "") };
}
