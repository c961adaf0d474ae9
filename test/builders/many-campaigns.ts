import fs from "node:fs";
import { type CapturePacket, RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { udpPacket } from "../generator/packet-frames.ts";
import { Random } from "../generator/random.ts";
import { beginRun } from "../generator/tool-messages.ts";

const CAMPAIGNS = 300;
const TOOLS = ["paper/1", "paper/2", "paper/5", "paper/6", "paper/10", "paper/13", "paper/14", "paper/18"];
const DAY_NS = 86_400_000_000_000n;
const FIRST_NS = 1_577_836_800_000_000_000n; // 2020-01-01
const DAYS = 300;

/** Writes a capture of 300 campaigns of five to eight hosts on three to five days of their own. */
export function writeManyCampaigns(file: string): void {
  fs.writeFileSync(file, writePcap(packetsOfCampaigns(), { linkType: RAW_IP, resolution: "microseconds" }));
}

function packetsOfCampaigns(): CapturePacket[] {
  const random = new Random("300 campaigns");
  const packets: CapturePacket[] = [];
  let host = 0;
  for (let campaign = 0; campaign < CAMPAIGNS; campaign++) {
    const tool = TOOLS[campaign % TOOLS.length] as string;
    const days = new Set<number>();
    while (days.size < 3 + (campaign % 3)) days.add(random.int(0, DAYS - 1));
    for (let member = 5 + (campaign % 4); member > 0; member--) {
      host += 1;
      const run = beginRun(tool, random.fork(`${campaign} ${member}`));
      for (const day of days) {
        const start = FIRST_NS + BigInt(day) * DAY_NS + BigInt(random.int(0, 80_000)) * 1_000_000_000n;
        for (let packet = 0; packet < 2 + (campaign % 3); packet++) {
          const ends = {
            source: `10.${campaign >> 8}.${campaign & 255}.${host & 255}`,
            destination: `198.51.100.${random.int(0, 255)}`,
            sourcePort: 5060,
            destinationPort: 5060,
          };
          const header = { source: ends.source, destination: ends.destination, timeToLive: 50, identification: packet };
          const bytes = udpPacket(header, ends, run.next(ends));
          packets.push({
            timeNs: start + BigInt(packet * (1 + (campaign % 7))) * 1_000_000_000n,
            bytes,
            interfaceId: 0,
          });
        }
      }
    }
  }
  return packets.sort((a, b) => (a.timeNs < b.timeNs ? -1 : 1));
}
