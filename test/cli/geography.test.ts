import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import type { Report } from "../../core/report/report.ts";
import { mmdbFile } from "../builders/mmdb.ts";
import { ROOT, runProgram, temporaryFolder } from "../builders/program.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const MADE_UP = path.join(ROOT, "resources/samples/telescope-sample-networks.csv");

const schema: object = JSON.parse(fs.readFileSync(path.join(ROOT, "resources/schemas/report.schema.json"), "utf8"));
const fitsSchema = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

function reportWith(tables: readonly string[], status = 0): Report {
  const args = ["analyse", SAMPLE, "--report", "-", ...tables.flatMap((table) => ["--geo", table])];
  const result = runProgram(args);
  expect(result.status, result.stderr).toBe(status);
  const report: unknown = JSON.parse(result.stdout);
  expect(fitsSchema(report), JSON.stringify(fitsSchema.errors?.slice(0, 3))).toBe(true);
  return report as Report;
}

function sourceOf(report: Report, address: string) {
  const source = report.sources.find((other) => other.address === address);
  return source && [source.country, source.countryTable, source.asn, source.asOrganisation, source.asnTable];
}

function write(name: string, bytes: string | Uint8Array): string {
  const file = path.join(temporaryFolder(), name);
  fs.writeFileSync(file, bytes);
  return file;
}

test("without a table countries are null, and the summary says how to give one", () => {
  const report = reportWith([]);
  expect(report.parameters.geoTables).toEqual([]);
  expect(sourceOf(report, "192.0.2.11")).toEqual([null, null, null, null, null]);
  expect(runProgram(["analyse", SAMPLE]).stdout).toMatch(/^Countries .*: no table given\. --geo FILE adds one/m);
});

test("a table gives country and network, and the report says which table that is", () => {
  const report = reportWith([MADE_UP]);
  const bytes = fs.readFileSync(MADE_UP);
  expect(report.parameters.geoTables).toEqual([
    {
      name: "telescope-sample-networks.csv",
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bytes: bytes.length,
      format: "csv",
      date: "2026-11-28",
      description: expect.stringContaining("MADE UP"),
      licence: "none needed",
      unreadable: 0,
    },
  ]);
  const name = "telescope-sample-networks.csv";
  expect(sourceOf(report, "192.0.2.53")).toEqual(["FR", name, 64498, "Example Servers", name]);
  // The narrower range gives the country only.
  expect(sourceOf(report, "192.0.2.54")).toEqual(["LU", name, 64498, "Example Servers", name]);
  expect(sourceOf(report, "2001:db8:2::9")).toEqual(["US", name, 64499, "Example Data Centre", name]);
  expect(sourceOf(report, "192.0.2.97")).toEqual([null, null, null, null, null]);
});

test("of several tables the first that knows tells, and the same bytes count once", () => {
  const countries = write("countries.mmdb", mmdbFile([["192.0.2.0/26", { country: { iso_code: "NO" } }]]));
  const copy = path.join(temporaryFolder(), "copy.csv");
  fs.copyFileSync(MADE_UP, copy);
  const report = reportWith([countries, MADE_UP, copy]);
  expect(report.parameters.geoTables).toMatchObject([
    { name: "countries.mmdb", format: "mmdb", date: "2026-11-22", description: "Made-up table", licence: null },
    { name: "telescope-sample-networks.csv" },
  ]);
  expect(sourceOf(report, "192.0.2.11")?.slice(0, 3)).toEqual(["NO", "countries.mmdb", 64496]);
  expect(sourceOf(report, "192.0.2.81")?.slice(0, 2)).toEqual(["SE", "telescope-sample-networks.csv"]);
  const other = reportWith([MADE_UP, countries]);
  expect(sourceOf(other, "192.0.2.11")?.slice(0, 2)).toEqual(["NL", "telescope-sample-networks.csv"]);
});

test("a record that is damaged costs exit code 1 and is counted", () => {
  const damaged = write("damaged.mmdb", mmdbFile([["192.0.2.0/28", { bytes: [0x20, 0x00] }]]));
  expect(reportWith([damaged], 1).parameters.geoTables).toMatchObject([{ unreadable: 5 }]);
  const { stdout, stderr } = runProgram(["analyse", SAMPLE, "--geo", damaged]);
  expect(stderr).toContain("damaged.mmdb: damaged, its records of 5 sources cannot be read.");
  expect(stdout).toMatch(/^damaged\.mmdb is damaged: its records of 5 sources cannot be read\.$/m);
});

test("the words of a table cannot speak to the terminal", () => {
  const table = write("x\u001b[31m.csv", "# description: \u001b[32mred\n192.0.2.0/24,SE,64496,\u001b[31mx\u202e\n");
  const { stdout, stderr } = runProgram(["analyse", SAMPLE, "--geo", table]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(stdout + stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  expect(stdout).toContain("AS64496 \\x1b[31mx");
});

test.each([
  ["missing.csv", null, "missing.csv: There is no such file."],
  ["empty.csv", "", "empty.csv: The file is empty."],
  ["notes.txt", "hello", "notes.txt: The table cannot be used: line 1: neither an address, nor column names"],
  ["range.csv", "192.0.2.0/24,Sweden", 'range.csv: The table cannot be used: line 1: "Sweden" is no country code'],
  ["binary.dat", "a\0b", "binary.dat: The file is neither a MaxMind DB file nor CSV in UTF-8."],
  ["cut.mmdb", mmdbFile([["::/0", {}]]).subarray(0, -9), "cut.mmdb: The table cannot be used: it is damaged"],
])("a table that is none, %s, is one clear sentence and exit code 2", (name, bytes, sentence) => {
  const file = bytes === null ? path.join(temporaryFolder(), name) : write(name, bytes);
  const { status, stdout, stderr } = runProgram(["analyse", SAMPLE, "--geo", file]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(sentence);
});

test("a report never replaces a table", () => {
  const table = write("table.csv", "192.0.2.0/24,SE");
  const { status, stderr } = runProgram(["analyse", SAMPLE, "--geo", table, "--report", table]);
  expect([status, stderr]).toEqual([2, expect.stringContaining("is one of the captures, cases or tables")]);
  expect(fs.readFileSync(table, "utf8")).toBe("192.0.2.0/24,SE");
});

test("fingerprint has no countries", () => {
  const { status, stderr } = runProgram(["fingerprint", SAMPLE, "--geo", MADE_UP]);
  expect([status, stderr]).toEqual([2, expect.stringContaining("fingerprint shows no countries; use analyse --geo.")]);
});
