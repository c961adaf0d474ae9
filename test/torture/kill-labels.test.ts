import { spawn } from "node:child_process";
import fs from "node:fs";
import { expect, inject, test } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import { analyseInto, caseIn, rowsOf } from "../builders/case.ts";
import { capturePath, runProgram } from "../builders/program.ts";
import { Random } from "../generator/random.ts";

const { labelKills, firstSeed } = inject("torture");
/** More labels than are given before the kill. */
const LABELS = 3000;
/** Kills of one case, one after the other: a case of hundreds of thousands of labels only costs time. */
const KILLS_OF_CASE = 20;

/** Gives labels until it is killed, some time after the first one is acknowledged; returns how many are. */
async function acknowledged(file: string, fingerprint: string, round: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [bundlePath, "label", file, "--stdin"]);
  let answers = "";
  child.stdout.on("data", (bytes: Buffer) => {
    if (answers === "") setTimeout(() => child.kill("SIGKILL"), afterMs);
    answers += bytes.toString();
  });
  child.stdin.on("error", () => undefined);
  for (let label = 1; label <= LABELS; label += 1) {
    child.stdin.write(`${JSON.stringify({ fingerprint, tool: "t", reason: `${round}/${label}` })}\n`);
  }
  await new Promise((resolve) => child.once("close", resolve));
  return Math.max(0, ...Array.from(answers.matchAll(/^ACK (\d+)\n/gm), ([, number]) => Number(number)));
}

test(`${labelKills} kills while labels are given, seed ${firstSeed}: what was acknowledged is there`, async () => {
  const random = new Random(`label kills ${firstSeed}`);
  const capture = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
  const faults: string[] = [];
  let kept = 0;
  for (let done = 0; done < labelKills; done += KILLS_OF_CASE) {
    const file = caseIn();
    const { report } = await analyseInto(file, [capture], { make: true, index: false });
    const [{ id } = { id: "" }] = report.fingerprints;
    for (let round = done; round < Math.min(labelKills, done + KILLS_OF_CASE); round += 1) {
      const last = await acknowledged(file, id, round, random.int(0, 250));
      const rows = await rowsOf(
        file,
        `SELECT json_extract_string(body, 'reason') FROM event WHERE body LIKE '%"${round}/%'`,
      );
      const there = new Set(rows.map((row) => (row as string[])[0]));
      for (let label = 1; label <= last; label += 1) {
        if (!there.has(`${round}/${label}`)) faults.push(`round ${round}: label ${label} was acknowledged and is lost`);
      }
      kept += last;
    }
    const { status, stdout } = runProgram(["labels", file, "--format", "json"]);
    expect([status, (JSON.parse(stdout) as { labels: unknown[] }).labels.length]).toEqual([0, 1]);
    fs.rmSync(file, { force: true });
  }
  expect(faults).toEqual([]);
  expect(kept).toBeGreaterThan(labelKills);
});
