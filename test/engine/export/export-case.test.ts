import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "vitest";
import { insertEvent } from "../../../core/engine/case/events.ts";
import { noteEvent } from "../../../core/engine/case/notes.ts";
import { EXPORTED } from "../../../core/engine/export/export-case.ts";
import type { Report } from "../../../core/report/report.ts";
import { analyseInto, caseIn, openedCase } from "../../builders/case.ts";
import { fileHash } from "../../builders/file-hash.ts";
import { capturePath, ROOT, runProgram, temporaryFolder } from "../../builders/program.ts";
import { RAW_IP, writePcap } from "../../generator/capture-writer.ts";
import { udpPacket } from "../../generator/packet-frames.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const FORMATS = ["csv", "json", "parquet"] as const;
/** How the addresses of the telescope begin that the sample and the small capture beside it were sent to. */
const TELESCOPE = ["127.101.0.", "192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:5060:"];

type Value = string | number | null;
type Rows = readonly Readonly<Record<string, Value>>[];

/** Rows of a CSV or Parquet file as a reader that is not ours gives them. */
async function rowsBy(reader: string): Promise<Rows> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const read = await connection.runAndReadAll(`SELECT * FROM ${reader}`);
  const rows = read.getRowObjectsJson() as Record<string, Value>[];
  connection.closeSync();
  instance.closeSync();
  return rows;
}

/** The text of each value, with the mark before formulas taken off again. */
function texts(rows: Rows, isMarked: boolean): Record<string, string | null>[] {
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        value === null ? null : isMarked ? String(value).replace(/^'/, "") : String(value),
      ]),
    ),
  );
}

/** What is said of an exported table, `beginnings` being those of the telescope's addresses. */
function saidOf(file: string, text: string, beginnings: readonly string[]): string {
  if (!beginnings.some((beginning) => text.includes(beginning))) return "";
  return `ringprint: ${file} holds addresses of the telescope; --anonymise KEY writes others in their place.\n`;
}

async function exported(
  caseFile: string,
  what: string,
  folder: string,
  beginnings: readonly string[] = TELESCOPE,
): Promise<Rows> {
  const fileOf = (format: string) => path.join(folder, `${what}.${format}`);
  const runs = FORMATS.map((format) => {
    const args = ["export", caseFile, "--what", what, "--format", format, "--out", fileOf(format)];
    return { format, ...runProgram(args) };
  });
  const text = fs.readFileSync(fileOf("json"), "utf8");
  for (const { format, status, stderr, stdout } of runs) {
    expect([status, stderr, stdout]).toEqual([0, saidOf(fileOf(format), text, beginnings), ""]);
  }
  const json = JSON.parse(text) as Rows;
  expect(text.split("\n")).toHaveLength(json.length + 3);
  const csv = await rowsBy(
    `read_csv('${fileOf("csv")}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false)`,
  );
  const parquet = await rowsBy(`read_parquet('${fileOf("parquet")}')`);
  // No cell begins with what a spreadsheet obeys, but for numbers below zero.
  const cells = csv.flatMap((row) => Object.values(row)).map(String);
  expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell))).toEqual([]);
  expect(texts(csv, true)).toEqual(texts(json, false));
  expect(texts(parquet, false)).toEqual(texts(json, false));
  expect(Object.keys(csv[0] ?? {})).toEqual(Object.keys(json[0] ?? {}));
  return json;
}

let sample = "";
let report: Report;
beforeAll(async () => {
  fs.mkdirSync(path.join(ROOT, ".cache"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(ROOT, ".cache/export-"));
  sample = caseIn(folder);
  ({ report } = await analyseInto(sample, [SAMPLE, capturePath("formats/svmap64-le-us.pcap")], { make: true }));
  const opened = await openedCase(sample, false);
  const source = { kind: "source", source: "203.0.113.5" } as const;
  const packet = { source: source.source, capture: "0".repeat(64), captureName: "a.pcap", number: 7, firstNs: null };
  for (const event of [
    noteEvent({ id: randomUUID(), on: source }, undefined, '=1+1\n"seen", twice'),
    noteEvent({ id: randomUUID(), on: { kind: "packet", ...packet } }, undefined, null),
  ]) {
    await opened.save((connection) => insertEvent(connection, { atMs: 1, author: "a", ...event }));
  }
  await opened.close();
  return () => fs.rmSync(folder, { recursive: true });
});

test.each(EXPORTED)("%s: CSV, JSON and Parquet hold the same, and what the report says", async (what) => {
  const folder = temporaryFolder();
  const before = fileHash(sample);
  const rows = await exported(sample, what, folder);
  expect(fs.readdirSync(folder).sort()).toEqual(FORMATS.map((format) => `${what}.${format}`).sort());
  expect(fileHash(sample)).toBe(before);
  if (what === "packets") {
    expect(rows.length).toBe(report.totals.classes.sipRequest);
    expect(new Set(rows.map(({ source }) => source)).size).toBe(report.totals.sources);
    const times = rows.map(({ time }) => String(time)).sort();
    expect([times[0], times.at(-1)]).toEqual([
      report.flows.map(({ firstPacketAt }) => firstPacketAt).sort()[0],
      report.flows
        .map(({ lastPacketAt }) => lastPacketAt)
        .sort()
        .at(-1),
    ]);
    return;
  }
  if (what === "notes") {
    expect(rows).toMatchObject([
      { kind: "note", on: "source", source: "203.0.113.5", text: '=1+1\n"seen", twice', number: null },
      { kind: "bookmark", on: "packet", capture: "a.pcap", number: 7, text: null },
    ]);
    return;
  }
  if (what === "history") {
    expect(rows).toMatchObject([
      { event: 1, kind: "note", what: "the note on the source 203.0.113.5", state: "holds" },
      { event: 2, kind: "note", what: "the bookmark on packet 7 of a.pcap", state: "holds" },
    ]);
    return;
  }
  const expected: readonly object[] = report[what];
  expect(rows.length).toBe(expected.length);
  for (const [index, row] of rows.entries()) {
    const same = Object.entries(row).filter(([name]) =>
      [
        "id",
        "address",
        "source",
        "packets",
        "flows",
        "sources",
        "destinations",
        "tool",
        "text",
        "firstPacketAt",
        "lastPacketAt",
        "ratePps",
      ].includes(name),
    );
    expect(expected[index]).toMatchObject(Object.fromEntries(same));
  }
});

test("sources come with country and network where a table is given", () => {
  const folder = temporaryFolder();
  const out = path.join(folder, "sources.json");
  const table = path.join(ROOT, "resources/samples/telescope-sample-networks.csv");
  const args = ["export", sample, "--what", "sources", "--format", "json", "--out", out];
  const { status: exportStatus, stderr } = runProgram([...args, "--geo", table]);
  const text = fs.readFileSync(out, "utf8");
  expect([exportStatus, stderr]).toEqual([0, saidOf(out, text, TELESCOPE)]);
  const rows = JSON.parse(text) as Rows;
  const { status, stdout } = runProgram(["analyse", SAMPLE, "--geo", table, "--format", "json"]);
  expect(status).toBe(0);
  const located = new Map((JSON.parse(stdout) as Report).sources.map((source) => [source.address, source]));
  expect(rows.filter(({ country }) => country !== null).length).toBeGreaterThan(10);
  for (const { address, country, countryTable, asn, asOrganisation, asnTable } of rows) {
    const known = located.get(String(address));
    if (known !== undefined) expect(known).toMatchObject({ country, countryTable, asn, asOrganisation, asnTable });
  }
  expect(runProgram([...args.slice(0, -1), path.join(folder, "none.json"), "--geo", out]).status).toBe(2);
});

test("text of strangers stays text in every format: formulas, quotes, line ends, escapes", async () => {
  const folder = temporaryFolder();
  const capture = path.join(folder, `=cmd|'-C calc'!A0 "x",\n.pcap`);
  const packets = ["=1+1", "@SUM(A1)", "+x", "-x", 'a",b', "\x1b[31m"].map((value, index) => {
    const text = `OPTIONS sip:a@198.51.100.7 SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=${index}\r\n${value}: ${value}\r\n\r\n`;
    const header = { source: "192.0.2.1", destination: "198.51.100.7", timeToLive: 60, identification: index };
    const bytes = udpPacket(header, { sourcePort: 5060, destinationPort: 5060 }, Buffer.from(text, "latin1"));
    return { timeNs: 1_577_836_800_000_000_001n + BigInt(index), bytes };
  });
  fs.writeFileSync(capture, writePcap(packets, { linkType: RAW_IP, resolution: "nanoseconds" }));
  const file = caseIn(folder);
  await analyseInto(file, [capture], { make: true });
  const telescope = ["198.51.100."];
  const rows = await exported(file, "packets", folder, telescope);
  expect(rows[0]).toMatchObject({
    capture: `=cmd|'-C calc'!A0 "x",\\x0a.pcap`,
    time: "2020-01-01T00:00:00.000000001Z",
  });
  await exported(file, "flows", folder, telescope);
  const fingerprints = await exported(file, "fingerprints", folder, telescope);
  expect(fingerprints.some(({ text }) => String(text).includes("\\x1b[31m"))).toBe(true);
});

test("an export is whole or not there, and never replaces what it is made of", async () => {
  const folder = temporaryFolder();
  const capture = path.join(folder, "scan.pcap");
  fs.copyFileSync(capturePath("formats/svmap64-le-us.pcap"), capture);
  const file = caseIn(folder);
  await analyseInto(file, [capture], { make: true, index: false });
  fs.linkSync(capture, path.join(folder, "link.csv"));
  const other = caseIn(folder, "other.ringcase");
  fs.copyFileSync(file, other);
  const before = fs.readdirSync(folder);
  const what = ["--what", "flows", "--format", "csv"];
  for (const [args, sentence] of [
    [[file, ...what, "--out", file], "is one of the captures, cases or tables; choose another file."],
    [[file, ...what, "--out", capture], "is one of the captures, cases or tables"],
    [[file, ...what, "--out", path.join(folder, "link.csv")], "is one of the captures, cases or tables"],
    [[file, ...what, "--out", folder], "is a folder."],
    [[file, ...what, "--out", other], "is a case; choose another file."],
    [[file, ...what, "--out", path.join(folder, "none/x.csv")], "could not be written (ENOENT)"],
    [[file, ...what.slice(0, 3), "parquet", "--out", path.join(folder, "none/x")], "could not be written"],
    [[file, ...what], "export needs --out, the file to write."],
    [[file, "--what", "packets", "--format", "xml", "--out", "x"], "--format is csv, json, parquet or pcapng."],
    [
      [file, "--what", "labels", "--format", "csv", "--out", "x"],
      "--what is flows, sources, fingerprints, campaigns, packets, notes, history or evidence.",
    ],
    [[...what, "--out", "x"], "export needs one case."],
    [[capture, ...what, "--out", path.join(folder, "x")], "scan.pcap is no case of Ringprint."],
  ] as const) {
    const { status, stdout, stderr } = runProgram(["export", ...args]);
    expect([status, stdout], sentence).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
  }
  for (const target of [file, other]) {
    const { status, stderr } = runProgram(["analyse", "--case", file, "--report", target]);
    expect([status, stderr]).toEqual([2, expect.stringContaining("is a case; choose another file.")]);
  }
  const onCapture = runProgram(["analyse", "--case", file, "--report", capture]);
  expect([onCapture.status, onCapture.stderr]).toEqual([2, expect.stringContaining("is one of the captures, cases")]);
  expect(fs.readdirSync(folder)).toEqual(before);
  expect(fileHash(capture)).toBe(fileHash(capturePath("formats/svmap64-le-us.pcap")));
  expect(fileHash(other)).toBe(fileHash(file));
  const out = path.join(folder, "packets.csv");
  fs.writeFileSync(out, "from yesterday");
  const { status, stderr } = runProgram(["export", file, "--what", "packets", "--format", "csv", "--out", out]);
  expect([status, stderr]).toEqual([0, expect.stringContaining("scan.pcap: none of its packets is listed")]);
  expect(fs.readFileSync(out, "utf8")).toMatch(/^capture,captureSha256,number,time,[^\n]*\r\n$/);
});
