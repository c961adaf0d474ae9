import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { MOST_FAINT_FLOWS } from "../../core/flow/faint-flows.ts";
import { ascii } from "../builders/bytes.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import { analyseFiles, temporaryFolder } from "../builders/program.ts";
import { svmapProbes } from "../builders/svmap-probes.ts";
import { withoutPlaces } from "../builders/without-places.ts";
import { Random } from "../generator/random.ts";

/** Faint flows more than are looked into. */
const BEYOND = 200;
/** A scanner among the flood: with five requests it is looked into, whatever the hash of its address. */
const SCANNER = [203, 0, 113, 9];
const IDLE_SECONDS = 1201;

interface Sent {
  readonly source: readonly number[];
  readonly seconds: number;
}

/** The records of a probe each, to a target of its own. */
function recordsOf(sent: readonly Sent[]) {
  const random = new Random("flood");
  return sent.map(({ source, seconds }) => {
    const [probe] = svmapProbes({ source: source.join("."), telescope: "192.0.2" }, 1, random);
    if (probe === undefined) throw new Error("one probe was asked for");
    const destination = probe.destination.split(".").map(Number);
    const payload = udp(ascii(probe.text), { sourcePort: 5060, destinationPort: 5060 });
    return { seconds, bytes: ethernet(ipv4(payload, { source, destination })) };
  });
}

/** Reports of the records as one file, and as two that alternate. */
async function reportsOf(records: ReturnType<typeof recordsOf>) {
  const folder = temporaryFolder();
  const write = (name: string, part: typeof records) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, pcapFile({ records: part }));
    return file;
  };
  const halves = [0, 1].map((half) =>
    write(
      `half-${half}.pcap`,
      records.filter((_, index) => index % 2 === half),
    ),
  );
  const whole = (await analyseFiles([write("whole.pcap", records)])).report;
  const divided = (await analyseFiles(halves, { threads: 2 })).report;
  return { whole, divided };
}

test("of a flood of spoofed sources every packet is counted, and the scanners in it are looked into", async () => {
  const spoofed = Array.from({ length: MOST_FAINT_FLOWS + BEYOND }, (_, index) => [
    10,
    index >> 16,
    (index >> 8) & 255,
    index & 255,
  ]);
  const atOnce = [...spoofed, ...Array.from({ length: 5 }, () => SCANNER)];
  const start = 1_700_000_000;
  const sent = atOnce.map((source, index) => ({ source, seconds: start + (index >> 10) }));
  const slow = [203, 0, 113, 10];
  for (let index = 0; index < 5; index += 1) sent.push({ source: slow, seconds: start + index * IDLE_SECONDS });
  const { whole, divided } = await reportsOf(recordsOf(sent));

  const setAside = whole.totals.setAside;
  expect(whole.totals).toMatchObject({
    sources: spoofed.length + 2,
    flows: spoofed.length + 6,
    classes: { sipRequest: sent.length },
    methods: { OPTIONS: sent.length },
  });
  // One flow of the slow scanner is looked into anyway; its other four are faint flows among the flood's.
  expect(setAside.flows).toBe(BEYOND + 4);
  expect(setAside.packets).toBe(BEYOND + 4);
  const listed = whole.strands.reduce((sum, strand) => sum + strand.packets, 0);
  expect(listed + setAside.packets).toBe(sent.length);
  expect(whole.flows.find((flow) => flow.source === SCANNER.join("."))).toMatchObject({ packets: 5, destinations: 5 });
  expect(whole.flows.some((flow) => flow.source === slow.join("."))).toBe(true);
  expect(whole.sources.find((source) => source.address === slow.join("."))).toMatchObject({ packets: 5, flows: 5 });

  expect(divided.totals).toEqual(whole.totals);
  expect(whole.senders.setAside).toEqual({ sources: setAside.sources, onePacketSources: setAside.sources });
  expect(whole.senders.onePacket?.sources).toBe(spoofed.length - setAside.sources);
  expect(divided.senders).toEqual(whole.senders);
  expect(divided.sources).toEqual(whole.sources);
  expect(divided.flows).toEqual(whole.flows);
  expect(withoutPlaces(divided.strands)).toEqual(withoutPlaces(whole.strands));
}, 240_000);

test("of one source with very many flows of a packet each all are counted, and a bounded number is looked into", async () => {
  const flows = MOST_FAINT_FLOWS + BEYOND;
  const sent = Array.from({ length: flows }, (_, index) => ({
    source: SCANNER,
    // The latest first: flows may come in any order.
    seconds: (flows - index) * IDLE_SECONDS,
  }));
  const { whole, divided } = await reportsOf(recordsOf(sent));
  expect(whole.flows.length).toBe(MOST_FAINT_FLOWS + 1);
  const aside = BEYOND - 1;
  expect(whole.totals).toMatchObject({ sources: 1, flows, setAside: { sources: 0, flows: aside, packets: aside } });
  expect(whole.sources).toMatchObject([{ packets: flows, flows, firstPacketAt: "1970-01-01T00:20:01.000000000Z" }]);
  const days = new Set(sent.map(({ seconds }) => Math.floor(seconds / 86_400)));
  expect(whole.sources[0]?.activeDays.length).toBe(days.size);
  expect(divided.totals).toEqual(whole.totals);
  expect(divided.sources).toEqual(whole.sources);
  expect(divided.flows).toEqual(whole.flows);
}, 240_000);
