import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import type { Report } from "../../core/report/report.ts";
import { concat } from "../builders/bytes.ts";
import { hasRead } from "../builders/has-read.ts";
import { ipv4 } from "../builders/packet.ts";
import { comment, enhancedPacket, interfaceDescription, sectionHeader } from "../builders/pcapng.ts";
import { capturePath, ROOT, runProgram, temporaryFolder } from "../builders/program.ts";
import { RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { udpPacket } from "../generator/packet-frames.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");

const schema: object = JSON.parse(fs.readFileSync(path.join(ROOT, "resources/schemas/report.schema.json"), "utf8"));
const fitsSchema = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

/** Control characters other than line ends: nothing a terminal would obey may be printed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const TERMINAL_CONTROLS = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;

function reportOf(text: string): Report {
  const report: unknown = JSON.parse(text);
  expect(fitsSchema(report), JSON.stringify(fitsSchema.errors?.slice(0, 3))).toBe(true);
  return report as Report;
}

test("the sample gives a table that names tools, counts and what is unknown", () => {
  const { status, stdout, stderr } = runProgram(["analyse", SAMPLE]);
  expect(status).toBe(0);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^telescope-sample\.pcapng: pcapng, 29,761 packets, 12 comments$/m);
  expect(stdout).toMatch(/^paper\/1 +SIPVicious svmap +6,400 +6 +46 +sequential 45, random 1$/m);
  expect(stdout).toMatch(/like paper\/1, score 0\.\d\d; differs in from, to, user-agent$/m);
  expect(stdout).not.toMatch(TERMINAL_CONTROLS);
});

test("the report of every capture fits its schema", () => {
  for (const folder of ["tools", "formats", "damaged", "public", "tcpdump-tests"]) {
    const { stdout, status } = runProgram(["analyse", capturePath(folder), "--report", "-"]);
    const report = reportOf(stdout);
    expect(report.captures.length).toBeGreaterThan(10);
    expect(["tools", "formats", "public"].includes(folder) ? 0 : 1).toBe(status);
  }
  reportOf(runProgram(["analyse", SAMPLE, "--format", "json"]).stdout);
});

test("--report writes the file beside the table, and the same bytes as --report -", () => {
  const file = path.join(temporaryFolder(), "report.json");
  const { status, stdout } = runProgram(["analyse", SVMAP, "--report", file]);
  expect(status).toBe(0);
  expect(stdout).toContain("SIPVicious svmap");
  expect(fs.readFileSync(file, "utf8")).toBe(runProgram(["analyse", SVMAP, "--report", "-"]).stdout);
  expect(fs.readdirSync(path.dirname(file))).toEqual(["report.json"]);
});

test("analyze, threads and packs change nothing of the report", () => {
  const expected = runProgram(["analyse", SVMAP, "--report", "-", "--threads", "1"]).stdout;
  expect(runProgram(["analyze", SVMAP, SVMAP, "--report=-", "--threads=2"]).stdout).toBe(expected);
});

test("ports, telescope and timeout are taken and reported", () => {
  const args = ["--ports", "5062,5060", "--telescope", "127.101.0.0/24", "--flow-timeout", "90s", "--report", "-"];
  const { parameters } = reportOf(runProgram(["analyse", SVMAP, ...args]).stdout);
  expect(parameters).toMatchObject({
    ports: [5060, 5062],
    flowTimeoutSeconds: 90,
    telescope: { prefixes: ["127.101.0.0/24"], inferred: false },
    packs: [{ id: expect.any(String), version: expect.stringMatching(/^\d+\.\d+\.\d+/) }],
  });
  const any = reportOf(runProgram(["analyse", SVMAP, "--ports", "any", "--report", "-"]).stdout);
  expect(any.parameters.ports).toBe("any");
  expect(any.totals.classes.sipRequest).toBe(256);
  const none = reportOf(runProgram(["analyse", SVMAP, "--ports", "5999", "--report", "-"]).stdout);
  expect(none.totals.classes).toMatchObject({ sipRequest: 0, otherPort: 256 });
});

test("tunnels are opened unless --no-tunnels says otherwise, and the report tells", () => {
  const header = { source: "192.0.2.1", destination: "198.51.100.1", timeToLive: 64, identification: 1 };
  const message = Buffer.from("OPTIONS sip:100@198.51.100.1 SIP/2.0\r\nVia: v\r\n\r\n");
  const inside = udpPacket(header, { sourcePort: 5061, destinationPort: 5060 }, message);
  const file = path.join(temporaryFolder(), "tunnel.pcap");
  fs.writeFileSync(
    file,
    writePcap([{ timeNs: 0n, bytes: ipv4(inside, { protocol: 4 }), interfaceId: 0 }], {
      linkType: RAW_IP,
      resolution: "microseconds",
    }),
  );
  const opened = reportOf(runProgram(["analyse", file, "--report", "-"]).stdout);
  expect([opened.parameters.tunnels, opened.totals.classes.sipRequest]).toEqual([true, 1]);
  const closed = reportOf(runProgram(["analyse", file, "--no-tunnels", "--report", "-"]).stdout);
  expect([closed.parameters.tunnels, closed.totals.classes.otherTransport]).toEqual([false, 1]);
});

test("--cross-check says of each capture what a second reader finds, and what cannot be compared is no fault", () => {
  const { status, stdout, stderr } = runProgram(["analyse", SVMAP, SAMPLE, "--cross-check"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /^svmap-[^:]+\.pcap: A second, independent reader finds the same: 256 packets with [\d,]+ bytes/m,
  );
  expect(stdout).toMatch(/^telescope-sample\.pcapng: Not comparable\. The second reader reads classic pcap only/m);
  const { captures } = reportOf(runProgram(["analyse", SVMAP, SAMPLE, "--cross-check", "--report", "-"]).stdout);
  expect(captures.map(({ crossCheck }) => crossCheck?.kind).sort()).toEqual(["agrees", "not-comparable"]);
  const unasked = reportOf(runProgram(["analyse", SVMAP, "--report", "-"]).stdout);
  expect(unasked.captures[0]?.crossCheck).toBeNull();
});

test("fingerprint prints the masked text, or the fingerprints of the report", () => {
  const text = runProgram(["fingerprint", SVMAP]);
  expect(text.status).toBe(0);
  expect(text.stdout).toContain("sipfp1:opt12_665c37c4769b_578bcc92  paper/1  256 packets, 1 flow, 1 source\n");
  expect(text.stdout).toContain("  via:SIP/2.0/UDP {SourceIP}:{SourcePort};branch=z9hG4bK-{7-10:dec};rport\n");
  const json = JSON.parse(runProgram(["fingerprint", SVMAP, "--format", "json"]).stdout) as Report["fingerprints"];
  expect(json).toEqual(reportOf(runProgram(["analyse", SVMAP, "--report", "-"]).stdout).fingerprints);
});

test("the paper preset is reported, fits the schema, and takes what it fixes when it is given as well", () => {
  const plain = runProgram(["analyse", capturePath("tools"), "--preset", "paper", "--report", "-"]);
  const report = reportOf(plain.stdout);
  expect(report.parameters).toMatchObject({ preset: "paper", ports: [5060], flowTimeoutSeconds: 1200 });
  expect(report.strands.every(({ paperText }) => paperText !== null)).toBe(true);
  const args = ["--preset=paper", "--ports=5060", "--flow-timeout=1200s", "--report=-"];
  expect(runProgram(["analyse", capturePath("tools"), ...args]).stdout).toBe(plain.stdout);
  const ours = reportOf(runProgram(["analyse", SVMAP, "--preset", "default", "--report", "-"]).stdout);
  expect(ours.parameters.preset).toBe("default");
  expect(ours.strands.map(({ paperText }) => paperText)).toEqual([null]);
});

test("fingerprints are printed as the paper prints them, under its preset", () => {
  const args = ["fingerprint", capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap"), "--preset", "paper"];
  const { status, stdout } = runProgram(args);
  expect(status).toBe(0);
  expect(stdout.split("\n").slice(1)).toEqual([
    "  accept:application/sdp",
    "  call-id:50000",
    "  contact:<sip:nm@nm>",
    "  content-length:0",
    "  cseq:42 OPTIONS",
    "  from:<sip:nm@nm>;tag=root",
    "  max-forwards:70",
    "  to:<sip:nm2@nm2>",
    "  via:SIP/2.0/UDP nm;branch=foo;rport",
    "",
  ]);
});

test.each([
  [["--help"], /Usage: ringprint <command>/],
  [["help", "analyse"], /Usage: ringprint analyse/],
  [["analyse", "--help"], /--flow-timeout TIME/],
  [["fingerprint", "-h"], /Usage: ringprint fingerprint/],
  [[], /Usage: ringprint <command>/],
  [["--version"], /^ringprint \d+\.\d+\.\d+\n$/],
])("%j answers with exit code 0", (args, expected) => {
  const { status, stdout, stderr } = runProgram(args);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(expected);
});

test.each([
  [["dance"], 'There is no command "dance".'],
  [["analyse"], "analyse needs at least one capture or folder."],
  [["analyse", SVMAP, "--colour"], "Unknown option '--colour'."],
  [["analyse", SVMAP, "--ports", "70000"], '--ports: "70000" is neither "any" nor a list of ports'],
  [["analyse", SVMAP, "--flow-timeout", "soon"], '--flow-timeout: "soon" is no time above zero'],
  [["analyse", SVMAP, "--telescope", "10.0.0.1/8"], "--telescope:"],
  [["analyse", SVMAP, "--threads", "0"], "--threads is a number from 1 to"],
  [["analyse", SVMAP, "--format", "xml"], "--format is table or json."],
  [["fingerprint", SVMAP, "--cross-check"], "fingerprint compares no readers; use analyse --cross-check."],
  [["analyse", SVMAP, "--no-index"], "--no-index needs --case."],
  [["analyse", SVMAP, "--reread"], "--reread needs --case."],
  [["fingerprint", SVMAP, "--case", "x.ringcase"], "fingerprint knows no case; use analyse --case."],
  [["analyse", SVMAP, "--preset", "wild"], '--preset: "wild" is neither default nor paper.'],
  [["analyse", SVMAP, "--preset", "paper", "--ports", "5060,5061"], "--preset: The paper reads port 5060 alone"],
  [["analyse", SVMAP, "--preset", "paper", "--ports", "any"], "--preset: The paper reads port 5060 alone"],
  [["fingerprint", SVMAP, "--flow-timeout=90s", "--preset=paper"], "--preset: The paper ends a flow after 20 minutes"],
  [["analyse", SVMAP, "--pack", "missing.ringpack"], "the pack cannot be read"],
  [["analyse", SVMAP, "--pack", SVMAP], "the file is not JSON"],
  [["analyse", SVMAP, "--report", "no-such-folder/report.json"], "cannot be written (ENOENT)"],
])("wrong usage %j is one clear sentence and exit code 2", (args, sentence) => {
  const { status, stdout, stderr } = runProgram(args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/ {4}at |Error:/);
});

const DAMAGED: readonly (readonly [string, number, string])[] = [
  ["empty-file.pcap", 2, "The file is empty."],
  ["text-not-a-capture.pcap", 2, "neither pcap nor pcapng"],
  ["random-64k.pcap", 2, "neither pcap nor pcapng"],
  ["zip-magic.pcap", 2, "unzip FILE"],
  ["header-cut-at-20.pcap", 2, "ends inside its header"],
  ["cut-in-packet.pcap", 1, "the 63 packets before it were kept"],
  ["gzip-cut.pcap.gz", 1, "ends too early"],
  ["gzip-bad-crc.pcap.gz", 1, "incorrect data check"],
  ["huge-caplen-first-record.pcap", 1, "claims 2147483647 stored bytes"],
  ["pcapng-epb-interface-7.pcapng", 1, "names an interface its section does not declare"],
  ["unknown-linktype.pcap", 1, "link type this version cannot decode"],
  ["header-only.pcap", 0, ""],
  ["snaplen-zero.pcap", 0, ""],
];

test.each(DAMAGED)("%s ends with exit code %i and says why", (name, code, sentence) => {
  const { status, stderr } = runProgram(["analyse", capturePath(`damaged/${name}`)]);
  expect(status).toBe(code);
  expect(stderr).toContain(sentence);
  if (sentence === "") expect(stderr).toBe("");
  expect(stderr).not.toMatch(/ {4}at |Error:/);
});

test("the summary says how many bytes were not read, where that can be told", () => {
  const summary = (name: string) => runProgram(["analyse", capturePath(`damaged/${name}`)]).stdout.split("\n")[0];
  expect(summary("cut-in-packet.pcap")).toBe("cut-in-packet.pcap: pcap, 63 packets, incomplete: 368 bytes not read");
  expect(summary("gzip-cut.pcap.gz")).toBe("gzip-cut.pcap.gz: pcap, gzip, 27 packets, incomplete");
});

test("comments are counted in the summary and kept in the report, where they cannot speak to the terminal", () => {
  const file = path.join(temporaryFolder(), "comments.pcapng");
  const options = comment("M\xc3\xbcnchen \x1b[31m");
  fs.writeFileSync(
    file,
    concat(sectionHeader({ options }), interfaceDescription(), enhancedPacket({ options: comment("\xff") })),
  );
  expect(runProgram(["analyse", file]).stdout).toMatch(/^comments\.pcapng: pcapng, 1 packet, 2 comments$/m);
  const { stdout } = runProgram(["analyse", file, "--report", "-"]);
  expect(stdout).not.toMatch(TERMINAL_CONTROLS);
  expect(reportOf(stdout).captures[0]).toMatchObject({
    commentCount: 2,
    comments: [
      { about: "section", packet: null, text: "München \x1b[31m" },
      { about: "packet", packet: 1, text: "\\xff" },
    ],
  });
});

test("a gzip file whose check sum is wrong keeps all its packets", () => {
  const { stdout } = runProgram(["analyse", capturePath("damaged/gzip-bad-crc.pcap.gz"), "--report", "-"]);
  expect(reportOf(stdout)).toMatchObject({ totals: { packets: 64 }, captures: [{ complete: false }] });
});

test("a missing file, an empty folder and a folder without captures end with exit code 2", () => {
  const folder = temporaryFolder();
  const missing = runProgram(["analyse", path.join(folder, "missing.pcap")]);
  expect([missing.status, missing.stdout]).toEqual([2, ""]);
  expect(missing.stderr).toContain("missing.pcap: not read. There is no such file.");
  const empty = runProgram(["analyse", folder]);
  expect([empty.status, empty.stderr]).toEqual([2, expect.stringContaining("The folder holds no files.")]);
  fs.writeFileSync(path.join(folder, "notes.txt"), "no capture");
  expect(runProgram(["analyse", folder]).status).toBe(2);
});

test("a bad input beside a good one costs exit code 1; in a folder it is only listed", () => {
  const folder = temporaryFolder();
  const notes = path.join(folder, "notes.txt");
  fs.writeFileSync(notes, "no capture");
  fs.copyFileSync(SVMAP, path.join(folder, "scan.pcap"));
  fs.symlinkSync(SAMPLE, path.join(folder, "link.pcapng"));
  const named = runProgram(["analyse", SVMAP, notes]);
  expect([named.status, named.stdout.includes("SIPVicious svmap")]).toEqual([1, true]);
  const inFolder = runProgram(["analyse", folder, "--report", "-"]);
  expect(inFolder.status).toBe(0);
  const report = reportOf(inFolder.stdout);
  expect(report.notRead).toMatchObject([{ name: "notes.txt", code: "not-a-capture" }]);
  expect(report.captures.map((capture) => capture.name)).toEqual(["scan.pcap"]);
});

test("a report never replaces a capture, by whatever name it is called", () => {
  const folder = temporaryFolder();
  const capture = path.join(folder, "scan.pcap");
  fs.copyFileSync(SVMAP, capture);
  fs.linkSync(capture, path.join(folder, "report.json"));
  for (const [input, name] of [
    [capture, "scan.pcap"],
    [capture, "report.json"],
    [folder, "scan.pcap"],
  ] as const) {
    const { status, stdout, stderr } = runProgram(["analyse", input, "--report", path.join(folder, name)]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("is one of the captures");
  }
  expect(fs.readFileSync(capture)).toEqual(fs.readFileSync(SVMAP));
  expect(fs.readdirSync(folder).sort()).toEqual(["report.json", "scan.pcap"]);
});

test("a path below a file is a missing file", () => {
  const { status, stderr } = runProgram(["analyse", path.join(SVMAP, "x")]);
  expect(status).toBe(2);
  expect(stderr).toContain("There is no such file.");
});

test("a flood of single probes is folded and said, not compared one by one", () => {
  const file = path.join(temporaryFolder(), "flood.pcap");
  const packets = Array.from({ length: 1500 }, (_, index) => {
    const source = `10.1.${index >> 8}.${index & 255}`;
    const text = `OPTIONS sip:a@198.51.100.7 SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=${index}\r\nX-${index}: 1\r\n\r\n`;
    const header = { source, destination: "198.51.100.7", timeToLive: 60, identification: index };
    const bytes = udpPacket(header, { sourcePort: 5060, destinationPort: 5060 }, new TextEncoder().encode(text));
    return { timeNs: 1_577_836_800_000_000_000n + BigInt(index), bytes };
  });
  fs.writeFileSync(file, writePcap(packets, { linkType: RAW_IP, resolution: "nanoseconds" }));
  const report = reportOf(runProgram(["analyse", file, "--report", "-"]).stdout);
  expect(report.strands.length).toBe(1500);
  expect(report.strands.filter((strand) => strand.verdict === "not-compared").length).toBe(500);
});

test("file names cannot speak to the terminal", () => {
  const file = path.join(temporaryFolder(), "\u001b[31mred\u202e\u009b.pcap");
  fs.copyFileSync(capturePath("damaged/cut-in-packet.pcap"), file);
  for (const args of [
    ["analyse", file],
    ["analyse", file, "--report", "-"],
  ]) {
    const { stdout, stderr } = runProgram(args);
    expect(stdout + stderr).not.toMatch(TERMINAL_CONTROLS);
    expect(stdout + stderr).not.toContain("\u202e");
  }
  const report = reportOf(runProgram(["analyse", file, "--report", "-"]).stdout);
  expect(report.captures[0]?.name).toBe("\u001b[31mred\u202e\u009b.pcap");
});

test("a pipe that closes early is no error", async () => {
  const child = spawn(process.execPath, [bundlePath, "analyse", SAMPLE, "--report", "-"]);
  child.stdout.once("data", () => child.stdout.destroy());
  let errors = "";
  child.stderr.on("data", (bytes: Buffer) => {
    errors += bytes.toString();
  });
  const status = await new Promise((resolve) => child.on("close", resolve));
  expect([status, errors]).toEqual([0, ""]);
});

test("an interrupt keeps what was read and ends with exit code 130", async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "long.pcap");
  const COPIES = 1700;
  const svmap = fs.readFileSync(SVMAP);
  const writer = fs.openSync(file, "w");
  fs.writeSync(writer, svmap.subarray(0, 24));
  for (let copy = 0; copy < COPIES; copy += 1) fs.writeSync(writer, svmap.subarray(24));
  fs.closeSync(writer);
  const child = spawn(process.execPath, [bundlePath, "analyse", file, "--report", "-"]);
  let output = "";
  child.stdout.on("data", (bytes: Buffer) => {
    output += bytes.toString();
  });
  const closed = new Promise((resolve) => child.on("close", resolve));
  // All of it once, to hash it, and a part once more.
  await hasRead(child.pid, fs.statSync(file).size * 1.2);
  child.kill("SIGINT");
  const status = await closed;
  expect(status).toBe(130);
  const report = reportOf(output);
  const packets = report.totals.packets;
  expect(packets).toBeLessThan(COPIES * 256);
  expect(report.captures.every((capture) => !capture.complete)).toBe(true);
  expect(report.captures.length + report.notRead.length).toBe(1);
});
