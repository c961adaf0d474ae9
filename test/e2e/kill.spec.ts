import { spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { bundlePath } from "../../core/cli/build.mjs";
import { capturePath, expect, SAMPLE, test } from "./ringprint.ts";

const KILLS = 10;
/** Reading these takes about as long. */
const LONGEST_LIFE_MS = 2500;
const CAPTURES = [
  SAMPLE,
  capturePath("tools/svmap-0.3.3-options-sequential.pcap"),
  capturePath("tools/sipp-3.6.1-uac-calls.pcap"),
];

function report(args: readonly string[], file: string): string {
  const run = spawnSync(process.execPath, [bundlePath, "analyse", ...args, "--report", file], { encoding: "utf8" });
  expect([run.status, run.stderr]).toEqual([0, ""]);
  return fs.readFileSync(file, "utf8");
}

test("the window killed at random moments: every case that is left opens, and goes on to the whole result", async ({
  start,
  folder,
}) => {
  test.setTimeout(300_000);
  const whole = report(CAPTURES, path.join(folder, "whole.json"));
  const lives: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const { app } = await start({ args: CAPTURES, profile: path.join(folder, `profile-${kill}`) });
    const life = Math.random() * LONGEST_LIFE_MS;
    lives.push(Math.round(life));
    await setTimeout(life);
    const ended = once(app.process(), "exit");
    app.process().kill("SIGKILL");
    await ended;
  }
  console.info(`killed after ${lives.join(", ")} ms`);
  let left = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const untitled = path.join(folder, `profile-${kill}`, "untitled");
    const names = fs.existsSync(untitled) ? fs.readdirSync(untitled).filter((name) => name.endsWith(".ringcase")) : [];
    for (const name of names) {
      left += 1;
      const file = path.join(untitled, name);
      // What waits in it is read; a window that was killed before it had said what to read is told here.
      expect(report(["--case", file, ...CAPTURES], path.join(folder, `${kill}.json`))).toBe(whole);
    }
  }
  expect(left).toBeGreaterThan(0);
});
