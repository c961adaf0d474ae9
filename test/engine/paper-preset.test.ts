import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../core/report/report.ts";
import { analyseFiles, capturePath, capturesIn, temporaryFolder } from "../builders/program.ts";
import { RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { udpPacket } from "../generator/packet-frames.ts";
import { Random } from "../generator/random.ts";
import { beginRun, type ToolRun } from "../generator/tool-messages.ts";

/** As the paper prints it (section IV.B). */
const NMAP_AS_PRINTED = `accept:application/sdp
call-id:50000
contact:<sip:nm@nm>
content-length:0
cseq:42 OPTIONS
from:<sip:nm@nm>;tag=root
max-forwards:70
to:<sip:nm2@nm2>
via:SIP/2.0/UDP nm;branch=foo;rport`;

const SOURCE = "203.0.113.9";
/** Where the paper's telescope lay, one and two /16. */
const ONE_PREFIX = [[145, 94]] as const;
const TWO_PREFIXES = [
  [145, 94],
  [131, 180],
] as const;

async function analyseUnderPaper(...files: readonly string[]): Promise<Report> {
  return (await analyseFiles(files, { preset: "paper" })).report;
}

/** The report of one flow: the messages of these runs, one after the other, to random targets of these /16. */
async function analyseFlow(
  runs: readonly ToolRun[],
  count: number,
  prefixes: readonly (readonly [number, number])[],
): Promise<Report> {
  const random = new Random("targets");
  const packets = Array.from({ length: count }, (_, index) => {
    const [first, second] = random.pick(prefixes);
    const destination = `${first}.${second}.${random.int(0, 255)}.${random.int(0, 255)}`;
    const ports = { sourcePort: 5060, destinationPort: 5060 };
    const run = runs[index % runs.length] as ToolRun;
    const header = { source: SOURCE, destination, timeToLive: 57, identification: index };
    const bytes = udpPacket(header, ports, run.next({ source: SOURCE, destination, ...ports }));
    return { timeNs: 1_577_836_800_000_000_000n + BigInt(index) * 5_000_000n, bytes };
  });
  const file = path.join(temporaryFolder(), "flow.pcap");
  fs.writeFileSync(file, writePcap(packets, { linkType: RAW_IP, resolution: "microseconds" }));
  return analyseUnderPaper(file);
}

/** SIPVicious 0.2.8 on a host that knows its own address. */
const svmap028 = (seed: string, method = "OPTIONS") =>
  beginRun("paper/1", new Random(seed), { method, edition: "py2", setUp: new Random("own address") });

const linesOf = (report: Report) => report.fingerprints.map(({ paperText }) => paperText.split("\n"));

describe("the fingerprint is the paper's", () => {
  test("of nmap, character by character", async () => {
    const report = await analyseUnderPaper(capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap"));
    expect(report.fingerprints.map(({ paperText }) => paperText)).toEqual([NMAP_AS_PRINTED]);
    expect(report.strands.map(({ paperText, tool }) => [paperText, tool?.id])).toEqual([[NMAP_AS_PRINTED, "paper/5"]]);
  });

  test("of svmap as captured, with the telescope's own digits in the tag", async () => {
    const report = await analyseUnderPaper(capturePath("tools/svmap-0.3.3-options-sequential.pcap"));
    expect(linesOf(report)).toEqual([
      [
        "accept:application/sdp",
        "call-id:-------------------------",
        "contact:sip:100@SourceIP:SourcePort",
        "content-length:0",
        "cseq:1 OPTIONS",
        // 127.101.0.0/24 and port 5060, then 01 and a random number in digits of hex.
        expect.stringMatching(/^from:"sipvicious"<sip:100@1\.1\.1\.1>;tag=376636353030-{4}3133633401(3-)+-+$/),
        "max-forwards:70",
        'to:"sipvicious"<sip:100@1.1.1.1>',
        "user-agent:friendly-scanner",
        expect.stringMatching(/^via:SIP\/2\.0\/UDP SourceIP:SourcePort;branch=z9hG4bK-{17}$/),
      ],
    ]);
  });

  test.each([
    ["two /16", TWO_PREFIXES, "3-3-------------31336334013-3-3-3-3-3-3-------"],
    ["145.94/16 alone", ONE_PREFIX, "39313565--------31336334013-3-3-3-3-3-3-------"],
  ] as const)("of SIPVicious 0.2.8 over %s", async (_name, prefixes, tag) => {
    const report = await analyseFlow([svmap028("seven digits")], 300, prefixes);
    expect(linesOf(report)).toEqual([
      [
        "accept:application/sdp",
        "call-id:-------------------------",
        "contact:sip:100@SourceIP:SourcePort",
        "content-length:0",
        "cseq:1 OPTIONS",
        `from:"sipvicious"<sip:100@1.1.1.1>;tag=${tag}`,
        "max-forwards:70",
        'to:"sipvicious"<sip:100@1.1.1.1>',
        "user-agent:friendly-scanner",
        "via:SIP/2.0/UDP SourceIP:SourcePort;branch=z9hG4bK-----------------",
      ],
    ]);
    expect(report.strands.map(({ tool, grade }) => [tool?.id, grade])).toEqual([["paper/1", "stable"]]);
  });
});

const run = (toolId: string, edition = "py3", method = "OPTIONS") =>
  beginRun(toolId, new Random(`${toolId} ${edition}`), { method, edition, setUp: new Random("own address") });
const verdictsOf = (report: Report) =>
  report.strands.map(({ verdict, tool, candidates, near, fingerprint }) => ({
    verdict,
    tool: tool?.id ?? null,
    candidates,
    near: near[0]?.signature ?? null,
    fingerprint: fingerprint.replace(/_[0-9a-f]{12}_/, "_"),
  }));

describe("a flow is one strand, judged by the same signatures", () => {
  test.each([
    [
      "one tool in two header orders is named",
      [run("paper/1", "py2"), run("paper/1")],
      { verdict: "match", tool: "paper/1", candidates: [], near: null, fingerprint: "sipfp1:opt12_mixed" },
    ],
    [
      "two tools are several",
      [run("paper/1"), run("paper/5")],
      { verdict: "several", tool: null, candidates: ["paper/1", "paper/5"], fingerprint: "sipfp1:opt11_mixed" },
    ],
    [
      "two tools with a method each are several too",
      [run("paper/1"), run("paper/16", "", "INVITE")],
      { verdict: "several", tool: null, candidates: ["paper/1", "paper/16"], fingerprint: "sipfp1:xxx11_mixed" },
    ],
    [
      "one tool with two methods is only near where its signature asks for one",
      [run("paper/1"), run("paper/1", "py3", "REGISTER")],
      { verdict: "near", tool: null, near: "paper/1", fingerprint: "sipfp1:xxx12_578bcc92" },
    ],
  ])("%s", async (_name, runs, expected) => {
    const report = await analyseFlow(runs, 60, ONE_PREFIX);
    expect(verdictsOf(report)).toEqual([expect.objectContaining(expected)]);
    expect(report.flows.map(({ strands }) => strands.length)).toEqual([1]);
  });

  test("SIPp's calls of three methods are one strand of SIPp, which asks for no method", async () => {
    const report = await analyseUnderPaper(capturePath("tools/sipp-3.6.1-uac-calls.pcap"));
    expect(verdictsOf(report)).toEqual([expect.objectContaining({ verdict: "match", tool: "extra/sipp-uac" })]);
    expect(report.strands.map(({ id, method }) => [id.split("@")[1]?.split("/").slice(1), method])).toEqual([
      [["*", "mixed"], null],
    ]);
  });

  test("messages cut by the snap length name no tool", async () => {
    const report = await analyseUnderPaper(capturePath("tools/svmap-0.3.3-options-snaplen160.pcap"));
    expect(report.strands.map(({ verdict, packets }) => [verdict, packets])).toEqual([["cut", 64]]);
  });
});

test("files in any order, on any number of threads and in chunks of any size give the same report", async () => {
  const files = capturesIn("tools");
  const options = { preset: "paper", crossCheckWorkerUrl: null } as const;
  const { report } = await analyseFiles(files, options);
  expect(report.flows.every(({ strands }) => strands.length === 1)).toBe(true);
  const again = await analyseFiles(files.toReversed(), { ...options, threads: 2, chunkBytes: 997 });
  expect(JSON.stringify(again.report)).toBe(JSON.stringify(report));
});
