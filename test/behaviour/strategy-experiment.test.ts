import { describe, expect, test } from "vitest";
import { classifyStrategy, type StrategyClass, type Visit } from "../../core/behaviour/strategy.ts";
import { Random } from "../generator/random.ts";
import {
  ascending,
  block,
  cyclic,
  descending,
  jittered,
  ownRanges,
  reverseByte,
  type ScanOrder,
  scan,
  shuffledGroups,
  uniform,
} from "./scan-orders.ts";

const SEEDS = 20;
const BASE = 0xc6120000; // 198.18.0.0/15, RFC 2544
const SLASH_16 = block([BASE, 65_536]);
/** Far apart: what is in order by reversed bytes is not in order by address. */
const TWO_SLASH_16 = block([0x0a2d0000, 65_536], [BASE, 65_536]);

const GROUPS = [256, 512, 1024, 4096, 16_384] as const;
const ORDERS: readonly (readonly [string, ScanOrder, StrategyClass])[] = [
  ["ascending", ascending, "sequential"],
  ["descending", descending, "sequential"],
  ["a uniform permutation", uniform, "random"],
  ["ZMap's cyclic group", cyclic, "random"],
  ["reversed bytes", reverseByte, "reverse-byte"],
  ...GROUPS.map((size) => [`groups of ${size}, shuffled`, shuffledGroups(size), "random-sequential"] as const),
];

/** Share of the seeds' scans that are given the class, where each packet is seen with the given probability. */
function shareRight(scans: readonly (readonly Visit[])[], sampling: number, expected: StrategyClass): number {
  const right = scans.filter((visits, seed) => {
    const random = new Random(`sampling ${seed}`);
    const seen = sampling === 1 ? visits : visits.filter(() => random.chance(sampling));
    return classifyStrategy(seen, []).class === expected;
  });
  return right.length / scans.length;
}

function scansOf(addresses: readonly number[], order: ScanOrder, seeds = SEEDS): Visit[][] {
  return Array.from({ length: seeds }, (_, seed) => scan(addresses, order, 0, new Random(`seed ${seed}`)));
}

describe("scans of 65,536 addresses, 20 seeds each: 99 % right in full, 97 % where one packet of a hundred is seen", () => {
  test.each(ORDERS)("%s", (_name, order, expected) => {
    const scans = scansOf(SLASH_16, order);
    expect(shareRight(scans, 1, expected)).toBeGreaterThanOrEqual(0.99);
    expect(shareRight(scans, 0.01, expected)).toBeGreaterThanOrEqual(0.97);
  });

  test.each([64, 128])("groups of %i, seen in full", (size) => {
    const scans = scansOf(SLASH_16, shuffledGroups(size));
    expect(shareRight(scans, 1, "random-sequential")).toBeGreaterThanOrEqual(0.99);
  });
});

describe("two /16, seen to a tenth and to a hundredth", () => {
  test.each([...ORDERS, ["8 threads on ranges of their own", ownRanges(8), "sequential"] as const])(
    "%s",
    (_name, order, expected) => {
      const scans = scansOf(TWO_SLASH_16, order, 4);
      expect(shareRight(scans, 0.1, expected)).toBe(1);
      expect(shareRight(scans, 0.01, expected)).toBe(1);
    },
  );
});

describe.each([
  ["/24", block([0xc6336400, 256])],
  ["/22", block([BASE + 1024, 1024])],
] as const)("a %s in full, 100 seeds", (size, addresses) => {
  const small: readonly (readonly [string, ScanOrder, StrategyClass])[] = [
    ["ascending", ascending, "sequential"],
    ["descending", descending, "sequential"],
    ["a uniform permutation", uniform, "random"],
    ["ZMap's cyclic group", cyclic, "random"],
    ["groups of 64, shuffled", shuffledGroups(64), "random-sequential"],
    // In one /24 the order by reversed bytes is the order of addresses.
    ["reversed bytes", reverseByte, size === "/24" ? "sequential" : "reverse-byte"],
  ];
  test.each(small)("%s", (_name, order, expected) => {
    expect(shareRight(scansOf(addresses, order, 100), 1, expected)).toBeGreaterThanOrEqual(0.99);
  });
});

describe("what real captures add", () => {
  const SLASH_20 = block([BASE, 4096]);

  test.each([
    ["ascending", ascending, "sequential", 0.9],
    ["descending", descending, "sequential", 0.9],
    ["a uniform permutation", uniform, "random", 0.9],
    ["ZMap's cyclic group", cyclic, "random", 0.9],
    // Each /24 is as far apart as the repetitions: where many firsts are missing, it reads as sequential.
    ["reversed bytes", reverseByte, "reverse-byte", 0.98],
    ["groups of 256, shuffled", shuffledGroups(256), "random-sequential", 0.9],
  ] as const)("every packet sent again, up to 500 packets later: %s", (_name, order, expected, seen) => {
    const scans = scansOf(SLASH_20, order).map((visits, seed) => {
      const random = new Random(`again ${seed}`);
      const again = visits.map(
        ([address, timeNs]): Visit => [address, (timeNs ?? 0n) + BigInt(random.int(1, 500_000_000))],
      );
      return random.shuffle([...visits, ...again]);
    });
    expect(shareRight(scans, 1, expected)).toBe(1);
    // Of some destinations only the repetition is seen.
    expect(shareRight(scans, seen, expected)).toBe(1);
  });

  test.each([
    ["upwards, the higher range first", ascending, "sequential"],
    ["downwards, the lower range first", descending, "sequential"],
    ["at random, one range after the other", uniform, "random-sequential"],
  ] as const)("two far ranges one after the other: %s", (name, order, expected) => {
    const ranges = [block([0x0a2d0000, 1024]), block([0xcb007000, 1024])];
    if (name.includes("higher")) ranges.reverse();
    const scans = Array.from({ length: SEEDS }, (_, seed) => {
      const random = new Random(`ranges ${seed}`);
      return ranges.flatMap((addresses, index) =>
        scan(addresses, order, 0, random).map(
          ([address, timeNs]): Visit => [address, (timeNs ?? 0n) + BigInt(index) * 10n ** 12n],
        ),
      );
    });
    expect(shareRight(scans, 1, expected)).toBe(1);
  });

  test.each([
    ["4 threads", ownRanges(4), "sequential"],
    ["64 threads", ownRanges(64), "sequential"],
    ["workers that jitter", jittered(16), "sequential"],
    ["nmap's groups of 4096", shuffledGroups(4096), "random-sequential"],
    ["nmap's groups of 128", shuffledGroups(128), "random-sequential"],
  ] as const)("%s over a /16, half of the packets lost", (_name, order, expected) => {
    expect(shareRight(scansOf(SLASH_16, order, 4), 0.5, expected)).toBe(1);
  });

  test("64 destinations at random are not taken for order", () => {
    const scans = scansOf(block([0xc6336400, 64]), uniform, 500);
    expect(shareRight(scans, 1, "random")).toBeGreaterThanOrEqual(0.99);
  });
});
