import { comparePacketTimes, isLater, type PacketTime } from "./packet-time.ts";

/**
 * How a flow chooses its source ports: one (`fixed`), two to four (`few`), more that go up in the order of their first
 * use (`ascending`), or more without such an order (`per-packet`).
 */
export type SourcePortClass = "fixed" | "few" | "ascending" | "per-packet";

/** Source ports of a flow, as reported. */
export interface SourcePorts {
  readonly class: SourcePortClass;
  readonly distinct: number;
  /** Port of the first packet; of packets at the same time, the lowest. */
  readonly first: number;
  /** k where the one port is 5060 + k: the k-th rung of SIPVicious's search for a free port. Null elsewhere. */
  readonly ladderStep: number | null;
}

/** The numbers a class of source ports rests on. */
export interface SourcePortEvidence {
  /** Of a flow with up to four ports all of them, ascending, where SIPVicious's search from 5060 up may have found each. */
  readonly ladderPorts: readonly number[];
  /** Steps in time from one port's first use to the next one's, among the 64 ports used first. */
  readonly steps: number;
  /** Of these, steps to a higher port. */
  readonly stepsUp: number;
}

/** A port with the time of the first packet from it. */
interface PortUse {
  readonly port: number;
  readonly timeNs: PacketTime;
}

/**
 * What is kept of a flow's source ports: a commutative monoid under `mergeSourcePorts`, at most 64 entries and 8 KiB.
 *
 * A port's first use is the least of its times, so the ports used first, in order, are the same for any order and any
 * split of the packets: a port among the 64 first overall is among the 64 first of the part that holds its first use.
 */
export interface SourcePortState {
  /** The 64 ports used first, by (first use, port); all ports while there are no more. */
  firstUses: PortUse[];
  /** One bit per port once there are more than 64, else null: most flows never pay for it. */
  usedPorts: Uint8Array | null;
}

const KEPT_FIRST_USES = 64;
const MOST_PORTS_CALLED_FEW = 4;
/** Fewer steps than this go up by chance too often. */
const FEWEST_STEPS = 4;
/** Share of steps that must go up; a counter that wraps and replies out of order cost a few. */
const ASCENDING_SHARE = 0.9;
const LADDER_START = 5060;
/** More busy ports than this on one host is not what the ladder is about. */
const LADDER_RUNGS = 64;

/** The state of no packet. */
export function emptySourcePorts(): SourcePortState {
  return { firstUses: [], usedPorts: null };
}

/** Adds one packet to the state, in place. */
export function addSourcePort(state: SourcePortState, port: number, timeNs: PacketTime): void {
  const { firstUses, usedPorts } = state;
  if (usedPorts !== null) markPort(usedPorts, port);
  const known = indexOfPort(firstUses, port);
  const use = { port, timeNs };
  if (known >= 0) {
    if (compareUses(use, firstUses[known] as PortUse) >= 0) return;
    firstUses.splice(known, 1);
  } else if (firstUses.length === KEPT_FIRST_USES) {
    state.usedPorts ??= bitmapOf([...firstUses, use]);
    if (compareUses(use, firstUses.at(-1) as PortUse) > 0) return;
    firstUses.pop();
  }
  let at = firstUses.length;
  while (at > 0 && compareUses(firstUses[at - 1] as PortUse, use) > 0) at -= 1;
  firstUses.splice(at, 0, use);
}

function indexOfPort(uses: readonly PortUse[], port: number): number {
  for (let index = 0; index < uses.length; index += 1) if ((uses[index] as PortUse).port === port) return index;
  return -1;
}

/** The state of both parts' packets; the parts stay as they are. */
export function mergeSourcePorts(a: SourcePortState, b: SourcePortState): SourcePortState {
  const earliest = new Map<number, PortUse>();
  for (const use of [...a.firstUses, ...b.firstUses].sort(compareUses)) {
    if (!earliest.has(use.port)) earliest.set(use.port, use);
  }
  const uses = [...earliest.values()];
  let usedPorts: Uint8Array | null = null;
  if (a.usedPorts !== null || b.usedPorts !== null || uses.length > KEPT_FIRST_USES) {
    usedPorts = bitmapOf(uses);
    for (const part of [a.usedPorts, b.usedPorts]) {
      for (const [index, bits] of part?.entries() ?? []) usedPorts[index] = (usedPorts[index] as number) | bits;
    }
  }
  return { firstUses: uses.slice(0, KEPT_FIRST_USES), usedPorts };
}

/** The class of a flow's source ports; null without a packet. */
export function classifySourcePorts(state: SourcePortState): SourcePorts | null {
  const first = state.firstUses[0]?.port;
  if (first === undefined) return null;
  const distinct = state.usedPorts === null ? state.firstUses.length : countBits(state.usedPorts);
  const ladderStep = first - LADDER_START;
  const onLadder = distinct === 1 && ladderStep >= 0 && ladderStep < LADDER_RUNGS;
  return { class: classOf(state, distinct), distinct, first, ladderStep: onLadder ? ladderStep : null };
}

/** What the class rests on. */
export function sourcePortEvidence(state: SourcePortState): SourcePortEvidence {
  const ports = state.firstUses.map(({ port }) => port).sort((a, b) => a - b);
  const onLadder = ports.every((port) => port >= LADDER_START && port < LADDER_START + LADDER_RUNGS);
  let steps = 0;
  let stepsUp = 0;
  for (const [index, use] of state.firstUses.entries()) {
    const previous = state.firstUses[index - 1];
    // Ports at the same time stand in the order of their numbers: that they go up says nothing.
    if (previous === undefined || !isLater(previous.timeNs, use.timeNs)) continue;
    steps += 1;
    if (use.port > previous.port) stepsUp += 1;
  }
  return { ladderPorts: onLadder && ports.length <= MOST_PORTS_CALLED_FEW ? ports : [], steps, stepsUp };
}

function classOf(state: SourcePortState, distinct: number): SourcePortClass {
  if (distinct === 1) return "fixed";
  if (distinct <= MOST_PORTS_CALLED_FEW) return "few";
  const { steps, stepsUp } = sourcePortEvidence(state);
  return steps >= FEWEST_STEPS && stepsUp >= ASCENDING_SHARE * steps ? "ascending" : "per-packet";
}

function compareUses(a: PortUse, b: PortUse): number {
  return comparePacketTimes(a.timeNs, b.timeNs) || a.port - b.port;
}

function bitmapOf(uses: readonly PortUse[]): Uint8Array {
  const bitmap = new Uint8Array(65_536 / 8);
  for (const { port } of uses) markPort(bitmap, port);
  return bitmap;
}

function markPort(bitmap: Uint8Array, port: number): void {
  bitmap[port >>> 3] = (bitmap[port >>> 3] as number) | (1 << (port & 7));
}

function countBits(bitmap: Uint8Array): number {
  let count = 0;
  for (const bits of bitmap) {
    for (let rest = bits; rest > 0; rest &= rest - 1) count += 1;
  }
  return count;
}
