import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyStrategy, type StrategyClass, type Visit } from "../../core/behaviour/strategy.ts";
import { type Prefix, parsePrefix } from "../../core/behaviour/telescope.ts";
import { ipv6FromValue } from "../../core/net/address-value.ts";
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

const BENCHMARK_NET = 0xc6120000; // 198.18.0.0/15, RFC 2544
const SLASH_26 = block([BENCHMARK_NET, 64]);
const SLASH_24 = block([0xc6336400, 256]);
const TWO_SLASH_24 = block([0xc0000200, 256], [0xcb007100, 256]);
const SLASH_20 = block([BENCHMARK_NET, 4096]);
const SLASH_16 = block([BENCHMARK_NET, 65_536]);
const TWO_SLASH_16 = block([BENCHMARK_NET, 131_072]);

function prefixes(...texts: string[]): Prefix[] {
  return texts.map((text) => {
    const parsed = parsePrefix(text);
    if (!parsed.ok) throw new Error(text);
    return parsed.prefix;
  });
}

/** One visit a millisecond to each address, in the order given. */
function visitsTo(addresses: readonly number[]): Visit[] {
  return addresses.map((address, index) => [address, BigInt(index) * 1_000_000n]);
}

/** Share of runs, over reproducible seeds, that give the class. */
function shareOf(expected: StrategyClass, addresses: number[], order: ScanOrder, loss: number, runs: number): number {
  let hits = 0;
  for (let seed = 1; seed <= runs; seed += 1) {
    if (classifyStrategy(scan(addresses, order, loss, new Random(String(seed))), []).class === expected) hits += 1;
  }
  return hits / runs;
}

describe("orders as tools make them", () => {
  const everyBlock = [
    ["/24", SLASH_24, [0, 0.5]],
    ["two /24", TWO_SLASH_24, [0, 0.5]],
    ["/20", SLASH_20, [0, 0.5, 0.9]],
    ["/16", SLASH_16, [0, 0.9]],
  ] as const;
  const told: readonly (readonly [string, ScanOrder, StrategyClass, readonly string[]])[] = [
    ["ascending", ascending, "sequential", ["/24", "two /24", "/20", "/16"]],
    ["descending", descending, "sequential", ["/24", "two /24", "/20", "/16"]],
    ["workers that jitter within 16 addresses", jittered(16), "sequential", ["/24", "two /24", "/20", "/16"]],
    ["2 threads on ranges of their own", ownRanges(2), "sequential", ["/24", "two /24", "/20", "/16"]],
    ["8 threads on ranges of their own", ownRanges(8), "sequential", ["two /24", "/20", "/16"]],
    ["groups of 128, shuffled", shuffledGroups(128), "random-sequential", ["/24", "two /24", "/20", "/16"]],
    ["groups of 256, shuffled", shuffledGroups(256), "random-sequential", ["two /24", "/20", "/16"]],
    ["groups of 4096, shuffled", shuffledGroups(4096), "random-sequential", ["/16"]],
    ["a uniform permutation", uniform, "random", ["/24", "two /24", "/20", "/16"]],
    ["ZMap's cyclic group", cyclic, "random", ["/24", "two /24", "/20", "/16"]],
    ["reversed bytes", reverseByte, "reverse-byte", ["/20", "/16"]],
  ];
  const rows = told.flatMap(([name, order, expected, where]) =>
    everyBlock.flatMap(([size, addresses, losses]) =>
      where.includes(size)
        ? losses.map((loss) => ({ name, size, lost: `${100 * loss} %`, loss, expected, order, addresses }))
        : [],
    ),
  );
  test.each(rows)("$name over $size with $lost lost is $expected", ({ order, addresses, loss, expected }) => {
    const runs = Math.max(1, Math.min(20, Math.floor(20_000 / addresses.length)));
    expect(shareOf(expected, addresses, order, loss, runs)).toBeGreaterThanOrEqual(0.95);
  });
});

describe("where the rule reaches its end", () => {
  test("one /24 has the same order by reversed bytes", () => {
    expect(shareOf("sequential", SLASH_24, reverseByte, 0, 5)).toBe(1);
  });

  test("taking turns between two /24s counts as sequential", () => {
    expect(shareOf("sequential", TWO_SLASH_24, reverseByte, 0, 5)).toBe(1);
  });

  test("groups of 16 read as workers that jitter", () => {
    expect(shareOf("sequential", SLASH_20, shuffledGroups(16), 0, 5)).toBe(1);
  });

  test("a group as large as the telescope is random", () => {
    expect(shareOf("random", SLASH_24, shuffledGroups(256), 0, 20)).toBe(1);
  });

  test("two threads on a /24 each, mostly lost, are confused with taking turns by reversed bytes", () => {
    const told = shareOf("sequential", TWO_SLASH_24, ownRanges(2), 0.8, 100);
    expect(told).toBeGreaterThan(0.6);
    expect(told + shareOf("reverse-byte", TWO_SLASH_24, ownRanges(2), 0.8, 100)).toBeGreaterThan(0.95);
  });

  test("many threads on ranges of their own, seen by a small telescope, look random", () => {
    expect(shareOf("random", SLASH_24, ownRanges(64), 0, 20)).toBeGreaterThanOrEqual(0.95);
  });
});

describe("few destinations", () => {
  test.each([
    [1, "single-target"],
    [2, "undetermined"],
    [63, "undetermined"],
    [64, "sequential"],
  ] as const)("%i destinations: %s", (count, expected) => {
    const { class: told, evidence } = classifyStrategy(visitsTo(SLASH_26.slice(0, count)), []);
    expect([told, evidence.destinations]).toEqual([expected, count]);
    expect(evidence.clustering === null).toBe(count < 64);
  });

  test("no packet at all", () => {
    expect(classifyStrategy([], []).class).toBe("undetermined");
  });
});

describe("what counts as a visit", () => {
  test("the order of packets given and later visits change nothing", () => {
    const random = new Random("7");
    const visits = scan(SLASH_24, uniform, 0.2, random);
    const expected = classifyStrategy(visits, []);
    const later = visits.map(([address]) => [address, 10n ** 12n + BigInt(random.int(0, 1e9))] as const);
    expect(classifyStrategy(random.shuffle([...visits, ...later]), [])).toEqual(expected);
  });

  test("ties in time go by address", () => {
    const together = new Random("3").shuffle(SLASH_24).map((address) => [address, 5n] as const);
    const { class: told, evidence } = classifyStrategy(together, []);
    expect([told, evidence.tau[0], evidence.tiedVisits]).toEqual(["sequential", 1, 256]);
    expect(classifyStrategy(visitsTo(SLASH_24), []).evidence.tiedVisits).toBe(0);
  });

  test("times a nanosecond apart, decades after the first, are still told apart", () => {
    const base = 2n ** 62n;
    const visits = SLASH_24.map((address, index) => [address, base + BigInt(index)] as const);
    const { tau, tiedVisits } = classifyStrategy([[1, 0n], ...visits], []).evidence;
    expect([tau[0], tiedVisits]).toEqual([1, 0]);
  });

  test("undated packets show no order", () => {
    const undated = SLASH_24.map((address) => [address, null] as const);
    expect(classifyStrategy(undated, []).class).toBe("undetermined");
    expect(classifyStrategy(undated.slice(0, 1), []).class).toBe("single-target");
  });

  test("IPv6 destinations rank by their number", () => {
    const ipv6 = (order: ScanOrder): Visit[] =>
      scan(SLASH_20, order, 0, new Random("1")).map(([address, timeNs]) => [
        ipv6FromValue((0x20010db8n << 96n) | BigInt(address)),
        timeNs,
      ]);
    expect(classifyStrategy(ipv6(ascending), []).class).toBe("sequential");
    expect(classifyStrategy(ipv6(uniform), []).class).toBe("random");
    expect(classifyStrategy(ipv6(shuffledGroups(128)), []).class).toBe("random-sequential");
    expect(classifyStrategy(ipv6(reverseByte), []).class).toBe("reverse-byte");
  });
});

describe("evidence", () => {
  test("an ascending scan, number by number", () => {
    expect(classifyStrategy(visitsTo(SLASH_24), prefixes("198.51.100.0/24")).evidence).toEqual({
      destinations: 256,
      tiedVisits: 0,
      clustering: 7 / 255 / (7 / 9),
      tau: [1, 1, 1, 1, 1, 1, 1],
      clusteringReversed: 7 / 255 / (7 / 9),
      tauReversed: [1, 1, 1, 1, 1, 1, 1],
      restoredGap: 1,
      spanAddresses: 256,
      telescopeAddresses: 256,
    });
  });

  test("tau counts pairs of ranks: 64 addresses, each pair of neighbours swapped", () => {
    const swapped = SLASH_26.map((_, index) => SLASH_26[index ^ 1] as number);
    const { tau, restoredGap } = classifyStrategy(visitsTo(swapped), []).evidence;
    // 32 pairs inside a swap are discordant, the 31 across swaps concordant; 2 apart all are.
    expect(tau).toEqual([(31 - 32) / 63, 1, 1, 1, 1]);
    expect(restoredGap).toBe(2);
  });

  test("restored gap is a distance of addresses, not of ranks", () => {
    const everyFourth = block([BENCHMARK_NET, 1024]).filter((address) => address % 4 === 0);
    const swapped = everyFourth.map((_, index) => everyFourth[index ^ 1] as number);
    expect(classifyStrategy(visitsTo(swapped), []).evidence.restoredGap).toBe(8);
  });

  test("stays in bounds and repeats itself for any flow", () => {
    const visit = fc.tuple(
      fc.integer({ min: BENCHMARK_NET, max: BENCHMARK_NET + 300 }),
      fc.bigInt({ min: 0n, max: 500n }),
    );
    fc.assert(
      fc.property(fc.array(visit, { minLength: 60, maxLength: 500 }), (visits) => {
        const told = classifyStrategy(visits, []);
        expect(classifyStrategy([...visits].reverse(), [])).toEqual(told);
        const { tau, tauReversed, clustering } = told.evidence;
        expect([...tau, ...tauReversed].every((value) => value >= -1 && value <= 1)).toBe(true);
        expect(clustering === null || (clustering > 0 && clustering <= 9 / 7)).toBe(true);
      }),
    );
  });
});

describe("span of a random scan in a known telescope", () => {
  const local = TWO_SLASH_16.slice(1000, 1000 + 16_384);
  const localVisits = scan(local, uniform, 0.9, new Random("11"));

  test.each([
    ["unknown telescope", [], "random"],
    ["one /16 is too small to tell", ["198.18.0.0/16"], "random"],
    ["an eighth of two /16", ["198.18.0.0/15"], "random-sequential"],
    ["the same, prefix by prefix", ["198.18.0.0/16", "198.19.0.0/16", "198.18.0.0/24"], "random-sequential"],
    ["nothing inside the telescope", ["10.0.0.0/8"], "random"],
    ["IPv6 blocks have no countable size", ["2001:db8::/32"], "random"],
  ] as const)("%s", (_name, telescope, expected) => {
    expect(classifyStrategy(localVisits, prefixes(...telescope)).class).toBe(expected);
  });

  test("prefixes far apart are laid end to end", () => {
    const everywhere = scan(block([0x0a000000, 65_536], [0xcb000000, 65_536]), uniform, 0.95, new Random("2"));
    const { class: told, evidence } = classifyStrategy(everywhere, prefixes("203.0.0.0/16", "10.0.0.0/16"));
    expect(told).toBe("random");
    expect(evidence.telescopeAddresses).toBe(131_072);
    expect(evidence.spanAddresses).toBeGreaterThan(130_000);
    expect(evidence.spanAddresses).toBeLessThanOrEqual(131_072);
  });
});
