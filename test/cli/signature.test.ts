import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { decodePack } from "../../core/pack/pack.ts";
import { analyseInto, caseIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { ROOT, runProgram, temporaryFolder } from "../builders/program.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
/** In the sample: an edited SIPVicious of three flows, an edited nmap of one, and masscan's payload of two. */
const EDITED = "sipfp1:opt12_2336d470ef22_3dde56b8";
const NMAP = "sipfp1:opt12_9cd5c189295a_7251d791";
const MASSCAN = "sipfp1:opt11_426487bab87d_93a8bcbf";

let file = "";
beforeAll(async () => {
  fs.mkdirSync(path.join(ROOT, ".cache"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(ROOT, ".cache/signature-"));
  file = caseIn(folder);
  await analyseInto(file, [SAMPLE], { make: true, index: false });
  return () => fs.rmSync(folder, { recursive: true });
});

const propose = (...options: string[]) => runProgram(["signature", "propose", file, ...options]);

test("a signature of an edited tool: what it asks for, what changes, and a pack that names it", () => {
  const out = path.join(temporaryFolder(), "own.ringpack");
  const { status, stdout, stderr } = propose(
    "--fingerprint",
    EDITED,
    "--tool",
    "own/edit",
    "--name",
    "Edit",
    "--out",
    out,
  );
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("It is taken to be derived from paper/1.");
  expect(stdout).toContain('"probe" <sip:100@1.1.1.1>');
  expect(stdout).toContain("It names every chosen strand, and nothing else that was compared.");
  expect(stdout).toMatch(/\n +3 +3 +2 +1,680 +- +own\/edit\n/);
  const decoded = decodePack(fs.readFileSync(out, "utf8"));
  expect(decoded.ok && decoded.pack.signatures.map(({ id, parent, references }) => [id, parent, references])).toEqual([
    ["own/edit", "paper/1", [EDITED]],
  ]);
  const named = runProgram(["analyse", "--case", file, "--pack", out]);
  expect(named.stdout).toMatch(/^own\/edit +Edit +1,680 +2 +3 /m);
});

test("several fingerprints, and a variant", () => {
  const { status, stdout } = propose(
    "--fingerprint",
    `${EDITED},${NMAP}`,
    "--tool",
    "own/both",
    "--name",
    "Both",
    "--variant",
    "First One",
  );
  expect(stdout).toContain("Signature own/both/first-one of the tool Both");
  expect(stdout).toContain("4 of 4 chosen");
  expect(status).toBe(0);
});

test("what keeps another name is told, exit code 1 or 2, and no unsound pack is written", () => {
  const out = path.join(temporaryFolder(), "own.ringpack");
  const { status, stdout, stderr } = propose(
    "--fingerprint",
    MASSCAN,
    "--tool",
    "own/masscan",
    "--name",
    "M",
    "--out",
    out,
  );
  expect(stdout).toContain("names messages of it already");
  expect([status, fs.existsSync(out)]).toEqual(stderr === "" ? [1, true] : [2, false]);
});

test.each([
  ["no such fingerprint", ["--fingerprint", "sipfp1:none", "--tool", "own/x", "--name", "X"], "holds no fingerprint"],
  ["no fingerprint", ["--tool", "own/x", "--name", "X"], "--fingerprint needs ids"],
  ["a tool that is no id", ["--fingerprint", EDITED, "--tool", "My Tool", "--name", "X"], "--tool needs the id"],
  ["no name", ["--fingerprint", EDITED, "--tool", "own/x"], "--name needs a name"],
  [
    "a signature that is there",
    ["--fingerprint", EDITED, "--tool", "paper/5", "--name", "X"],
    "a signature with this id already",
  ],
  [
    "a pack that cannot be read",
    ["--fingerprint", EDITED, "--tool", "own/x", "--name", "X", "--pack", "none.ringpack"],
    "cannot be read",
  ],
])("%s: told, exit code 2", (_name, options, sentence) => {
  const { status, stdout, stderr } = propose(...options);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(sentence);
});

test("other words behind signature, no case, and a file that is there are told; nothing is changed", () => {
  const before = fileHash(file);
  expect(runProgram(["signature"]).stderr).toContain("signature propose <case>");
  expect(runProgram(["signature", "propose"]).stderr).toContain("needs one case");
  const out = path.join(temporaryFolder(), "there");
  fs.writeFileSync(out, "mine");
  const { status, stderr } = propose("--fingerprint", EDITED, "--tool", "own/x", "--name", "X", "--out", out);
  expect([status, fs.readFileSync(out, "utf8")]).toEqual([2, "mine"]);
  expect(stderr).toContain("nothing is overwritten");
  expect(fileHash(file)).toBe(before);
});
