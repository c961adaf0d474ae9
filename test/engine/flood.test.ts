import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { MOST_FAINT_SOURCES } from "../../core/flow/faint-sources.ts";
import { ascii } from "../builders/bytes.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import { analyseFiles, temporaryFolder } from "../builders/program.ts";
import { svmapProbes } from "../builders/svmap-probes.ts";
import { Random } from "../generator/random.ts";

/** Faint sources more than are looked into. */
const BEYOND = 200;
/** A scanner among the flood: with five requests it is looked into, whatever the hash of its address. */
const SCANNER = [203, 0, 113, 9];

test("of a flood of spoofed sources every packet is counted, and the scanner in it is looked into", async () => {
  const random = new Random("flood");
  const spoofed = Array.from({ length: MOST_FAINT_SOURCES + BEYOND }, (_, index) => [
    10,
    index >> 16,
    (index >> 8) & 255,
    index & 255,
  ]);
  const senders = [...spoofed, ...Array.from({ length: 5 }, () => SCANNER)];
  const records = senders.map((source, index) => {
    const [probe] = svmapProbes({ source: source.join("."), telescope: "192.0.2" }, 1, random);
    if (probe === undefined) throw new Error("one probe was asked for");
    const destination = probe.destination.split(".").map(Number);
    const payload = udp(ascii(probe.text), { sourcePort: 5060, destinationPort: 5060 });
    return { seconds: 1_700_000_000 + (index >> 10), bytes: ethernet(ipv4(payload, { source, destination })) };
  });
  const folder = temporaryFolder();
  const write = (name: string, part: typeof records) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, pcapFile({ records: part }));
    return file;
  };
  // Records alternate, so that the scanner is in both files, and faint in each.
  const halves = [0, 1].map((half) =>
    write(
      `half-${half}.pcap`,
      records.filter((_, index) => index % 2 === half),
    ),
  );
  const whole = (await analyseFiles([write("whole.pcap", records)])).report;

  expect(whole.totals).toMatchObject({
    sources: spoofed.length + 1,
    flows: spoofed.length + 1,
    classes: { sipRequest: senders.length },
    methods: { OPTIONS: senders.length },
    setAside: { sources: BEYOND, flows: BEYOND, packets: BEYOND },
  });
  const listed = whole.strands.reduce((sum, strand) => sum + strand.packets, 0);
  expect(listed + whole.totals.setAside.packets).toBe(senders.length);
  expect(whole.flows.find((flow) => flow.source === SCANNER.join("."))).toMatchObject({ packets: 5, destinations: 5 });

  const divided = (await analyseFiles(halves, { threads: 2 })).report;
  expect(divided.totals).toEqual(whole.totals);
  expect(whole.senders.setAside).toEqual({ sources: BEYOND, onePacketSources: BEYOND });
  expect(whole.senders.onePacket?.sources).toBe(spoofed.length - BEYOND);
  expect(divided.senders).toEqual(whole.senders);
  expect(divided.flows).toEqual(whole.flows);
  expect(divided.strands).toEqual(whole.strands);
}, 120_000);
