import type { Random } from "./random.ts";
import { dotted, prefix, type ScanOrder, scanOrder, telescopeAddresses } from "./scan-order.ts";
import { beginRun, type RunOptions, type ToolRun } from "./tool-messages.ts";
import { beginVariantRun, type Edit } from "./variants.ts";

/**
 * The telescope of the sample. Half of 192.0.2.0/24 belongs to it because in two prefixes alone the reverse-byte order
 * is the sequential one, but for two lanes; the scanners live in the other half.
 */
export const TELESCOPE = ["192.0.2.128/25", "198.51.100.0/24", "203.0.113.0/24"] as const;
export const TELESCOPE_V6 = "2001:db8:5060::/64";
const telescope = TELESCOPE.map(prefix);

/** The days of the sample: six weeks from Monday 6 January 2020. */
export const FIRST_DAY = Date.UTC(2020, 0, 6);
export const DAYS = 42;

/** One scanning source: what it sends, where, when, and how its IP headers look. */
export interface SourcePlan {
  readonly address: string;
  /** `paper/N`, `extra/<slug>`, or `unknown:<base>` for an edited tool. */
  readonly tool: string;
  /** Strategy that its flows should show, in the words of the analysis. */
  readonly strategy: string;
  /** Days counted from the first day of the sample. */
  readonly days: readonly number[];
  /** Hour of the day (UTC) at which it begins, and how many minutes it takes. */
  readonly hour: number;
  readonly minutes: number;
  readonly begin: (random: Random) => ToolRun;
  /** Destinations of one day's flow, in order of visit. */
  readonly visit: (random: Random) => readonly string[];
  readonly ports: PortHabit;
  readonly identification: IdentificationHabit;
  /** TTL as it arrives. */
  readonly timeToLive: number;
  /** Whether the first 128 targets get an empty datagram first, as nmap sends it. */
  readonly emptyFirst?: true;
  /** Number of the message of the first day that arrives in two IP fragments. */
  readonly fragmented?: number;
}

export type PortHabit =
  | { readonly kind: "fixed"; readonly port: number }
  | { readonly kind: "few"; readonly ports: readonly number[] }
  | { readonly kind: "ascending"; readonly from: number }
  | { readonly kind: "per-packet"; readonly from: number; readonly to: number };

export type IdentificationHabit = "zmap" | "zero" | "constant" | "counter" | "per-destination" | "random";

/** Sources that act together: one tool, one set of days. */
export interface CampaignPlan {
  readonly name: string;
  readonly tool: string;
  readonly sources: readonly string[];
  readonly days: readonly number[];
}

const fixed = (port: number): PortHabit => ({ kind: "fixed", port });
const ephemeral: PortHabit = { kind: "per-packet", from: 32768, to: 61000 };

/** What most plans leave to the defaults: a socket program on Linux, a dozen hops away. */
const usual = {
  hour: 9,
  minutes: 50,
  ports: fixed(5060),
  identification: "counter",
  timeToLive: 52,
} as const;

const host = (number: number) => `192.0.2.${number}`;

/** A plan for a tool of the table, with the telescope visited in one order each day. */
function plan(
  hostNumber: number,
  tool: string,
  order: ScanOrder,
  days: readonly number[],
  more: Partial<SourcePlan> & { options?: RunOptions; count?: number; blockSize?: number } = {},
): SourcePlan {
  const { options, count, blockSize, ...rest } = more;
  const size = { ...(count !== undefined && { count }), ...(blockSize !== undefined && { blockSize }) };
  return {
    ...usual,
    address: host(hostNumber),
    tool,
    strategy: STRATEGY_NAMES[order],
    days,
    begin: (random) => beginRun(tool, random, options),
    visit: (random) => scanOrder(order, telescope, random, size).map(dotted),
    ...rest,
  };
}

const STRATEGY_NAMES: Readonly<Record<ScanOrder, string>> = {
  sequential: "sequential",
  descending: "sequential",
  random: "random",
  "random-with-replacement": "random",
  "random-sequential": "random-sequential",
  "reverse-byte": "reverse-byte",
  mixed: "mixed",
  "single-target": "single-target",
};

/** An edited tool: unknown to the table. */
function edited(base: string, edits: readonly Edit[], options: RunOptions = {}): Partial<SourcePlan> {
  return { tool: `unknown:${base}`, begin: (random) => beginVariantRun(base, edits, random, options) };
}

/** A source in IPv6 that visits `count` hosts of the telescope's prefix. */
function planV6(address: string, tool: string, order: "sequential" | "random", day: number, count: number): SourcePlan {
  const hosts = Array.from({ length: count }, (_, index) => `2001:db8:5060::${(index + 1).toString(16)}`);
  return {
    ...usual,
    address,
    tool,
    strategy: order,
    days: [day],
    begin: (random) => beginRun(tool, random, { edition: "template" }),
    visit: (random) => (order === "random" ? random.shuffle(hosts) : hosts),
  };
}

/** Every Monday at three: seven hosts with ZMap's template, each at its own random part of the telescope. */
const MONDAYS = [0, 7, 14, 21, 28, 35];
const mondayRing = (random: Random): SourcePlan[] => {
  const setUp = random.fork("Monday ring");
  return Array.from({ length: 7 }, (_, index) =>
    plan(11 + index, "paper/10", "random", MONDAYS, {
      count: 110,
      hour: 3,
      minutes: 40,
      ports: ephemeral,
      identification: "zmap",
      timeToLive: 255 - 12 - index,
      options: { setUp },
    }),
  );
};

/** Six hosts that share the telescope out among them: each sweeps its own sixth. */
const SHARED_DAYS = [1, 3, 9, 17, 25, 37];
const sharedSweep = (random: Random): SourcePlan[] => {
  const setUp = random.fork("shared sweep");
  const all = telescopeAddresses(telescope).map(dotted);
  return Array.from({ length: 6 }, (_, index) => {
    const part = all.slice(Math.round((index * all.length) / 6), Math.round(((index + 1) * all.length) / 6));
    return plan(21 + index, "paper/4", "sequential", SHARED_DAYS, {
      visit: () => part,
      hour: 14,
      minutes: 20,
      timeToLive: 48 + index,
      options: { method: "OPTIONS", edition: "py2", setUp },
    });
  });
};

/** All sources of the sample. Sources of one operator share what they draw once. */
export function samplePlans(random: Random): readonly SourcePlan[] {
  const py2: RunOptions = { method: "OPTIONS", edition: "py2" };
  const py3: RunOptions = { method: "OPTIONS", edition: "py3" };
  const nearly = Array.from({ length: DAYS }, (_, day) => day).filter((day) => day !== 12 && day !== 30);
  const acme = random.fork("acme");
  return [
    ...mondayRing(random),
    ...sharedSweep(random),
    plan(31, "paper/1", "sequential", [0, 1], { options: py2 }),
    plan(32, "paper/1", "sequential", [12], { options: py3, ports: fixed(5061), timeToLive: 113 }),
    plan(33, "paper/1", "descending", [19], { options: py2, minutes: 95 }),
    plan(34, "paper/1", "random-with-replacement", [27], { options: py3, count: 400, ports: fixed(5062) }),
    plan(35, "paper/1", "sequential", [30], {
      options: { method: "REGISTER", edition: "py2" },
      identification: "zero",
    }),
    plan(36, "paper/1", "sequential", nearly, { options: py3, count: 70, hour: 20, minutes: 15, ports: fixed(5063) }),
    plan(41, "paper/2", "sequential", [4], { options: py2 }),
    plan(42, "paper/2", "sequential", [39], { options: py2, ports: fixed(5061), identification: "zero" }),
    plan(43, "paper/3", "sequential", [6], { options: py2, hour: 1 }),
    plan(51, "paper/5", "random-sequential", [2], { ports: ephemeral, identification: "random", emptyFirst: true }),
    plan(52, "paper/5", "random-sequential", [22], { ports: ephemeral, blockSize: 128, identification: "random" }),
    plan(53, "paper/5", "random-sequential", [34], { ports: ephemeral, blockSize: 96, identification: "random" }),
    plan(54, "paper/6", "random-sequential", [15], { ports: ephemeral, count: 400, identification: "random" }),
    plan(55, "paper/7", "random-sequential", [16], { ports: ephemeral, timeToLive: 240 }),
    plan(56, "paper/8", "mixed", [18], { ports: ephemeral, count: 500 }),
    plan(57, "paper/9", "random", [20], { ports: { kind: "ascending", from: 20480 }, count: 300 }),
    plan(61, "paper/11", "random", [8], { count: 300, ports: { kind: "ascending", from: 50000 } }),
    plan(62, "paper/12", "sequential", [10], { count: 400, fragmented: 57 }),
    plan(63, "paper/13", "random", [11], { count: 150, timeToLive: 118 }),
    plan(64, "paper/14", "random-sequential", [23], {
      options: { edition: "template" },
      ports: { kind: "few", ports: [40711, 40712, 40715] },
      identification: "per-destination",
      timeToLive: 244,
    }),
    plan(65, "paper/14", "random-sequential", [24], {
      options: { edition: "masscan-1.3.2" },
      ports: fixed(51234),
      blockSize: 128,
      identification: "per-destination",
      timeToLive: 239,
    }),
    plan(66, "paper/15", "single-target", [26], { count: 60, minutes: 300, identification: "constant" }),
    plan(67, "paper/16", "sequential", [29], { count: 300, ports: fixed(5080) }),
    plan(68, "paper/17", "random", [31], { count: 80, identification: "random" }),
    plan(69, "paper/18", "sequential", [32], { ports: { kind: "few", ports: [5060, 5070, 5080] } }),
    plan(70, "paper/19", "sequential", [33], { count: 300, ports: fixed(6060), timeToLive: 116 }),
    plan(71, "paper/20", "sequential", [36], { count: 300, ports: fixed(5074) }),
    plan(73, "paper/21", "sequential", [38], { count: 30, strategy: "undetermined" }),
    plan(81, "paper/1", "sequential", [5, 40], {
      ...edited("paper/1", ["constant-user-agent", "display-name"], { ...py2, setUp: acme }),
    }),
    plan(82, "paper/1", "random", [13], {
      ...edited("paper/1", ["constant-user-agent", "display-name"], { ...py2, setUp: acme }),
      count: 400,
      ports: fixed(5061),
    }),
    plan(83, "paper/10", "random", [14], {
      ...edited("paper/10", ["call-id-format", "tag-shape"]),
      count: 300,
      ports: ephemeral,
      identification: "zmap",
      timeToLive: 242,
    }),
    plan(84, "paper/5", "random-sequential", [28], {
      ...edited("paper/5", ["user-part", "header-added"]),
      count: 400,
      ports: ephemeral,
    }),
    plan(91, "extra/sality-sipscan", "reverse-byte", [41], { identification: "constant", timeToLive: 109 }),
    plan(92, "extra/sipvicious-svwar", "single-target", [7], { count: 200, ports: fixed(5061) }),
    plan(93, "extra/metasploit-sip-options", "sequential", [21], { count: 320, timeToLive: 51 }),
    plan(94, "extra/sippts", "sequential", [35], { count: 256, ports: fixed(5081) }),
    plan(95, "extra/sippts-perl", "sequential", [2], { count: 100, ports: fixed(5070) }),
    plan(96, "extra/sipvicious-compact", "sequential", [37], { count: 128 }),
    plan(97, "extra/sipsak", "single-target", [9], { count: 40, ports: ephemeral }),
    planV6("2001:db8:1::5", "paper/5", "sequential", 13, 80),
    planV6("2001:db8:2::9", "paper/18", "sequential", 20, 80),
    planV6("2001:db8:3::a", "paper/14", "random", 33, 96),
  ];
}

export const CAMPAIGNS: readonly CampaignPlan[] = [
  { name: "Monday ring", tool: "paper/10", sources: [11, 12, 13, 14, 15, 16, 17].map(host), days: MONDAYS },
  { name: "shared sweep", tool: "paper/4", sources: [21, 22, 23, 24, 25, 26].map(host), days: SHARED_DAYS },
];
