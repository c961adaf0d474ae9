import { compareTimedIds, countSteps, initialTtl, type TimedId } from "../behaviour/ip-header.ts";
import type { SetAside } from "../flow/faint-flows.ts";
import type { IpAddress } from "../net/address.ts";
import type { CountedFlow } from "./counted-flow.ts";
import { addCount, recordOf } from "./plain-record.ts";
import type { ReportSenderGroups, ReportSenders } from "./report.ts";
import { sixDigits } from "./time-text.ts";

/** Packets of each source over all its flows. */
export type PacketsBySource = ReadonlyMap<IpAddress, number>;

export function packetsBySource(flows: readonly CountedFlow[]): PacketsBySource {
  const packets = new Map<IpAddress, number>();
  for (const { source, state } of flows) packets.set(source, (packets.get(source) ?? 0) + state.packets);
  return packets;
}

/** What the IP headers of flows say of their sources; null without a flow. Sources count as a whole, with all packets. */
export function reportSenders(flows: readonly CountedFlow[], packets: PacketsBySource): ReportSenders | null {
  const senders = [...groupBySource(flows).values()];
  const ttls = Float64Array.from(senders, ({ highestTtl }) => highestTtl).sort();
  if (ttls.length === 0) return null;
  const initial = new Map<string, number>();
  for (const ttl of ttls) addCount(initial, String(initialTtl(ttl)), 1);
  return {
    sources: senders.length,
    onePacketSources: senders.filter(({ source }) => packets.get(source) === 1).length,
    ttl: {
      min: ttls[0] as number,
      max: ttls.at(-1) as number,
      distinct: new Set(ttls).size,
      quartiles: [quantile(ttls, 0.25), quantile(ttls, 0.5), quantile(ttls, 0.75)],
      initial: recordOf(initial),
      varyingSources: senders.filter(({ lowestTtl, highestTtl }) => lowestTtl !== highestTtl).length,
    },
    ipId: reportIds(senders.flatMap(({ firstId }) => (firstId === null ? [] : [firstId]))),
  };
}

/** The groups of sources that are no tools. */
export function reportSenderGroups(
  flows: readonly CountedFlow[],
  packets: PacketsBySource,
  setAside: SetAside,
): ReportSenderGroups {
  const isUnnamed = (flow: CountedFlow) => flow.strands.some(({ named }) => named === null);
  return {
    all: reportSenders(flows, packets),
    onePacket: reportSenders(
      flows.filter(({ source }) => packets.get(source) === 1),
      packets,
    ),
    unnamed: reportSenders(flows.filter(isUnnamed), packets),
    setAside: { sources: setAside.sources, onePacketSources: setAside.onePacketSources },
  };
}

/** What is looked at of a source. */
interface Sender {
  readonly source: IpAddress;
  lowestTtl: number;
  highestTtl: number;
  firstId: TimedId | null;
}

function groupBySource(flows: readonly CountedFlow[]): Map<IpAddress, Sender> {
  const senders = new Map<IpAddress, Sender>();
  for (const { source, state, report } of flows) {
    const { min, max } = report.ttl;
    const [id] = state.ipHeaders.earliest;
    const sender = senders.get(source);
    if (sender === undefined) {
      senders.set(source, { source, lowestTtl: min, highestTtl: max, firstId: id ?? null });
      continue;
    }
    sender.lowestTtl = Math.min(sender.lowestTtl, min);
    sender.highestTtl = Math.max(sender.highestTtl, max);
    if (id !== undefined && (sender.firstId === null || compareTimedIds(id, sender.firstId) < 0)) sender.firstId = id;
  }
  return senders;
}

function reportIds(firstIds: readonly TimedId[]): ReportSenders["ipId"] {
  if (firstIds.length === 0) return null;
  const counts = new Map<number, number>();
  for (const { id } of firstIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  let commonest = { value: Number.POSITIVE_INFINITY, sources: 0 };
  for (const [value, sources] of counts) {
    const isMore = sources > commonest.sources || (sources === commonest.sources && value < commonest.value);
    if (isMore) commonest = { value, sources };
  }
  const { dated, counted } = countSteps([...firstIds].sort(compareTimedIds));
  return { sources: firstIds.length, distinct: counts.size, commonest, steps: dated, countedSteps: counted };
}

/** Value at a share of a sorted list, between neighbours in proportion. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return sixDigits(low + (at - Math.floor(at)) * (high - low));
}
