import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import { EXIT } from "../../core/cli/exit-code.ts";
import { HELP } from "../../core/cli/help.ts";
import { REPOSITORY_ROOT, repositoryFiles } from "../architecture/repository-files.ts";
import { findBrokenLinks, readFences, splitTable, unexpectedLine } from "./markdown.ts";

const COMMAND = "npm run --silent ringprint -- ";

const MAX_OUTPUT_BYTES = 64 << 20;

const readme = fs.readFileSync(path.join(REPOSITORY_ROOT, "README.md"), "utf8");
const fences = readFences(readme);

/** Commands run here, so that what they write is no part of the repository; the sample lies where README says. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ringprint-documents-"));

beforeAll(() => {
  fs.symlinkSync(path.join(REPOSITORY_ROOT, "resources"), path.join(folder, "resources"));
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

const results = new Map<string, { readonly status: number | null; readonly stdout: string; readonly stderr: string }>();

/** What a command of README ends with; each is run once. */
function run(command: string) {
  const known = results.get(command);
  if (known !== undefined) return known;
  const args = [bundlePath, ...command.slice(COMMAND.length).split(" ")];
  const result = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: MAX_OUTPUT_BYTES });
  results.set(command, result);
  return result;
}

describe("README shows what the program does", () => {
  const commands = fences.flatMap(({ lines }) => lines.filter((line) => line.startsWith(COMMAND)));

  test("there are commands to run", () => expect(commands.length).toBeGreaterThan(3));

  test.each([...new Set(commands)])("%s", (command) => {
    const { status, stderr } = run(command);
    expect(status, stderr).toBe(0);
  });

  const shown = fences.flatMap(({ language, lines }, index) => {
    const before = fences[index - 1]?.lines.at(-1) ?? "";
    return language === "text" && before.startsWith(COMMAND) ? [{ command: before, lines }] : [];
  });

  test("every block of output follows its command", () => {
    expect(shown).toHaveLength(fences.filter(({ language }) => language === "text").length);
    expect(shown.length).toBeGreaterThan(0);
  });

  test.each(shown)("output of $command", ({ command, lines }) => {
    expect(unexpectedLine(lines, run(command).stdout.split("\n"))).toBeUndefined();
  });
});

test("the exit codes of README are those of the program, in the words of its help", () => {
  const rows = splitTable(readme, "exit code").map(([code, meaning]) => `  ${code?.padEnd(5)}${meaning}`);
  expect(rows.map((row) => Number(row.trim().split(" ")[0]))).toEqual(Object.values(EXIT));
  for (const row of rows) expect(HELP.analyse.split("\n")).toContain(row);
});

test("links between documents lead to files and headings that are there", () => {
  const files = repositoryFiles();
  const documents = new Map(
    files
      .filter((file) => file.endsWith(".md"))
      .map((file) => [file, fs.readFileSync(path.join(REPOSITORY_ROOT, file), "utf8")]),
  );
  expect(documents.size).toBeGreaterThan(5);
  expect(findBrokenLinks(documents, new Set(files))).toEqual([]);
});

test.each([
  ["all of it", ["a", "b", ""], undefined],
  ["left out in the middle", ["a", "...", ""], undefined],
  ["left out without saying so", ["b"], "b"],
  ["another line", ["a", "c"], "c"],
  ["more than there is", ["a", "b", "", "d"], "d"],
  ["the wrong order", ["...", "b", "...", "a"], "a"],
])("the comparison of outputs: %s", (_name, lines, expected) => {
  expect(unexpectedLine(lines, ["a", "b", ""])).toBe(expected);
});

test.each([
  ["a file", "[x](b.md)", []],
  ["a heading", "[x](b.md#two-words-1)", []],
  ["a heading of its own", "# A `b`\n[x](#a-b)", []],
  ["an address", "[x](https://example.org/)", []],
  ["no link in code", "```sh\n[x](c.md)\n```", []],
  ["no file", "[x](c.md)", ["a.md: c.md"]],
  ["no heading", "[x](b.md#three)", ["a.md: b.md#three"]],
])("the search for broken links: %s", (_name, text, expected) => {
  const documents = new Map([
    ["a.md", text],
    ["b.md", "## Two words (1)"],
  ]);
  expect(findBrokenLinks(documents, new Set(documents.keys()))).toEqual(expected);
});
