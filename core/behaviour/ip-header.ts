import { comparePacketTimes, isLater, type PacketTime } from "./packet-time.ts";

/** What of a packet's IP header tells about its sender. */
export interface IpHeader {
  readonly timeNs: PacketTime;
  /** IPv4 destination as a number; of IPv6 only the hop limit is looked at. */
  readonly destination: number | string;
  /** TTL (IPv4) or hop limit (IPv6) as received. */
  readonly timeToLive: number;
  /** IPv4 identification; null for IPv6. */
  readonly identification: number | null;
}

/** TTL of a flow as received, and what its sender probably set. */
export interface TimeToLive {
  readonly min: number;
  readonly max: number;
  /** The usual start value (32, 64, 128, 255) just above all of them; null where they lie under different ones. */
  readonly likelyInitial: number | null;
}

/**
 * How a sender fills the IPv4 identification: always `zero`; always the same other value (`constant`); a `counter`
 * over all packets; a value or counter that belongs to the destination (`per-destination`); `random`; or `unknown`,
 * because there are too few packets, no times, few values in no pattern, or no such field (IPv6).
 *
 * `per-destination` shows only where destinations are visited again: before that, it looks `random`.
 */
export type IpIdClass = "zero" | "constant" | "counter" | "per-destination" | "random" | "unknown";

/** Identification of a flow's packets, as reported. */
export interface IpId {
  readonly class: IpIdClass;
  /** The one value of all packets (54321: ZMap before 4.1.0), else null. */
  readonly value: number | null;
}

/** The numbers a class of identifications rests on. */
export interface IpIdEvidence {
  /** Packets that have an identification. */
  readonly packets: number;
  /** Distinct values; null: more than eight. */
  readonly distinct: number | null;
  /** Steps in time from packet to packet, among the 64 earliest. */
  readonly steps: number;
  /** Of these, steps that count up a little, in either byte order. */
  readonly countedSteps: number;
  /** Steps from packet to packet to the same destination: of up to 32 destinations the eight earliest packets each. */
  readonly destinationSteps: number;
  /** Of these, steps to the same value or a little up. */
  readonly destinationFollowing: number;
}

/** An identification with the time of its packet. */
export interface TimedId {
  readonly timeNs: PacketTime;
  readonly id: number;
}

interface DestinationIds {
  readonly destination: number;
  /** The destination's place in the draw, see `drawOf`. */
  readonly draw: number;
  /** Its 8 earliest packets, by (time, id). */
  readonly ids: TimedId[];
}

/**
 * What is kept of a flow's IP headers: a commutative monoid under `mergeIpHeaders`. Every list holds the least entries
 * of a total order, so it is bounded and the same for any order and any split of the packets.
 */
export interface IpHeaderState {
  /** Least and greatest TTL; null without a packet. */
  timeToLive: { min: number; max: number } | null;
  /** Packets with an identification. */
  identified: number;
  /** The 9 lowest distinct identifications, ascending: 9 stand for "many". */
  lowestIds: number[];
  /** The 64 earliest packets, by (time, id): they show a counter. */
  earliest: TimedId[];
  /** The 32 destinations drawn lowest, each with its earliest packets: they show what belongs to a destination. */
  destinations: DestinationIds[];
}

const KEPT_IDS = 9;
const KEPT_EARLIEST = 64;
const KEPT_DESTINATIONS = 32;
const KEPT_PER_DESTINATION = 8;
const INITIAL_TTLS = [32, 64, 128, 255];
/** Fewer steps than this show no pattern. */
const FEWEST_STEPS = 4;
/** Share of the steps that must follow the pattern; lost and reordered packets cost a few. */
const PATTERN_SHARE = 0.8;
/** A counter shared with a host's other traffic may skip this much between two probes; chance does so in 3 % of steps. */
const LARGEST_STEP = 1024;

/** The state of no packet. */
export function emptyIpHeaders(): IpHeaderState {
  return { timeToLive: null, identified: 0, lowestIds: [], earliest: [], destinations: [] };
}

/** Adds one packet to the state, in place. */
export function addIpHeader(state: IpHeaderState, header: IpHeader): void {
  const { destination, identification, timeNs, timeToLive } = header;
  const range = state.timeToLive;
  if (range === null) state.timeToLive = { min: timeToLive, max: timeToLive };
  else if (timeToLive < range.min) range.min = timeToLive;
  else if (timeToLive > range.max) range.max = timeToLive;
  if (identification === null || typeof destination !== "number") return;
  state.identified += 1;
  addLowestId(state.lowestIds, identification);
  const packet = { timeNs, id: identification };
  insertBounded(state.earliest, packet, compareTimedIds, KEPT_EARLIEST);
  addToDestination(state.destinations, destination, packet);
}

function addLowestId(lowestIds: number[], id: number): void {
  const highest = lowestIds[KEPT_IDS - 1];
  if (highest !== undefined && id >= highest) return;
  if (!lowestIds.includes(id)) insertBounded(lowestIds, id, compareNumbers, KEPT_IDS);
}

/** The state of both parts' packets; the parts stay as they are. */
export function mergeIpHeaders(a: IpHeaderState, b: IpHeaderState): IpHeaderState {
  const destinations = new Map<number, DestinationIds>();
  for (const entry of [...a.destinations, ...b.destinations]) {
    const ids = [...(destinations.get(entry.destination)?.ids ?? []), ...entry.ids];
    ids.sort(compareTimedIds).splice(KEPT_PER_DESTINATION);
    destinations.set(entry.destination, { ...entry, ids });
  }
  return {
    timeToLive: mergeRanges(a.timeToLive, b.timeToLive),
    identified: a.identified + b.identified,
    lowestIds: [...new Set([...a.lowestIds, ...b.lowestIds])].sort((x, y) => x - y).slice(0, KEPT_IDS),
    earliest: [...a.earliest, ...b.earliest].sort(compareTimedIds).slice(0, KEPT_EARLIEST),
    destinations: [...destinations.values()].sort(compareDestinations).slice(0, KEPT_DESTINATIONS),
  };
}

/** TTL of a flow; null without a packet. */
export function timeToLiveRange(state: IpHeaderState): TimeToLive | null {
  if (state.timeToLive === null) return null;
  const { min, max } = state.timeToLive;
  const initial = initialTtl(max);
  return { min, max, likelyInitial: initialTtl(min) === initial ? initial : null };
}

/** Class of a flow's identifications. */
export function classifyIpId(state: IpHeaderState): IpId {
  const value = state.lowestIds.length === 1 ? (state.lowestIds[0] as number) : null;
  return { class: classOf(state, value), value };
}

function classOf(state: IpHeaderState, value: number | null): IpIdClass {
  if (value === 0) return "zero";
  if (value !== null) return state.identified > 1 ? "constant" : "unknown";
  const { steps, countedSteps, destinationSteps, destinationFollowing } = ipIdEvidence(state);
  if (isPattern(countedSteps, steps)) return "counter";
  const revisited = state.destinations.filter(({ ids }) => ids.length > 1).length;
  if (revisited > 1 && isPattern(destinationFollowing, destinationSteps)) return "per-destination";
  // A handful of values in many packets are several senders behind one address, say, but nothing random.
  const many = state.lowestIds.length === KEPT_IDS || state.lowestIds.length > state.identified / 2;
  return many && steps >= FEWEST_STEPS ? "random" : "unknown";
}

/** What the class rests on. */
export function ipIdEvidence(state: IpHeaderState): IpIdEvidence {
  const { dated, counted } = countSteps(state.earliest);
  const perDestination = state.destinations.map(({ ids }) => countSteps(ids));
  return {
    packets: state.identified,
    distinct: state.lowestIds.length === KEPT_IDS ? null : state.lowestIds.length,
    steps: dated,
    countedSteps: counted,
    destinationSteps: perDestination.reduce((sum, { all }) => sum + all, 0),
    destinationFollowing: perDestination.reduce((sum, steps) => sum + steps.same + steps.counted, 0),
  };
}

function isPattern(following: number, steps: number): boolean {
  return steps >= FEWEST_STEPS && following >= PATTERN_SHARE * steps;
}

/** Steps between neighbours in time: all; with known order; to the same value; a little up, in either byte order. */
export function countSteps(packets: readonly TimedId[]): { all: number; dated: number; same: number; counted: number } {
  const count = { all: 0, dated: 0, same: 0, counted: 0 };
  for (const [index, packet] of packets.entries()) {
    const previous = packets[index - 1];
    if (previous === undefined) continue;
    count.all += 1;
    if (packet.id === previous.id) count.same += 1;
    // Packets at the same time stand in the order of their values: that they go up says nothing.
    if (!isLater(previous.timeNs, packet.timeNs)) continue;
    count.dated += 1;
    // Old Windows counts in the host's byte order.
    const swapped = stepOf(swapBytes(previous.id), swapBytes(packet.id));
    const step = Math.min(stepOf(previous.id, packet.id), swapped);
    if (packet.id !== previous.id && step <= LARGEST_STEP) count.counted += 1;
  }
  return count;
}

function stepOf(from: number, to: number): number {
  return (to - from) & 0xffff;
}

function swapBytes(id: number): number {
  return ((id & 0xff) << 8) | (id >>> 8);
}

/** The usual start value at or just above a TTL as received. */
export function initialTtl(received: number): number {
  return INITIAL_TTLS.find((initial) => received <= initial) as number;
}

function mergeRanges(a: IpHeaderState["timeToLive"], b: IpHeaderState["timeToLive"]): IpHeaderState["timeToLive"] {
  if (a === null || b === null) return a === null ? b && { ...b } : { ...a };
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

function addToDestination(destinations: DestinationIds[], destination: number, packet: TimedId): void {
  const draw = drawOf(destination);
  const last = destinations[KEPT_DESTINATIONS - 1];
  if (last !== undefined && draw > last.draw) return;
  for (const known of destinations) {
    if (known.destination !== destination) continue;
    insertBounded(known.ids, packet, compareTimedIds, KEPT_PER_DESTINATION);
    return;
  }
  insertBounded(destinations, { destination, draw, ids: [packet] }, compareDestinations, KEPT_DESTINATIONS);
}

/** Keeps a sorted list sorted and its least `limit` entries. */
function insertBounded<Item>(list: Item[], item: Item, compare: (a: Item, b: Item) => number, limit: number): void {
  let at = list.length;
  while (at > 0 && compare(list[at - 1] as Item, item) > 0) at -= 1;
  if (at === limit) return;
  list.splice(at, 0, item);
  if (list.length > limit) list.pop();
}

/** Order of packets in time; of equal times, by identification. */
export function compareTimedIds(a: TimedId, b: TimedId): number {
  return comparePacketTimes(a.timeNs, b.timeNs) || a.id - b.id;
}

function compareNumbers(a: number, b: number): number {
  return a - b;
}

function compareDestinations(a: DestinationIds, b: DestinationIds): number {
  return a.draw - b.draw || a.destination - b.destination;
}

/** A fixed scramble of an address (the finaliser of MurmurHash3), so that the destinations kept lie anywhere. */
function drawOf(address: number): number {
  let mixed = Math.imul(address ^ (address >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
