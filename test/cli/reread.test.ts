import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import { caseIn, rowsOf, waitingIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { hasRead } from "../builders/has-read.ts";
import { capturePath, runProgram, temporaryFolder } from "../builders/program.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const OTHER = capturePath("formats/svmap64-le-us.pcap");

function reportOf(args: readonly string[]): string {
  const { status, stdout, stderr } = runProgram(["analyse", ...args, "--report", "-"]);
  expect(status, stderr).toBe(0);
  return stdout;
}

test.each([[["--ports", "any"]], [["--flow-timeout", "30s"]]])(
  "other rules of reading (%j) are refused without --reread, and give their own report with it",
  (rules) => {
    const file = caseIn();
    reportOf(["--case", file, SVMAP, OTHER]);
    const hash = fileHash(file);
    const { status, stdout, stderr } = runProgram(["analyse", "--case", file, OTHER, ...rules]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("were read under other rules (ports 5060, flow timeout 1200 s, tunnels opened)");
    expect(stderr).toContain("It was not changed. Give --reread to read them again, or leave the rules as they are.");
    expect(fileHash(file)).toBe(hash);
    const expected = reportOf([SVMAP, OTHER, ...rules]);
    expect(reportOf(["--case", file, "--reread", ...rules])).toBe(expected);
    // The rules are the case's from now on, until others are given.
    expect(reportOf(["--case", file])).toBe(expected);
  },
);

test("rules that change no reading need no --reread", () => {
  const file = caseIn();
  reportOf(["--case", file, SVMAP]);
  const telescope = ["--telescope", "192.0.2.0/24"];
  expect(reportOf(["--case", file, ...telescope])).toBe(reportOf([SVMAP, ...telescope]));
});

test("a capture that moved is found again by its bytes, where its new place is given", async () => {
  const folder = temporaryFolder();
  const [first, second] = [path.join(folder, "scan.pcap"), path.join(folder, "moved", "scan.pcap")];
  fs.copyFileSync(SVMAP, first);
  const file = caseIn();
  const before = reportOf(["--case", file, first]);
  fs.mkdirSync(path.dirname(second));
  fs.renameSync(first, second);
  // The case is read without its captures.
  expect(reportOf(["--case", file])).toBe(before);
  const lost = runProgram(["analyse", "--case", file, "--reread", "--ports", "5060,5061"]);
  expect(lost.status).toBe(2);
  expect(lost.stderr).toContain("scan.pcap: not read. There is no such file.");
  expect(reportOf(["--case", file, "--reread", second])).toBe(reportOf([second, "--ports", "5060,5061"]));
  expect(await rowsOf(file, "SELECT path FROM capture")).toEqual([[second]]);
  expect(await rowsOf(file, "SELECT * FROM refused")).toEqual([]);
  // The same, where nothing has to be read again.
  fs.renameSync(second, first);
  reportOf(["--case", file, first]);
  expect(await rowsOf(file, "SELECT path FROM capture")).toEqual([[first]]);
});

test("a cancelled reading keeps what was read, marked as a part, and the rest comes later", async () => {
  const folder = temporaryFolder();
  const long = path.join(folder, "long.pcap");
  const svmap = fs.readFileSync(SVMAP);
  const writer = fs.openSync(long, "w");
  fs.writeSync(writer, svmap.subarray(0, 24));
  for (let copy = 0; copy < 500; copy += 1) fs.writeSync(writer, svmap.subarray(24));
  fs.closeSync(writer);
  const file = caseIn();
  reportOf(["--case", file, OTHER]);
  const child = spawn(process.execPath, [bundlePath, "analyse", "--case", file, long, "--report", "-"]);
  let output = "";
  let errors = "";
  child.stdout.on("data", (bytes: Buffer) => {
    output += bytes.toString();
  });
  child.stderr.on("data", (bytes: Buffer) => {
    errors += bytes.toString();
  });
  const closed = new Promise((resolve) => child.on("close", resolve));
  // All of it once, to hash it, and a part once more.
  await hasRead(child.pid, fs.statSync(long).size * 1.2);
  child.kill("SIGINT");
  const status = await closed;
  expect(status).toBe(130);
  expect(errors).toContain('long.pcap: waits to be read. "analyse --case" goes on with it.');
  const { captures } = JSON.parse(output) as { captures: { name: string; complete: boolean; packets: number }[] };
  expect(captures.find(({ name }) => name !== "long.pcap")?.complete).toBe(true);
  const part = captures.find(({ name }) => name === "long.pcap");
  if (part !== undefined) expect(part.complete).toBe(false);
  expect(await waitingIn(file)).toEqual([long]);
  expect(reportOf(["--case", file])).toBe(reportOf([OTHER, long]));
  expect(await waitingIn(file)).toEqual([]);
});
