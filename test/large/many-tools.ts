import fs from "node:fs";
import { RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { drawConditions, sendRun } from "../generator/conditions.ts";
import { udpPacket } from "../generator/packet-frames.ts";
import { Random } from "../generator/random.ts";
import { dotted } from "../generator/scan-order.ts";
import { beginRun } from "../generator/tool-messages.ts";
import { paperTools } from "../generator/tool-table.ts";
import { inventTool } from "../generator/unknown-tools.ts";

const KNOWN = paperTools.map(({ id }) => id);
const TOOLS = [...KNOWN, ...Array.from({ length: 8 }, (_, number) => `unknown ${number}`)];
/** Runs of a tool are set up in so many ways. */
const SET_UPS = 300;
const START_NS = 1_600_000_000_000_000_000n;
const SECOND_NS = 1_000_000_000n;
/** Sources that send at the same time; the next ones follow behind them. */
const CONCURRENT_SOURCES = 1000;
const FILE_HEADER_BYTES = 24;

/**
 * A pcap file of runs of known and invented tools, in turns, each of a source of its own: one flow and one strand of
 * six requests and up.
 */
export function writeManyTools(file: string, sources: number): void {
  const descriptor = fs.openSync(file, "w");
  for (let first = 0; first < sources; first += CONCURRENT_SOURCES) {
    const together = Math.min(CONCURRENT_SOURCES, sources - first);
    const packets = Array.from({ length: together }, (_, index) => packetsOf(first + index)).flat();
    packets.sort((a, b) => (a.timeNs < b.timeNs ? -1 : Number(a.timeNs > b.timeNs)));
    const bytes = writePcap(packets, { linkType: RAW_IP, resolution: "nanoseconds" });
    fs.writeSync(descriptor, first === 0 ? bytes : bytes.subarray(FILE_HEADER_BYTES));
  }
  fs.closeSync(descriptor);
}

function packetsOf(number: number) {
  const tool = TOOLS[number % TOOLS.length] as string;
  const random = new Random(`source ${number}`);
  const source = dotted(0x0b000000 + number);
  const drawn = drawConditions(random.fork("conditions"), false);
  const conditions = { ...drawn, destinationPorts: [5060], source, telescope: "198.51.100." };
  const run = KNOWN.includes(tool)
    ? beginRun(tool, random.fork("run"), { setUp: new Random(`${tool} ${number % SET_UPS}`) })
    : inventTool(tool, random.fork("run"));
  const sent = sendRun(run, random.int(6, 12), conditions, random.fork("packets"));
  const turn = Math.floor(number / CONCURRENT_SOURCES);
  return sent.map(({ endpoints, payload }, index) => {
    const { destination, sourcePort, destinationPort } = endpoints;
    const header = { source, destination, timeToLive: 60, identification: index };
    return {
      timeNs: START_NS + BigInt(turn * 20 + index) * SECOND_NS + BigInt(number % CONCURRENT_SOURCES),
      bytes: udpPacket(header, { sourcePort, destinationPort }, payload),
    };
  });
}
