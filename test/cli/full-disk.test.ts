import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import { brokenRows, caseIn, heldReport, rowsOf } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturesIn, runProgram, temporaryFolder } from "../builders/program.ts";

const [OLD = "", ...NEW] = [...capturesIn("tools"), ...capturesIn("formats")];
/** Bytes of what `ulimit -f` counts. */
const LIMIT_UNIT = 1024;

/** The command line where no file may grow beyond so many units. */
function runLimited(units: number, args: readonly string[], input = "") {
  const command = [process.execPath, bundlePath, ...args].map((word) => `'${word}'`).join(" ");
  return spawnSync("bash", ["-c", `ulimit -f ${units}; exec ${command}`], { encoding: "utf8", input });
}

/** A case with one capture, and the report it gives. */
function oldCase(file: string): string {
  const { status, stdout } = runProgram(["analyse", "--case", file, OLD, "--report", "-"]);
  expect(status).toBe(0);
  return stdout;
}

function expectFull({ status, stdout, stderr }: { status: number | null; stdout: string; stderr: string }): void {
  expect([status, stdout], stderr).toEqual([2, ""]);
  expect(stderr).toContain("the disk is full. Everything that was saved before is still there. Free some space");
  expect(stderr).not.toMatch(/ {4}at |Error:/);
}

test("writes that fail at any point leave the case whole: it is read, and the work goes on once there is space", async () => {
  const folder = temporaryFolder();
  const old = caseIn(folder, "old.ringcase");
  oldCase(old);
  const grown = caseIn(folder, "grown.ringcase");
  fs.copyFileSync(old, grown);
  const expected = runProgram(["analyse", "--case", grown, ...NEW, "--report", "-"]).stdout;
  const largest = Math.ceil(fs.statSync(grown).size / LIMIT_UNIT);
  let failures = 0;
  for (let step = 0; step < 6; step += 1) {
    const file = caseIn(folder, `${step}.ringcase`);
    fs.copyFileSync(old, file);
    // The log beside the case grows from nothing, the case from its size.
    const run = runLimited(step < 3 ? 20 + step * 300 : Math.ceil((largest * (step - 2)) / 4), [
      "analyse",
      "--case",
      file,
      ...NEW,
    ]);
    if (run.status !== 0) {
      expectFull(run);
      failures += 1;
    }
    expect(await brokenRows(file)).toEqual([]);
    expect((await heldReport(file)).paths).toContain(OLD);
    expect(runProgram(["analyse", "--case", file, ...NEW, "--report", "-"]).stdout).toBe(expected);
  }
  expect(failures).toBeGreaterThan(2);
});

test("labels whose writes fail at any point: what was acknowledged is there, the rest is not, and the case opens", async () => {
  const folder = temporaryFolder();
  const old = caseIn(folder, "old.ringcase");
  const { fingerprints } = JSON.parse(oldCase(old)) as { fingerprints: { id: string }[] };
  const labels = Array.from({ length: 60 }, (_, index) =>
    JSON.stringify({ fingerprint: fingerprints[0]?.id, tool: "t", reason: `${index + 1}` }),
  );
  const acknowledged: number[] = [];
  for (const units of [0, 1, 2, 5, 13, 40]) {
    const file = caseIn(folder, `${units}.ringcase`);
    fs.copyFileSync(old, file);
    const { status, stdout, stderr } = runLimited(units, ["label", file, "--stdin"], labels.join("\n"));
    expect([status, stderr]).toEqual([2, expect.stringContaining("the disk is full.")]);
    const last = stdout.split("\n").length - 1;
    expect(stdout).toBe(Array.from({ length: last }, (_, index) => `ACK ${index + 1}\n`).join(""));
    const rows = await rowsOf(file, "SELECT json_extract_string(body, 'reason')::INTEGER FROM event ORDER BY id");
    expect(rows).toEqual(Array.from({ length: last }, (_, index) => [index + 1]));
    expect(runProgram(["label", file, "--fingerprint", fingerprints[0]?.id ?? "", "--tool", "x"]).status).toBe(0);
    acknowledged.push(last);
  }
  expect(acknowledged[0]).toBe(0);
  expect(acknowledged.at(-1)).toBeGreaterThan(acknowledged[2] as number);
});

test("a case that cannot be made leaves nothing behind, and is named", () => {
  const folder = temporaryFolder();
  const made = runLimited(8, ["analyse", "--case", caseIn(folder), OLD]);
  expectFull(made);
  expect(made.stderr).toContain("ringprint: test.ringcase: the disk is full.");
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("cases whose merge fails at any point leave nothing behind and stay as they are", () => {
  const folder = temporaryFolder();
  const cases = ["one.ringcase", "two.ringcase"].map((name) => caseIn(folder, name));
  for (const [index, file] of cases.entries()) {
    expect(runProgram(["analyse", "--case", file, ...NEW.slice(index * 4, index * 4 + 5)]).status).toBe(0);
  }
  const before = cases.map(fileHash);
  const merged = caseIn(folder, "merged.ringcase");
  expect(runProgram(["merge", ...cases, "--out", merged]).status).toBe(0);
  const units = fs.statSync(merged).size / LIMIT_UNIT;
  fs.rmSync(merged);
  for (const share of [0.05, 0.3, 0.6, 0.9]) {
    const failed = runLimited(Math.floor(units * share), ["merge", ...cases, "--out", merged]);
    expectFull(failed);
    expect(failed.stderr).toContain("ringprint: merged.ringcase: the disk is full.");
    expect(fs.readdirSync(folder)).toEqual(["one.ringcase", "two.ringcase"]);
  }
  expect(cases.map(fileHash)).toEqual(before);
});

test("a full disk is told; what was on it can be read, and nothing of it is lost", async ({ skip }) => {
  const disk = temporaryFolder();
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]);
  skip(status !== 0, "no file system may be mounted here");
  onTestFinished(() => void spawnSync("umount", [disk]));
  const file = caseIn(disk);
  const report = oldCase(file);
  const filler = path.join(disk, "filler");
  const free = Number(fs.statfsSync(disk).bavail) * Number(fs.statfsSync(disk).bsize);
  fs.writeFileSync(filler, Buffer.alloc(free - 200_000));
  expectFull(runProgram(["analyse", "--case", file, ...NEW]));
  const held = await heldReport(file);
  expect(held.paths).toContain(OLD);
  if (held.paths.length === 1) expect(held.report).toBe(report);
  fs.rmSync(filler);
  const whole = runProgram(["analyse", "--case", file, ...NEW, "--report", "-"]);
  expect(whole.stdout).toBe(runProgram(["analyse", OLD, ...NEW, "--report", "-"]).stdout);
});
