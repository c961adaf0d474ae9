import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { formatSummary } from "../../core/report/format-summary.ts";
import type { Report, ReportGroup } from "../../core/report/report.ts";
import { analyseFiles, temporaryFolder } from "../builders/program.ts";
import { RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { udpPacket } from "../generator/packet-frames.ts";
import { Random } from "../generator/random.ts";
import { beginRun, type ToolRun } from "../generator/tool-messages.ts";
import { beginVariantRun, type Edit } from "../generator/variants.ts";

/** A source that sends this many messages of a run, from this day on. */
interface Scan {
  readonly source: string;
  readonly run: ToolRun;
  readonly packets: number;
  readonly day: number;
}

const DAY_NS = 86_400_000_000_000n;

function captureOf(scans: readonly Scan[]): Uint8Array {
  const packets = scans.flatMap(({ source, run, packets: count, day }) =>
    Array.from({ length: count }, (_, index) => {
      const destination = `198.51.100.${index % 250}`;
      const ports = { sourcePort: 5060, destinationPort: 5060 };
      const header = { source, destination, timeToLive: 57, identification: index };
      const bytes = udpPacket(header, ports, run.next({ source, destination, ...ports }));
      return { timeNs: 1_577_836_800_000_000_000n + BigInt(day) * DAY_NS + BigInt(index) * 1_000_000_000n, bytes };
    }),
  );
  return writePcap(packets, { linkType: RAW_IP, resolution: "microseconds" });
}

/** A run of svmap, each with random parts of its own. */
const svmap = (seed: string) =>
  beginRun("paper/1", new Random(seed), { method: "OPTIONS", edition: "py3", setUp: new Random("own address") });
/** A run of an edited svmap. */
const edited = (edit: Edit) =>
  beginVariantRun("paper/1", [edit], new Random(edit), { method: "OPTIONS", edition: "py3" });

/** The same packets each time: runs are used up. */
function scansToGroup(): Scan[] {
  const otherCallId = edited("call-id-format");
  return [
    { source: "203.0.113.1", run: svmap("whole"), packets: 200, day: 0 },
    ...[2, 3, 4].map((host) => ({ source: `203.0.113.${host}`, run: svmap(`two of ${host}`), packets: 2, day: host })),
    { source: "203.0.113.5", run: beginRun("paper/5", new Random("nmap")), packets: 40, day: 2 },
    { source: "203.0.113.6", run: otherCallId, packets: 60, day: 1 },
    { source: "203.0.113.6", run: otherCallId, packets: 1, day: 3 },
    { source: "203.0.113.7", run: edited("header-added"), packets: 30, day: 4 },
    { source: "203.0.113.8", run: edited("tag-shape"), packets: 30, day: 4 },
  ];
}

let known: Promise<Report> | null = null;
/** The report of all scans in one file, made once. */
function reportOfAll(): Promise<Report> {
  known ??= reportOf(scansToGroup());
  return known;
}

async function reportOf(...captures: readonly (readonly Scan[])[]): Promise<Report> {
  const folder = temporaryFolder();
  const files = captures.map((scans, index) => {
    const file = path.join(folder, `${index}.pcap`);
    fs.writeFileSync(file, captureOf(scans));
    return file;
  });
  return (await analyseFiles(files)).report;
}

const groupOf = (report: Report, source: string): ReportGroup | undefined => {
  const strand = report.strands.find(({ flow }) => flow.startsWith(`${source}@`));
  return report.groups.find(({ id }) => id === strand?.group);
};

describe("the groups of a report", () => {
  test("hold every strand once, under its tool", async () => {
    const report = await reportOfAll();
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    for (const { id, tool, packets, members } of report.groups) {
      const strands = report.strands.filter(({ group }) => group === id);
      expect(new Set(strands.map((strand) => strand.tool?.id ?? null))).toEqual(new Set([tool]));
      expect(packets).toBe(sum(strands.map((strand) => strand.packets)));
      expect(members.map(({ fingerprint }) => fingerprint)).toEqual(
        [...new Set(strands.map(({ fingerprint }) => fingerprint))].sort(),
      );
      expect(packets).toBe(sum(members.map((member) => member.packets)));
    }
    expect(sum(report.groups.map(({ packets }) => packets))).toBe(report.totals.packets);
  });

  test("take in fingerprints of two packets, and say that these are provisional", async () => {
    const report = await reportOfAll();
    const group = groupOf(report, "203.0.113.2");
    expect(group).toBe(groupOf(report, "203.0.113.1"));
    expect(group).toMatchObject({ tool: "paper/1", packets: 206, flows: 4, sources: 4, days: 4, grade: "stable" });
    expect(group?.members.filter(({ provisional }) => provisional).map(({ packets }) => packets)).toEqual([2, 2, 2]);
    expect(group?.members.find(({ provisional }) => !provisional)?.fingerprint).toBe(group?.fingerprint);
  });

  test("of no tool are ranked by novelty, volume and spread", async () => {
    const report = await reportOfAll();
    const unknown = report.groups.filter(({ tool }) => tool === null);
    expect(unknown.length).toBeGreaterThan(1);
    for (const { novelty, score, packets, sources, destinations, days } of unknown) {
      const spread = Math.log2(1 + sources) + Math.log2(1 + destinations) + Math.log2(1 + days);
      expect(score).toBeCloseTo((novelty as number) * Math.log2(1 + packets) * spread, 3);
    }
    const ranked = unknown.toSorted((a, b) => (a.rank as number) - (b.rank as number));
    expect(ranked.map(({ rank }) => rank)).toEqual(unknown.map((_, index) => index + 1));
    const scores = ranked.map(({ score }) => score as number);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    for (const { tool, novelty, score, rank } of report.groups) {
      if (tool !== null) expect([novelty, score, rank]).toEqual([null, null, null]);
    }
  });

  test("novelty is what the nearest signature leaves", async () => {
    const report = await reportOfAll();
    const group = groupOf(report, "203.0.113.6");
    const strand = report.strands.find(({ fingerprint }) => fingerprint === group?.fingerprint);
    expect(strand?.near[0]?.signature).toBe("paper/1");
    expect(group?.novelty).toBeCloseTo(1 - (strand?.near[0]?.score as number), 5);
  });

  test("are what the summary lists, one line each, in the order of their rank", async () => {
    const report = await reportOfAll();
    const lines = formatSummary(report).split("\n");
    const start = lines.findIndex((line) => line.startsWith("Fingerprints without a tool"));
    const ranked = report.groups
      .filter(({ rank }) => rank !== null)
      .sort((a, b) => (a.rank as number) - (b.rank as number));
    expect(lines.slice(start + 2, start + 2 + ranked.length).map((line) => line.split(" ")[0])).toEqual(
      ranked.map(({ fingerprint }) => fingerprint),
    );
    expect(lines.filter((line) => line.includes("covers 1 more fingerprint"))).toHaveLength(1);
  });
});

test("groups of scans in two files are those of one", async () => {
  const scans = scansToGroup();
  const { groups } = await reportOf(scans.slice(4), scans.slice(0, 4));
  expect(groups).toEqual((await reportOfAll()).groups);
});
