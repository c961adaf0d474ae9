import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import type { Report } from "../../core/report/report.ts";
import { analyseInto, caseIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturePath, ROOT, runProgram, temporaryFolder } from "../builders/program.ts";
import { splitPcap } from "../builders/split-pcap.ts";

const SVMAP = "tools/svmap-0.3.3-options-sequential.pcap";

let prepared = "";
let report: Report;
let ids: readonly string[];
beforeAll(async () => {
  fs.mkdirSync(path.join(ROOT, ".cache"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(ROOT, ".cache/labels-"));
  prepared = caseIn(folder);
  const captures = [capturePath(SVMAP), capturePath("tools/zmap-2.1.1-sip-options-template.pcap")];
  ({ report } = await analyseInto(prepared, captures, { make: true, index: false }));
  ids = report.fingerprints.map(({ id }) => id);
  return () => fs.rmSync(folder, { recursive: true });
});

/** A case of its own for a test. */
function freshCase(): string {
  const file = caseIn();
  fs.copyFileSync(prepared, file);
  return file;
}

function labelled(file: string, lines: readonly string[]) {
  return spawnSync(process.execPath, [bundlePath, "label", file, "--stdin"], {
    input: lines.map((line) => `${line}\n`).join(""),
    encoding: "utf8",
  });
}

interface Listed {
  readonly labels: readonly {
    readonly fingerprint: string;
    readonly tool: string;
    readonly strands: number;
    readonly flows: number;
    readonly sources: number;
    readonly packets: number;
  }[];
  readonly history?: readonly { readonly tool: string; readonly author: string; readonly reason: string | null }[];
}

function listed(file: string, ...options: string[]): Listed {
  const { status, stdout, stderr } = runProgram(["labels", file, "--format", "json", ...options]);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as Listed;
}

test("a label is kept, listed with what it covers, and changes no report", () => {
  const file = freshCase();
  const [id = ""] = ids;
  const before = runProgram(["analyse", "--case", file, "--report", "-"]).stdout;
  const args = ["--fingerprint", id, "--tool", "My scanner", "--family", "F", "--variant", "V", "--reason", "tag"];
  const unsure = runProgram(["label", file, ...args, "--certainty", "some"]);
  expect([unsure.status, unsure.stdout]).toEqual([2, ""]);
  expect(unsure.stderr).toContain("--certainty is high, medium or low.");
  args.push("--certainty", "medium");
  const { status, stdout } = runProgram(["label", file, ...args]);
  expect([status, stdout]).toEqual([0, `${id} is labelled My scanner.\n`]);
  const { packets, flows, sources } = report.fingerprints[0] as Report["fingerprints"][number];
  expect(listed(file).labels).toMatchObject([
    {
      fingerprint: id,
      tool: "My scanner",
      family: "F",
      variant: "V",
      certainty: "medium",
      reason: "tag",
      packets,
      flows,
      sources,
    },
  ]);
  expect(runProgram(["labels", file]).stdout).toContain(`${id}  My scanner (F, V)`);
  expect(runProgram(["analyse", "--case", file, "--report", "-"]).stdout).toBe(before);
});

test("the last label of a fingerprint counts; the earlier ones are its history", () => {
  const file = freshCase();
  const [id = ""] = ids;
  for (const tool of ["first", "second"]) runProgram(["label", file, "--fingerprint", id, "--tool", tool]);
  expect(listed(file).labels.map(({ tool }) => tool)).toEqual(["second"]);
  expect(listed(file, "--all").history?.map(({ tool }) => tool)).toEqual(["first", "second"]);
  const { stdout } = runProgram(["labels", file, "--all"]);
  expect(stdout).toMatch(
    /All labels in the order they were given\nWhen +Who +Fingerprint +Tool +Certainty +Why\n\S+Z +\S+ +sipfp1:/,
  );
});

test("a label stays: it covers what is read later, and says so where it covers nothing", async () => {
  const folder = temporaryFolder();
  const [first = "", ...others] = splitPcap(capturePath(SVMAP), 3, folder);
  const file = caseIn(folder);
  const { report: early } = await analyseInto(file, [first], { make: true, index: false });
  const [{ id } = { id: "" }] = early.fingerprints;
  runProgram(["label", file, "--fingerprint", id, "--tool", "svmap"]);
  expect(listed(file).labels).toMatchObject([
    { strands: early.strands.length, packets: early.totals.classes.sipRequest },
  ]);
  const { report: late } = await analyseInto(file, others, { index: false });
  expect(listed(file).labels).toMatchObject([
    { strands: late.strands.length, packets: late.totals.classes.sipRequest },
  ]);
  // Read again under rules by which nothing is SIP, the case has no strand.
  await analyseInto(file, [], { reread: true, givenRules: { ports: "9" } });
  expect(listed(file).labels).toMatchObject([{ fingerprint: id, strands: 0, flows: 0, sources: 0, packets: 0 }]);
  expect(runProgram(["labels", file]).stdout).toBe(`Labels that cover nothing in this case\n${id}  svmap\n`);
  // It can still be corrected, and comes back with what it covers.
  expect(runProgram(["label", file, "--fingerprint", id, "--tool", "SIPVicious"]).status).toBe(0);
  await analyseInto(file, [], { reread: true, givenRules: { ports: "5060" } });
  expect(listed(file).labels).toMatchObject([{ tool: "SIPVicious", strands: late.strands.length }]);
});

test("labels on standard input are answered one by one; what is none is refused and the rest goes on", () => {
  const file = freshCase();
  const [one = "", two = ""] = ids;
  const answers = labelled(file, [
    JSON.stringify({ fingerprint: one, tool: "a", reason: "=1\u001b[31m" }),
    "",
    "not json",
    JSON.stringify({ fingerprint: "sipfp1:opt00_none", tool: "b" }),
    JSON.stringify({ fingerprint: two }),
    JSON.stringify({ fingerprint: two, tool: "x".repeat(70_000) }),
    '{"fingerprint": "sipfp1:\u001b]0;x\u0007", "tool": "t"}',
    `{"__proto__": {"tool": "p"}, "fingerprint": ${JSON.stringify(two)}, "tool": "c", "other": 1}`,
  ]);
  const lines = answers.stdout.trimEnd().split("\n");
  expect(lines.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "ACK 1",
    "ERR 2",
    "ERR 3",
    "ERR 4",
    "ERR 5",
    "ERR 6",
    "ACK 7",
  ]);
  expect(lines[1]).toContain("The line is no JSON.");
  expect(lines[2]).toContain("holds no fingerprint sipfp1:opt00_none.");
  expect(lines[3]).toContain('"tool"');
  expect(lines[4]).toContain("longer than 65536 bytes");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(answers.stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  expect(answers.status).toBe(1);
  expect(
    listed(file)
      .labels.map(({ tool }) => tool)
      .sort(),
  ).toEqual(["a", "c"]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(runProgram(["labels", file, "--all"]).stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  expect(labelled(file, []).status).toBe(2);
  expect(labelled(file, ["x"]).status).toBe(2);
});

test("wrong usage, an unknown fingerprint and a file that is no case are told, exit code 2, nothing changed", () => {
  const file = freshCase();
  const hash = fileHash(file);
  const [id = ""] = ids;
  const foreign = path.join(temporaryFolder(), "notes.txt");
  fs.writeFileSync(foreign, "a text that is no case");
  for (const [args, sentence] of [
    [["label", file, "--fingerprint", "sipfp1:none", "--tool", "x"], "holds no fingerprint sipfp1:none."],
    [["label", file, "--tool", "x"], "label needs --fingerprint"],
    [["label", file, "--fingerprint", id], "label needs --tool"],
    [["label", file, "--fingerprint", id, "--tool", "x".repeat(201)], "--tool is empty or too long."],
    [["label", file, "--stdin", "--tool", "x"], "leave --tool out."],
    [["label", "--fingerprint", id, "--tool", "x"], "label needs one case."],
    [["label", foreign, "--fingerprint", id, "--tool", "x"], "notes.txt is no case of Ringprint. It was not changed."],
    [["labels", foreign], "notes.txt is no case of Ringprint."],
    [["labels", file, "--format", "csv"], "--format is table or json."],
    [["labels", file, "--ports", "any"], "labels has no --ports."],
  ] as const) {
    const { status, stdout, stderr } = runProgram(args);
    expect([status, stdout], sentence).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
  }
  expect(fileHash(file)).toBe(hash);
  expect(runProgram(["labels", file]).stdout).toBe("No labels.\n");
  expect(fileHash(file)).toBe(hash);
});

test.skipIf(spawnSync("strace", ["-V"]).error !== undefined)(
  "an acknowledgement follows the sync of what was written, as the system sees it",
  async () => {
    const file = freshCase();
    const log = path.join(temporaryFolder(), "calls");
    const calls = "trace=write,pwrite64,writev,fsync,fdatasync";
    const child = spawn("strace", [
      "-f",
      "-y",
      "-e",
      calls,
      "-o",
      log,
      process.execPath,
      bundlePath,
      "label",
      file,
      "--stdin",
    ]);
    let answers = "";
    const send = (tool: string) => child.stdin.write(`${JSON.stringify({ fingerprint: ids[0], tool })}\n`);
    child.stdout.on("data", (bytes: Buffer) => {
      answers += bytes.toString();
      const given = answers.split("\n").length - 1;
      if (given < 4) send(`tool ${given}`);
      else child.stdin.end();
    });
    send("tool 0");
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
    expect(answers).toBe("ACK 1\nACK 2\nACK 3\nACK 4\n");
    const lines = fs.readFileSync(log, "utf8").split("\n");
    let from = 0;
    for (let label = 1; label <= 4; label += 1) {
      const ack = lines.findIndex((line) => line.includes(`"ACK ${label}\\n"`));
      const before = lines.slice(from, ack);
      const written = before.findLastIndex((line) => /write(64|v)?\(\d+<[^>]*\.ringcase\.wal>/.test(line));
      expect([label, written >= 0]).toEqual([label, true]);
      const synced = before
        .slice(written)
        .some((line) => /f(data)?sync(\(\d+<[^>]*\.wal>\)| resumed>\)) += 0/.test(line));
      expect([label, synced]).toEqual([label, true]);
      from = ack + 1;
    }
  },
);
