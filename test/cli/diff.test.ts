import fs from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type DiffView, diffSchema } from "../../core/contract/diff.ts";
import { textOfPart } from "../../core/report/format-diff.ts";
import type { Report } from "../../core/report/report.ts";
import { analyseInto, caseIn } from "../builders/case.ts";
import { fileHash } from "../builders/file-hash.ts";
import { capturePath, ROOT, runProgram, temporaryFolder } from "../builders/program.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const ZMAP = capturePath("tools/zmap-2.1.1-sip-options-template.pcap");

const schema: object = JSON.parse(fs.readFileSync(path.join(ROOT, "resources/schemas/diff.schema.json"), "utf8"));

let file = "";
let report: Report;
beforeAll(async () => {
  fs.mkdirSync(path.join(ROOT, ".cache"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(ROOT, ".cache/diff-"));
  file = caseIn(folder);
  ({ report } = await analyseInto(file, [SVMAP, ZMAP], { make: true, index: true }));
  return () => fs.rmSync(folder, { recursive: true });
});

function diffed(...words: readonly string[]): DiffView {
  const { status, stdout, stderr } = runProgram(["diff", ...words, "--format", "json"]);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as DiffView;
}

function idsOf(start: string): string {
  const [found] = report.fingerprints.filter(({ tool }) => tool === start);
  if (found === undefined) throw new Error(`nothing is named ${start}`);
  return found.id;
}

test("the schema that ships is the one diffs are made with", () => {
  expect(schema).toEqual(z.toJSONSchema(diffSchema, { target: "draft-7" }));
});

test("fingerprints of a case, their strands and their packets, and the JSON fits its schema", () => {
  const before = fileHash(file);
  const svmap = idsOf("paper/1");
  const zmap = report.fingerprints.find(({ id }) => id !== svmap)?.id ?? "";
  const strand = report.strands.find(({ fingerprint }) => fingerprint === svmap)?.id ?? "";
  const validate = new Ajv({ strict: false }).compile(schema);
  for (const words of [
    [svmap, zmap],
    [svmap, "paper/1"],
    [strand, svmap],
    [`${path.basename(SVMAP)}#1`, svmap],
    [`${path.basename(SVMAP)}#1`, `${path.basename(SVMAP)}#2`, zmap, "paper/1"],
  ]) {
    const found = diffed(file, ...words);
    expect(validate(found), JSON.stringify(validate.errors)).toBe(true);
    expect(found.sides.map(({ reference }) => reference)).toEqual(words);
  }
  expect(fileHash(file)).toBe(before);
});

test("what was named by a signature differs from it in no key it requires", () => {
  expect(diffed(file, idsOf("paper/1"), "paper/1")).toMatchObject({ differences: 0 });
});

test("a strand and its only fingerprint, a packet and the fingerprint it is part of, are the same", () => {
  const svmap = idsOf("paper/1");
  const strands = report.strands.filter(({ fingerprint }) => fingerprint === svmap);
  expect(strands).toHaveLength(1);
  expect(diffed(file, strands[0]?.id ?? "", svmap).differences).toBe(0);
  expect(diffed(file, `${path.basename(SVMAP)}#3`, svmap).differences).toBe(0);
});

test("captures and the case they were read into give the same diff, in whatever way a side is named", () => {
  const svmap = idsOf("paper/1");
  const { sha256 } = report.captures.find(({ name }) => name === path.basename(SVMAP)) ?? { sha256: "" };
  const ofCase = diffed(file, svmap, `${path.basename(SVMAP)}#2`);
  expect(diffed(SVMAP, svmap.slice("sipfp1:".length, 20), `${sha256.slice(0, 12)}#2`)).toEqual(ofCase);
});

test("the cells of a fingerprint are its text", () => {
  const svmap = idsOf("paper/1");
  const { text = "" } = report.fingerprints.find(({ id }) => id === svmap) ?? {};
  const { rows } = diffed(file, svmap, "paper/14/template");
  const lines = rows.flatMap(({ key, cells: [cell] }) =>
    cell?.kind === "value"
      ? [`${key}:${cell.parts.map((part) => (part.kind === "gap" ? "{*}" : textOfPart(part))).join("")}`]
      : [],
  );
  expect(lines.sort()).toEqual(text.split("\n").sort());
});

test.each<readonly [what: string, words: readonly string[], said: RegExp]>([
  ["an unknown fingerprint", ["sipfp1:zzz", "paper/1"], /zzz is no fingerprint/],
  ["an ambiguous beginning", ["sipfp1:", "paper/1"], /sipfp1: fits .* fingerprints: sipfp1:\S+, .*Name one of them/],
  ["a tool with several signatures", ["paper/14", "paper/1"], /paper\/14\/masscan-1\.3\.2, paper\/14\/template/],
  ["a packet that is not there", ["svmap-0.3.3-options-sequential.pcap#99999", "paper/1"], /99999/],
  ["a capture that is not there", ["nothing.pcap#1", "paper/1"], /no capture has that name/],
  ["a strand that is not there", ["198.51.100.7@never/x", "paper/1"], /is no strand here/],
  ["control characters", ["\u001b[31m", "paper/1"], /is no fingerprint/],
])("nothing is compared with %s, and that is said", (_what, words, said) => {
  for (const held of [file, SVMAP]) {
    const { status, stdout, stderr } = runProgram(["diff", held, ...words]);
    // One capture, one fingerprint: its beginning says which.
    if (held === SVMAP && words[0] === "sipfp1:") continue;
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain("\u001b");
    expect([status, stdout]).toEqual([2, ""]);
  }
});

test.each<readonly [what: string, words: readonly string[], said: RegExp]>([
  ["one side", ["x", "a"], /at least two/],
  ["nine sides", ["x", ..."abcdefghi"], /at most 8/],
  ["another format", ["x", "a", "b", "--format", "xml"], /table or json/],
  ["an option of others", ["x", "a", "b", "--out", "y"], /diff has no --out/],
])("wrong usage: %s", (_what, words, said) => {
  const { status, stderr } = runProgram(["diff", ...words]);
  expect(stderr).toMatch(said);
  expect(status).toBe(2);
});

test("rules are those of the case", () => {
  const { status, stderr } = runProgram(["diff", file, "paper/1", "paper/2", "--ports", "any"]);
  expect(stderr).toMatch(/leave --ports out/);
  expect(status).toBe(2);
});

test("a damaged capture is compared as far as it was read, and that is said", () => {
  const cut = path.join(temporaryFolder(), "cut.pcap");
  fs.writeFileSync(cut, fs.readFileSync(SVMAP).subarray(0, 20_000));
  const { status, stdout, stderr } = runProgram(["diff", cut, "cut.pcap#1", "paper/1"]);
  expect(status, stderr).toBe(1);
  expect(stderr).toContain("cut.pcap:");
  expect(stdout).toContain("paper/1");
});

test("as text: sides, a sentence, and what differs underlined", () => {
  const { stdout } = runProgram(["diff", file, idsOf("paper/1"), "paper/2"]);
  const lines = stdout.split("\n");
  expect(lines[0]).toMatch(/^A {2}fingerprint {2}sipfp1:\S+ {2}paper\/1/);
  expect(lines[1]).toMatch(/^B {2}signature {4}paper\/2/);
  expect(lines.some((line) => /^ +\^+/.test(line))).toBe(true);
});
