import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parsePrefix } from "../../core/behaviour/telescope.ts";
import { ascii } from "../builders/bytes.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import { analyseFiles, capturePath, temporaryFolder } from "../builders/program.ts";
import { Random } from "../generator/random.ts";

interface Sent {
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  readonly id: number;
  /** Seconds after the first packet. */
  readonly at: number;
}

function fileOf(packets: readonly Sent[]): string {
  const file = path.join(temporaryFolder(), "made.pcap");
  const records = packets.map(({ source, destination, ttl, id, at }, index) => {
    const text = `OPTIONS sip:100@${destination} SIP/2.0\r\nVia: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-${index}\r\nCSeq: 1 OPTIONS\r\n\r\n`;
    const header = {
      source: octetsOf(source),
      destination: octetsOf(destination),
      timeToLive: ttl,
      identification: id,
    };
    const bytes = ethernet(ipv4(udp(ascii(text), { sourcePort: 5060, destinationPort: 5060 }), header));
    return { seconds: 1_600_000_000 + at, bytes };
  });
  fs.writeFileSync(file, pcapFile({ records }));
  return file;
}

const octetsOf = (address: string) => address.split(".").map(Number);

function prefix(text: string) {
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.prefix;
}

test("only a random order is extrapolated, by the telescope that was given or inferred", async () => {
  const random = capturePath("tools/zmap-2.1.1-sip-options-template.pcap");
  const inferred = (await analyseFiles([random])).report;
  expect(inferred.parameters.telescope).toEqual({
    prefixes: ["127.104.0.0/24"],
    inferred: true,
    addresses: 256,
    blindSpeedPps: 13_981, // 2^32 / 256 / 1200 s
  });
  const [flow] = inferred.flows;
  const local = flow?.ratePps as number;
  expect(flow?.extrapolation).toMatchObject({ applicable: true, reason: null, factor: 2 ** 24 });
  expect((flow?.extrapolation.ratePps as number) / local / 2 ** 24).toBeCloseTo(1, 4);
  // 256 packets: 225.6 to 289.4 expected.
  const [low, high] = flow?.extrapolation.ratePpsInterval ?? [0, 0];
  expect((low / local / 2 ** 24) * 256).toBeCloseTo(225.6, 0);
  expect((high / local / 2 ** 24) * 256).toBeCloseTo(289.4, 0);

  const given = (await analyseFiles([random], { telescope: [prefix("127.104.0.0/16")], flowTimeoutSeconds: 60 }))
    .report;
  expect(given.parameters.telescope).toMatchObject({ inferred: false, addresses: 65_536, blindSpeedPps: 1092.27 });
  expect(given.flows[0]?.extrapolation.factor).toBe(65_536);

  const beside = (await analyseFiles([random], { telescope: [prefix("127.104.0.0/25")] })).report;
  expect(beside.flows[0]?.extrapolation).toEqual({
    applicable: false,
    reason: "outside-telescope",
    factor: null,
    ratePps: null,
    ratePpsInterval: null,
  });
  const sequential = (await analyseFiles([capturePath("tools/svmap-0.3.3-options-sequential.pcap")])).report;
  expect(sequential.flows[0]?.extrapolation).toMatchObject({ applicable: false, reason: "not-random", ratePps: null });
  expect(sequential.flows[0]?.ratePps).toBeGreaterThan(0);
});

test("one host that feigns many shows by its TTL and its counter, real hosts do not", async () => {
  const random = new Random("spoof");
  const addresses = (net: string) => Array.from({ length: 200 }, (_, host) => `${net}.${host + 1}`);
  const feigned = addresses("198.18.1").map(
    (source, k): Sent => ({ source, destination: "192.0.2.1", ttl: 54, id: 65_500 + k - (k > 35 ? 65_536 : 0), at: k }),
  );
  const real = addresses("198.18.2").map(
    (source, k): Sent => ({
      source,
      destination: "192.0.2.2",
      ttl: random.pick([64, 128, 255]) - random.int(8, 25),
      id: random.int(0, 65_535),
      at: 1000 + k,
    }),
  );
  const once = (await analyseFiles([fileOf(feigned)])).report.senders;
  expect(once.onePacket).toEqual({
    sources: 200,
    onePacketSources: 200,
    ttl: { min: 54, max: 54, distinct: 1, quartiles: [54, 54, 54], initial: { 64: 200 }, varyingSources: 0 },
    ipId: { sources: 200, distinct: 200, commonest: { value: 0, sources: 1 }, steps: 199, countedSteps: 199 },
  });
  expect(once.all).toEqual(once.onePacket);
  expect(once.unnamed).toEqual(once.all);

  const again = [...real, ...real.slice(0, 50).map((sent) => ({ ...sent, ttl: sent.ttl - 1, at: sent.at + 5000 }))];
  const { all, onePacket } = (await analyseFiles([fileOf(again)])).report.senders;
  expect([all?.sources, all?.onePacketSources, all?.ttl.varyingSources]).toEqual([200, 150, 50]);
  expect([onePacket?.sources, onePacket?.ttl.varyingSources]).toEqual([150, 0]);
  expect(Object.keys(all?.ttl.initial ?? {}).sort((a, b) => Number(a) - Number(b))).toEqual(["64", "128", "255"]);
  expect(all?.ttl.distinct).toBeGreaterThan(30);
  expect((all?.ipId?.countedSteps ?? 0) / (all?.ipId?.steps ?? 1)).toBeLessThan(0.1);
});

test("a tool's senders are those of its flows", async () => {
  const { report } = await analyseFiles([
    capturePath("tools/zmap-2.1.1-sip-options-template.pcap"),
    capturePath("tools/svmap-0.3.3-options-sequential.pcap"),
    capturePath("tools/svmap-0.3.3-options-cooked-v1.pcap"),
  ]);
  const [svmap, zmap] = report.tools;
  expect([svmap?.id, svmap?.senders.sources, svmap?.senders.ttl.initial]).toEqual(["paper/1", 2, { 64: 2 }]);
  expect([zmap?.id, zmap?.senders.ipId?.commonest]).toEqual(["paper/10", { value: 54_321, sources: 1 }]);
  expect(report.senders.all?.sources).toBe(3);
  expect(report.senders.unnamed).toBeNull();
});
