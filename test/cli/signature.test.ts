import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { SignatureInspection, SignatureListing } from "../../core/contract/signatures.ts";
import type { Session } from "../../core/engine/session.ts";
import { decodePack } from "../../core/pack/pack.ts";
import { analyseInto, caseIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { builtinPack } from "../builders/library.ts";
import { ROOT, runProgram, temporaryFolder } from "../builders/program.ts";
import { sessionOn } from "../builders/session.ts";

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
  expect(runProgram(["signature"]).stderr).toContain("one of list, show, propose");
  expect(runProgram(["signature", "propose"]).stderr).toContain("needs one case");
  const out = path.join(temporaryFolder(), "there");
  fs.writeFileSync(out, "mine");
  const { status, stderr } = propose("--fingerprint", EDITED, "--tool", "own/x", "--name", "X", "--out", out);
  expect([status, fs.readFileSync(out, "utf8")]).toEqual([2, "mine"]);
  expect(stderr).toContain("nothing is overwritten");
  expect(fileHash(file)).toBe(before);
});

const look = (...words: string[]) => runProgram(["signature", ...words]);
const asJson = <Value>(...words: string[]): Value => {
  const { status, stdout, stderr } = look(...words, "--format", "json");
  expect([status, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Value;
};

test("without a case the signatures of the built-in pack are listed and shown", () => {
  const { signatures } = asJson<SignatureListing>("list");
  expect(signatures.map(({ id }) => id)).toEqual(builtinPack.signatures.map(({ id }) => id).sort());
  expect(new Set(signatures.map(({ coverage, origin }) => `${coverage} ${origin}`))).toEqual(
    new Set(["null built-in"]),
  );
  const listed = look("list");
  expect([listed.status, listed.stderr]).toEqual([0, ""]);
  expect(listed.stdout).toMatch(/^paper\/4 +2\/1 +builtin \d+\.\d+\.\d+ +sipvicious +SIPVicious svmap, AmooT$/m);
  expect(listed.stdout).not.toContain("Strands");

  const { stdout } = look("show", "paper/1");
  expect(stdout).toMatch(/^user-agent +required +friendly-scanner$/m);
  expect(stdout).toMatch(/^call-id +required +\{1-25:dec\}$/m);
  expect(stdout).toContain("\nHeader order, known\n  via, content-length, from,");
  expect(stdout).toMatch(
    /^Messages that it must not match\n {2}1: 203\.0\.113\.92, port 5060, to [^\n]+\n {5}REGISTER sip:/m,
  );
  expect(stdout).not.toContain("In this case");
  const shown = asJson<Pick<SignatureInspection, "definition" | "history">>("show", "paper/1");
  expect(shown.definition).toEqual(builtinPack.signatures.find(({ id }) => id === "paper/1"));
  expect(shown.history).toEqual([]);
});

/** Has the case named by what is written. */
async function rematch(session: Session): Promise<void> {
  const preview = await session.signatures.previewRematch();
  if (preview.kind !== "summary") throw new Error(preview.kind);
  expect((await session.signatures.applyRematch(preview.stamp)).fault).toBeNull();
  await session.read([]);
}

test("of a case they are listed as its window lists them, with what they claim and what became of them", {
  timeout: 180_000,
}, async () => {
  const copy = caseIn();
  fs.copyFileSync(file, copy);
  const session = await sessionOn(copy, []);
  const proposal = await session.signatures.propose([EDITED], { tool: { id: "own/edit", name: "Edit" }, variant: "" });
  if (proposal.kind !== "proposed") throw new Error(proposal.kind);
  await session.signatures.change({ kind: "write", draft: proposal.draft, isNew: true }, "an edit");
  await session.signatures.change({ kind: "retire", id: "paper/4" }, "too wide");
  await rematch(session);
  const { draft } = proposal;
  await session.signatures.change({ kind: "write", draft: { ...draft, notes: "Seen twice." }, isNew: false }, null);
  const listing = await session.signatures.list();
  const inspection = await session.signatures.inspect("own/edit");
  await session.close();
  const before = fileHash(copy);

  expect(asJson("list", copy)).toEqual(listing);
  const { row, definition, history } = inspection as SignatureInspection;
  expect(row.coverage).toMatchObject({ strands: 3, packets: 1680 });
  expect(asJson("show", copy, "own/edit")).toEqual({ ...row, definition, history });
  const { stdout } = look("list", copy);
  expect(stdout).toMatch(/^own\/edit +3 +3 +2 +1,680 +0 +\d+\/\d+ +own, not in use yet +sipvicious +Edit$/m);
  expect(stdout).toMatch(/^paper\/4 +0 +0 +0 +0 +0 +2\/1 +builtin [\d.]+, retired +/m);
  expect(stdout).toContain("1 signature changed, by which the case is not named yet");
  const shown = look("show", copy, "own/edit").stdout;
  expect(shown).toContain("In this case it names 3 strands in 3 flows of 2 sources: 1,680 packets.");
  expect(shown).toMatch(/Z {2}changed by \S+, not in use yet: notes\n {2}\S+Z {2}written by \S+: .*\(an edit\)\n$/);
  expect(fileHash(copy)).toBe(before);
});

test.each([
  ["a signature that is not there", ["show", "own/none"], 'There is no signature own/none. "ringprint signature list"'],
  ["no signature", ["show"], "signature show needs the id"],
  ["a case that is not there", ["list", "none.ringcase"], "There is no case none.ringcase"],
  ["two cases", ["list", "a", "b"], "takes one case, or none"],
  ["an option of another action", ["list", "--tool", "own/x"], "signature list has no --tool."],
  ["an option of the others", ["propose", "a", "--format", "json"], "signature propose has no --format."],
  ["another format", ["list", "--format", "csv"], "--format is table or json."],
])("looked for in vain: %s", (_name, words, sentence) => {
  const { status, stdout, stderr } = look(...words);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(sentence);
});
