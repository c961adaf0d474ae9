import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { formatAddress, parseAddress } from "../../../core/net/address.ts";
import { PrefixPreservingMap } from "../../../core/net/prefix-preserving-map.ts";
import type { Report } from "../../../core/report/report.ts";
import { analyseInto, caseIn } from "../../builders/case.ts";
import { analyseFiles, capturesIn, runProgram, temporaryFolder } from "../../builders/program.ts";
import { toolDatagrams } from "../../builders/tool-datagrams.ts";
import { RAW_IP, writePcap } from "../../generator/capture-writer.ts";
import { udpPacket } from "../../generator/packet-frames.ts";

const KEY = "a key of the tests";
const map = new PrefixPreservingMap(KEY);

/** Runs of every tool the generator knows, between addresses of no private use. */
function toolCapture(folder: string): string {
  const file = path.join(folder, "tools.pcap");
  const packets = toolDatagrams(2, 20, "anonymise").map(({ source, destination, payload, ...ports }, index) => ({
    timeNs: BigInt(1_700_000_000 + index) * 1_000_000_000n,
    bytes: udpPacket(
      {
        source: formatAddress(source).replace(/^10\./, "45."),
        destination: formatAddress(destination),
        timeToLive: 60,
        identification: index % 65_536,
      },
      ports,
      Buffer.from(payload.replaceAll(formatAddress(source), formatAddress(source).replace(/^10\./, "45.")), "latin1"),
    ),
  }));
  fs.writeFileSync(file, writePcap(packets, { linkType: RAW_IP, byteOrder: "little", resolution: "nanoseconds" }));
  return file;
}

/** What is found of each strand, by the address its source has or gets. */
function strandsOf({ strands, flows }: Report, mapped: boolean): string[] {
  const sources = new Map(flows.map(({ id, source }) => [id, source]));
  return strands
    .map(({ id, flow, fingerprint, packets, tool }) => {
      const source = sources.get(flow) as string;
      const shown = mapped ? formatAddress(map.map(parseAddress(source) as number | string)) : source;
      // The one signature that asks for a Content-Length: that of a body with addresses changes with their lengths.
      const named =
        tool?.id === "paper/16" || fingerprint.startsWith("sipfp1:inv20_7c4e01952fd5") ? "" : tool?.signature;
      return [shown, id.slice(flow.length), fingerprint, packets, named].join(" ");
    })
    .sort();
}

test("captures of every tool have the same fingerprints and tools behind it, and no address of before", async () => {
  const folder = temporaryFolder();
  const files = [toolCapture(folder), ...capturesIn("tools")];
  const caseFile = caseIn(folder);
  const { report } = await analyseInto(caseFile, files, { make: true });
  const out = path.join(folder, "anonymised.pcapng");
  const args = ["export", caseFile, "--what", "evidence", "--format", "pcapng", "--out", out, "--anonymise", KEY];
  const { status, stderr } = runProgram(args);
  expect([status, stderr]).toEqual([0, expect.not.stringContaining("left out")]);
  const anonymised = await analyseFiles([out]);
  expect(strandsOf(anonymised.report, false)).toEqual(strandsOf(report, true));
  expect(new Set(report.tools.map(({ id }) => id)).size).toBeGreaterThan(25);
  const bytes = fs.readFileSync(out).toString("latin1");
  for (const { address } of report.sources) expect(bytes.includes(address), address).toBe(false);
  expect(bytes).not.toMatch(/198\.51\.100\.\d|100\.51\.198|c6336[4][0-9a-f]{2}\b|3633363[34]/i);
});
