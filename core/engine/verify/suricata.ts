import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { type EngineAnswer, MOST_OUTPUT_BYTES } from "./engine-answer.ts";

const run = promisify(execFile);

/** Where Debian, Fedora and a build of one's own keep the settings. */
const SETTINGS = ["/etc/suricata/suricata.yaml", "/usr/local/etc/suricata/suricata.yaml"];

/** Runs the installed Suricata over a capture with these rules alone; works in `folder`. Rejects where it cannot, or is aborted. */
export async function askSuricata(
  rules: string,
  capture: string,
  folder: string,
  signal: AbortSignal,
): Promise<EngineAnswer> {
  const settings = SETTINGS.find((file) => fs.existsSync(file));
  if (settings === undefined) throw new Error(`Suricata has no settings at ${SETTINGS.join(" or ")}.`);
  const rulesFile = path.join(folder, "exported.rules");
  const logs = path.join(folder, "suricata");
  fs.writeFileSync(rulesFile, rules);
  fs.rmSync(logs, { recursive: true, force: true });
  fs.mkdirSync(logs);
  const files = ["-c", settings, "-S", rulesFile, "-l", logs];
  // Twice: without -r the rules are tested strictly, and one that does not load is an error.
  const options = { maxBuffer: MOST_OUTPUT_BYTES, signal };
  const tested = await run("suricata", ["-T", ...files], options);
  const read = await run("suricata", ["-r", capture, "-k", "none", "--runmode", "single", ...files], options);
  const complaints = [tested, read]
    .flatMap(({ stdout, stderr }) => `${stdout}\n${stderr}`.split("\n"))
    .filter((line) => /^(?:W|E|Warning|Error)\b|<(?:Warning|Error)>/i.test(line));
  return { spoken: readAlerts(path.join(logs, "eve.json")), complaints };
}

function readAlerts(file: string): Map<number, string[]> {
  const spoken = new Map<number, string[]>();
  for (const line of fs.readFileSync(file, "utf8").split("\n")) {
    if (!line.includes('"event_type":"alert"')) continue;
    const event = JSON.parse(line) as { pcap_cnt: number; alert: { signature_id: number } };
    const ids = spoken.get(event.pcap_cnt) ?? [];
    spoken.set(event.pcap_cnt, [...ids, String(event.alert.signature_id)]);
  }
  return spoken;
}
