import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Report, ReportStrand } from "../../core/report/report.ts";
import { analyseFiles, temporaryFolder } from "../builders/program.ts";
import { ETHERNET, writePcapng } from "../generator/capture-writer.ts";
import { familyOf } from "../generator/families.ts";
import { ethernetFrame, udpPacket } from "../generator/packet-frames.ts";
import { Random } from "../generator/random.ts";
import { beginRun, type ToolRun } from "../generator/tool-messages.ts";
import { paperTools } from "../generator/tool-table.ts";
import { beginVariantRun, EDITS, type Edit, identityAfter } from "../generator/variants.ts";

const PACKETS = 50;
const START_NS = 1_577_836_800_000_000_000n;
const STEP_NS = 5_000_000n;

/** A source that runs one tool. */
interface Scan {
  readonly source: string;
  readonly run: ToolRun;
}

/** One capture in which each scan sends 50 packets to 50 targets. */
async function analyseScans(scans: readonly Scan[]): Promise<Report> {
  const packets = scans.flatMap(({ source, run }, scan) =>
    Array.from({ length: PACKETS }, (_, index) => {
      const destination = `198.51.100.${index + 1}`;
      const ports = { sourcePort: 5060, destinationPort: 5060 };
      const payload = run.next({ source, destination, ...ports });
      const header = { source, destination, timeToLive: 57, identification: index };
      const timeNs = START_NS + STEP_NS * BigInt(scan * PACKETS + index);
      return { timeNs, bytes: ethernetFrame(udpPacket(header, ports, payload)) };
    }),
  );
  const file = path.join(temporaryFolder(), "scans.pcapng");
  fs.writeFileSync(file, writePcapng([{ linkType: ETHERNET, name: "test" }], packets, "generated"));
  return (await analyseFiles([file])).report;
}

function strandsOf(report: Report, source: string): readonly ReportStrand[] {
  return report.strands.filter((strand) => strand.id.startsWith(`${source}@`));
}

function addressOf(index: number): string {
  return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
}

test("the 21 tools, as an independent generator sends them, are named: 21 of 21, ten times over", async () => {
  const scans = Array.from({ length: 10 }, (_, round) =>
    paperTools.map((tool, index) => ({
      source: addressOf(256 * (round + 1) + index),
      tool: tool.id,
      run: beginRun(tool.id, new Random(`round ${round} of ${tool.id}`)),
    })),
  ).flat();
  const report = await analyseScans(scans);
  for (const { source, tool } of scans) {
    expect([source, tool, strandsOf(report, source).map((strand) => strand.tool?.id)]).toEqual([source, tool, [tool]]);
  }
});

test("edited tools are not named, and what they are like is the right family always, the right base in 90 %", async () => {
  const edited = paperTools.flatMap((tool) =>
    EDITS.filter((edit) => identityAfter(tool, edit) === "lost").flatMap((edit) =>
      [1, 2].map((round) => ({ tool, edit, seed: `${tool.id} ${edit} ${round}` })),
    ),
  );
  const scans = edited.map(({ tool, edit, seed }, index) => ({
    source: addressOf(256 + index),
    tool,
    edit,
    run: beginVariantRun(tool.id, [edit], new Random(seed)),
  }));
  const report = await analyseScans(scans);
  const named: [string, Edit][] = [];
  const wrongFamily: [string, Edit, string | undefined][] = [];
  const wrongBase: [string, Edit, string | undefined][] = [];
  for (const { source, tool, edit } of scans) {
    const [strand] = strandsOf(report, source);
    if (strand?.tool !== null) named.push([tool.id, edit]);
    const nearest = strand?.near[0]?.signature;
    const nearestTool = nearest?.split("/").slice(0, 2).join("/") ?? "";
    const tie = strand?.nearFamily === familyOf(tool.id);
    if (familyOf(nearestTool) !== familyOf(tool.id)) wrongFamily.push([tool.id, edit, nearest]);
    if (nearestTool !== tool.id && !tie) wrongBase.push([tool.id, edit, nearest]);
  }
  expect(named).toEqual([]);
  expect(wrongFamily).toEqual([]);
  expect(wrongBase.length / scans.length, JSON.stringify(wrongBase)).toBeLessThanOrEqual(0.1);
});
