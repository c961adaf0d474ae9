import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ignoredNames, REPOSITORY_ROOT, repositoryFiles } from "./repository-files.ts";

const FOLDERS = ["core", "electron", "renderer", "resources", "test"];
const LONGEST_SOURCE = 600;
const SOURCE = /\.([cm]?[jt]sx?|css|html|sh)$/;

const files = repositoryFiles();

/** Text of a file, or undefined for binary ones. */
function readText(file: string): string | undefined {
  const bytes = fs.readFileSync(path.join(REPOSITORY_ROOT, file));
  return bytes.includes(0) ? undefined : bytes.toString("latin1");
}

/** Lines of a text that a pattern finds, as `file:line`. */
function placesOf(pattern: RegExp, file: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : []));
}

// The words are put together here, so that this file is not its own finding.
const machinePath = new RegExp(
  `(^|[^A-Za-z0-9._/-])/(${["wo", "fa"].map((start) => `${start}r[km]`).join("|")}|root)/`,
);
const registryHost = new RegExp(["registry", "npmjs", "org"].join("\\.") + ["|deb", "debian", "org"].join("\\."));

test("the root holds the product's folders and no other", () => {
  const folders = new Set(files.filter((file) => file.includes("/")).map((file) => file.split("/")[0] as string));
  expect([...folders].filter((folder) => !folder.startsWith(".") && !FOLDERS.includes(folder))).toEqual([]);
});

test("the root holds documents, configuration and dot files only", () => {
  const others = files.filter(
    (file) =>
      !file.includes("/") &&
      !file.startsWith(".") &&
      !/^[A-Z-]+(\.md)?$/.test(file) &&
      !/^(package(-lock)?|tsconfig|biome|knip)\.json$/.test(file) &&
      !/\.config\.ts$/.test(file) &&
      file !== "electron-builder.yml",
  );
  expect(others).toEqual([]);
});

test(`no source file is longer than ${LONGEST_SOURCE} lines`, () => {
  const long = files
    .filter((file) => SOURCE.test(file))
    .filter((file) => (readText(file) ?? "").split("\n").length - 1 > LONGEST_SOURCE);
  expect(long).toEqual([]);
});

test("no file names a path of a development machine", () => {
  expect(files.flatMap((file) => placesOf(machinePath, file, readText(file) ?? ""))).toEqual([]);
});

test("no file names the host of a package registry", () => {
  expect(files.flatMap((file) => placesOf(registryHost, file, readText(file) ?? ""))).toEqual([]);
});

test("the patterns find what they are for", () => {
  const found = (pattern: RegExp, line: string) => placesOf(pattern, "a", line).length;
  const folder = ["", "work", "main"].join("/");
  expect(found(machinePath, `cd ${folder}/core`)).toBe(1);
  expect(found(machinePath, `x="${folder}/"`)).toBe(1);
  expect(found(machinePath, `net${folder}/core`)).toBe(0);
  expect(found(registryHost, `https://${["registry", "npmjs", "org"].join(".")}/zod`)).toBe(1);
});

test(".gitignore names whole files and folders", () => {
  expect(ignoredNames().filter((name) => !/^[\w.-]+$/.test(name))).toEqual([]);
});
