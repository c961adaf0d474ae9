import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { bundlePath } from "../../core/cli/build.mjs";
import { analyseInto, caseIn } from "../builders/case.ts";
import { runProgram, temporaryFolder } from "../builders/program.ts";
import { RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { udpPacket } from "../generator/packet-frames.ts";

/** Each has a header field of its own, and with it a fingerprint of its own. */
const TOOLS = 105;
/** Labels that each analyst gives, and fingerprints that both label. */
const EACH = 50;
const BOTH = 5;

function manyTools(): string {
  const packets = Array.from({ length: TOOLS }, (_, tool) => {
    const source = `203.0.113.${tool + 1}`;
    const message = [
      "OPTIONS sip:100@198.51.100.7 SIP/2.0",
      `Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-1`,
      "From: <sip:100@1.1.1.1>;tag=1",
      "To: <sip:100@1.1.1.1>",
      `Call-ID: ${tool}`,
      "CSeq: 1 OPTIONS",
      `X-Tool-${tool}: yes`,
      "",
      "",
    ].join("\r\n");
    const header = { source, destination: "198.51.100.7", timeToLive: 60, identification: 1 };
    const bytes = udpPacket(header, { sourcePort: 5060, destinationPort: 5060 }, Buffer.from(message));
    return { timeNs: 1_577_836_800_000_000_000n + BigInt(tool) * 1_000_000_000n, bytes };
  });
  const file = path.join(temporaryFolder(), "tools.pcap");
  fs.writeFileSync(file, writePcap(packets, { linkType: RAW_IP, resolution: "microseconds" }));
  return file;
}

function label(file: string, labels: readonly (readonly [fingerprint: string, tool: string])[]): void {
  const lines = labels.map(([fingerprint, tool]) => `${JSON.stringify({ fingerprint, tool })}\n`);
  const input = lines.join("");
  const { stdout } = spawnSync(process.execPath, [bundlePath, "label", file, "--stdin"], { input, encoding: "utf8" });
  expect(stdout.trimEnd().split("\n")).toHaveLength(labels.length);
}

interface Listed {
  readonly labels: readonly { readonly fingerprint: string; readonly tool: string }[];
  readonly conflicts: readonly {
    readonly fingerprint: string;
    readonly holds: { readonly tool: string };
    readonly other: { readonly tool: string };
  }[];
}

function listed(file: string): Listed {
  return JSON.parse(runProgram(["labels", file, "--format", "json"]).stdout) as Listed;
}

test("50 labels by each of two analysts on copies of a case: all are there, and what differs is listed", async () => {
  const folder = temporaryFolder();
  const [mine, yours] = [caseIn(folder, "mine.ringcase"), caseIn(folder, "yours.ringcase")];
  const { report } = await analyseInto(mine, [manyTools()], { make: true, index: false });
  fs.copyFileSync(mine, yours);
  const ids = report.fingerprints.map(({ id }) => id);
  expect(ids).toHaveLength(TOOLS);
  const shared = ids.slice(2 * EACH);
  expect(shared).toHaveLength(BOTH);
  label(
    mine,
    [...ids.slice(0, EACH), ...shared].map((id) => [id, `mine ${id}`]),
  );
  label(
    yours,
    [...ids.slice(EACH, 2 * EACH), ...shared].map((id) => [id, `yours ${id}`]),
  );
  // Both say the same of one.
  const [first = "", ...differing] = shared;
  label(yours, [[first, `mine ${first}`]]);

  const lists = [
    [mine, yours],
    [yours, mine],
  ].map((cases, index) => {
    const merged = caseIn(folder, `merged-${index}.ringcase`);
    const { status, stdout } = runProgram(["merge", ...cases, "--out", merged]);
    expect(status).toBe(0);
    for (const id of differing) expect(stdout).toContain(id);
    expect(stdout).not.toContain(first);
    return listed(merged);
  });
  const [list] = lists;
  expect(lists[1]).toEqual(list);
  expect(list?.labels).toHaveLength(TOOLS);
  for (const [index, id] of ids.entries()) {
    const by = index < EACH || id === first ? "mine" : "yours";
    expect(list?.labels.find(({ fingerprint }) => fingerprint === id)?.tool).toBe(`${by} ${id}`);
  }
  expect(list?.conflicts.map(({ fingerprint, holds, other }) => [fingerprint, holds.tool, other.tool])).toEqual(
    differing.toSorted().map((id) => [id, `yours ${id}`, `mine ${id}`]),
  );

  // Resolved one by one: whoever labels it again has seen both.
  const merged = caseIn(folder, "merged-0.ringcase");
  const [decided = "", ...left] = differing.toSorted();
  label(merged, [[decided, `mine ${decided}`]]);
  expect(listed(merged).conflicts.map(({ fingerprint }) => fingerprint)).toEqual(left);
  for (const id of left) label(merged, [[id, `yours ${id}`]]);
  expect(listed(merged).conflicts).toEqual([]);
  expect(listed(merged).labels.find(({ fingerprint }) => fingerprint === decided)?.tool).toBe(`mine ${decided}`);
});
