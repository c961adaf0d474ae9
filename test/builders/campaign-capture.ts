import fs from "node:fs";
import path from "node:path";
import { type CapturePacket, RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { udpPacket } from "../generator/packet-frames.ts";
import { Random } from "../generator/random.ts";

const DAY_NS = 86_400_000_000_000n;

/** Days after 2020-01-01 on which sources send; each source is the last octet of its address. */
export interface ActingSources {
  readonly sources: readonly number[];
  readonly days: readonly number[];
}

/**
 * Writes a capture in which sources send a few SIP requests of one tool on their days. Who they are decides when they
 * send, and nothing else: the same source sends the same in each capture.
 */
export function writeCampaigns(folder: string, name: string, acting: readonly ActingSources[]): string {
  const packets = acting.flatMap(({ sources, days }) =>
    days.flatMap((day) => sources.flatMap((source) => packetsOf(source, day))),
  );
  packets.sort((a, b) => (a.timeNs < b.timeNs ? -1 : Number(a.timeNs > b.timeNs)));
  const file = path.join(folder, name);
  fs.writeFileSync(file, writePcap(packets, { linkType: RAW_IP, resolution: "microseconds" }));
  return file;
}

function packetsOf(source: number, day: number): CapturePacket[] {
  const random = new Random(`${source} on day ${day}`);
  const from = `192.0.2.${source}`;
  const startNs = BigInt(Date.UTC(2020, 0, 1)) * 1_000_000n + BigInt(day) * DAY_NS + BigInt(source) * 60_000_000_000n;
  return Array.from({ length: 3 }, (_, request) => {
    const target = `198.51.100.${random.int(1, 254)}`;
    const text = [
      `OPTIONS sip:100@${target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${from}:5060;branch=z9hG4bK-${random.digits(10)};rport`,
      `From: <sip:probe@${from}>;tag=${random.hex(8)}`,
      `To: <sip:100@${target}>`,
      `Call-ID: ${random.digits(24)}`,
      "CSeq: 1 OPTIONS",
      "User-Agent: one-of-its-kind",
      "Content-Length: 0",
      "",
      "",
    ].join("\r\n");
    const header = { source: from, destination: target, timeToLive: 60, identification: 0 };
    const ports = { sourcePort: 5060, destinationPort: 5060 };
    return {
      timeNs: startNs + BigInt(request) * 1_000_000_000n,
      bytes: udpPacket(header, ports, Buffer.from(text)),
    };
  });
}
