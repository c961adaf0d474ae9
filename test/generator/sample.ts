import { type CapturePacket, ETHERNET, RAW_IP, writePcapng } from "./capture-writer.ts";
import { ethernetFrame, fragmentIpv4, type IpHeader, udpPacket } from "./packet-frames.ts";
import { Random } from "./random.ts";
import { noisePackets, PACKET_CLASSES, type PacketClass, type SamplePacket } from "./sample-noise.ts";
import {
  CAMPAIGNS,
  type CampaignPlan,
  FIRST_DAY,
  type IdentificationHabit,
  type PortHabit,
  type SourcePlan,
  samplePlans,
  TELESCOPE,
  TELESCOPE_V6,
} from "./sample-plan.ts";

/** What the sample holds, known from its making: the ground truth for every analysis of it. */
export interface SampleFacts {
  readonly seed: string;
  readonly telescope: readonly string[];
  readonly packets: number;
  readonly classes: Readonly<Record<PacketClass, number>>;
  /** SIP requests per tool. */
  readonly tools: Readonly<Record<string, number>>;
  readonly campaigns: readonly (Omit<CampaignPlan, "days"> & { readonly activeDays: readonly string[] })[];
  readonly sources: readonly SourceFacts[];
}

export interface SourceFacts {
  readonly address: string;
  readonly tool: string;
  /** SIP requests. */
  readonly packets: number;
  /** Distinct destinations of its SIP requests. */
  readonly destinations: number;
  readonly strategy: string;
  /** UTC days on which it sent SIP requests. */
  readonly activeDays: readonly string[];
}

const SEED = "ringprint sample 1";

const INTERFACES = [
  { linkType: ETHERNET, name: "tap-a" },
  { linkType: RAW_IP, name: "tap-b" },
] as const;

/** The sample capture and the facts about it; always the same. */
export function buildSample(): { readonly capture: Uint8Array; readonly sampleFacts: SampleFacts } {
  const random = new Random(SEED);
  const scans = samplePlans(random.fork("plans")).map((plan) => ({ plan, ...scanPackets(plan, random) }));
  const packets = [...scans.flatMap((scan) => scan.packets), ...noisePackets(random.fork("noise"))];
  packets.sort((left, right) => (left.timeNs < right.timeNs ? -1 : left.timeNs > right.timeNs ? 1 : 0));

  const tools: Record<string, number> = {};
  for (const { facts } of scans) tools[facts.tool] = (tools[facts.tool] ?? 0) + facts.packets;
  const inClass = (name: PacketClass) => packets.filter((packet) => packet.class === name).length;
  const sampleFacts: SampleFacts = {
    seed: SEED,
    telescope: [...TELESCOPE, TELESCOPE_V6],
    packets: packets.length,
    classes: Object.fromEntries(PACKET_CLASSES.map((name) => [name, inClass(name)])) as Record<PacketClass, number>,
    tools,
    campaigns: CAMPAIGNS.map(({ days, ...campaign }) => ({ ...campaign, activeDays: days.map(dayText) })),
    sources: scans.map((scan) => scan.facts),
  };
  const comment = "Made by test/generator: synthetic traffic between documentation addresses.";
  return { capture: writePcapng(INTERFACES, packets.map(onLink), comment), sampleFacts };
}

/** The second tap watches 203.0.113.0/24 and stores bare IP packets. */
function onLink(packet: SamplePacket): CapturePacket {
  const raw = !packet.isFrame && packet.bytes[16] === 203 && (packet.bytes[0] as number) >> 4 === 4;
  const bytes = raw || packet.isFrame ? packet.bytes : ethernetFrame(packet.bytes);
  const stored = packet.storedBytes === undefined ? bytes.length : packet.storedBytes + (raw ? 0 : 14);
  return {
    timeNs: packet.timeNs,
    bytes: bytes.subarray(0, stored),
    originalLength: bytes.length,
    interfaceId: raw ? 1 : 0,
    ...(packet.comment !== undefined && { comment: packet.comment }),
  };
}

function scanPackets(plan: SourcePlan, sampleRandom: Random): { packets: SamplePacket[]; facts: SourceFacts } {
  const random = sampleRandom.fork(`source ${plan.address}`);
  const run = plan.begin(random);
  const drawPort = portDrawer(plan.ports, random);
  const drawIdentification = identificationDrawer(plan.identification, random);
  const packets: SamplePacket[] = [];
  const destinations = new Set<string>();
  const days = new Set<string>();
  let requests = 0;

  for (const [dayIndex, day] of plan.days.entries()) {
    const targets = plan.visit(random);
    const meanGapNs = (plan.minutes * 60e9) / targets.length;
    let timeNs =
      BigInt(FIRST_DAY + (day * 24 + plan.hour) * 3_600_000) * 1_000_000n + BigInt(random.int(0, 180e6)) * 1000n;
    for (const [index, destination] of targets.entries()) {
      timeNs += BigInt(Math.round(meanGapNs * (0.5 + random.fraction())));
      const header: IpHeader = {
        source: plan.address,
        destination,
        timeToLive: plan.timeToLive,
        identification: drawIdentification(destination),
      };
      const ports = { sourcePort: drawPort(), destinationPort: 5060 };
      if (plan.emptyFirst && dayIndex === 0 && index < 128) {
        const timeBefore = timeNs - BigInt(Math.round(meanGapNs / 4));
        packets.push({ timeNs: timeBefore, class: "empty", bytes: udpPacket(header, ports, new Uint8Array(0)) });
      }
      const message = run.next({ ...header, ...ports, timeMs: Number(timeNs / 1_000_000n) });
      const bytes = udpPacket(header, ports, message);
      if (dayIndex === 0 && index === plan.fragmented) {
        const [first, last] = fragmentIpv4(bytes, [256]) as [Uint8Array, Uint8Array];
        packets.push({ timeNs, class: "fragment", bytes: first });
        timeNs += 40_000n;
        packets.push({ timeNs, class: "sipRequest", bytes: last, comment: "completes the request" });
      } else {
        packets.push({ timeNs, class: "sipRequest", bytes });
      }
      requests += 1;
      destinations.add(destination);
      days.add(new Date(Number(timeNs / 1_000_000n)).toISOString().slice(0, 10));
    }
  }
  const facts = {
    address: plan.address,
    tool: plan.tool,
    packets: requests,
    destinations: destinations.size,
    strategy: plan.strategy,
    activeDays: [...days],
  };
  return { packets, facts };
}

function dayText(day: number): string {
  return new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10);
}

function portDrawer(habit: PortHabit, random: Random): () => number {
  switch (habit.kind) {
    case "fixed":
      return () => habit.port;
    case "few":
      return () => random.pick(habit.ports);
    case "ascending": {
      let next = habit.from;
      return () => next++;
    }
    case "per-packet":
      return () => random.int(habit.from, habit.to);
  }
}

function identificationDrawer(habit: IdentificationHabit, random: Random): (destination: string) => number {
  switch (habit) {
    case "zmap":
      return () => 54321;
    case "zero":
      return () => 0;
    case "constant": {
      const constant = random.int(1, 65535);
      return () => constant;
    }
    case "counter": {
      let next = random.int(0, 65535);
      return () => {
        next = (next + random.int(1, 4)) % 65536; // other traffic of the host moves the counter too
        return next;
      };
    }
    case "per-destination": {
      const cookie = random.int(0, 65535);
      // As masscan: the destination's low half, its port and a cookie, by exclusive or.
      return (destination) => {
        const [, , third, fourth] = destination.split(".").map(Number) as [number, number, number, number];
        return ((third << 8) | fourth) ^ 5060 ^ cookie;
      };
    }
    case "random":
      return () => random.int(0, 65535);
  }
}
