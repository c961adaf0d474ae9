import { expect, test } from "vitest";
import { Random } from "./random.ts";
import { dotted, prefix, reverseBytes, type ScanOrder, scanOrder, telescopeAddresses } from "./scan-order.ts";

const telescope = [prefix("192.0.2.128/25"), prefix("198.51.100.0/24"), prefix("203.0.113.0/24")];
const visit = (order: ScanOrder, options = {}) => scanOrder(order, telescope, new Random(`order ${order}`), options);
const ascending = (addresses: readonly number[]) => [...addresses].sort((left, right) => left - right);

test("a prefix knows its addresses", () => {
  expect(telescopeAddresses([prefix("203.0.113.252/30")]).map(dotted)).toEqual([
    "203.0.113.252",
    "203.0.113.253",
    "203.0.113.254",
    "203.0.113.255",
  ]);
});

test.each<ScanOrder>(["sequential", "descending", "random", "random-sequential", "reverse-byte", "mixed"])(
  "%s visits each address once, or a part of them",
  (order) => {
    expect(ascending(visit(order))).toEqual(telescopeAddresses(telescope));
    const part = visit(order, { count: 100 });
    expect(new Set(part).size).toBe(100);
    expect(visit(order)).toEqual(visit(order)); // the same seed
  },
);

test("with replacement, addresses come back and others are missed", () => {
  const distinct = new Set(visit("random-with-replacement")).size;
  expect(distinct).toBeGreaterThan(300);
  expect(distinct).toBeLessThan(500);
});

test("a single target stays one target", () => {
  expect(new Set(visit("single-target", { count: 50 })).size).toBe(1);
});

test("sequential, descending and reverse-byte are sorted", () => {
  expect(visit("sequential")).toEqual(ascending(visit("sequential")));
  expect(visit("descending")).toEqual(ascending(visit("descending")).reverse());
  expect(visit("reverse-byte").map(reverseBytes)).toEqual(ascending(visit("reverse-byte").map(reverseBytes)));
  expect(dotted(reverseBytes(prefix("203.0.113.7/32").base))).toBe("7.113.0.203");
});

test("random-sequential takes block after block, out of order inside", () => {
  const order = visit("random-sequential", { blockSize: 128 });
  expect(order).not.toEqual(ascending(order));
  for (let start = 0; start < order.length; start += 128) {
    expect(ascending(order.slice(start, start + 128))).toEqual(ascending(order).slice(start, start + 128));
  }
});

// The rule of the specification, section 6, written once more and as plainly as possible.
test.each<[ScanOrder, string]>([
  ["sequential", "sequential"],
  ["descending", "sequential"],
  ["random", "random"],
  ["random-with-replacement", "random"],
  ["random-sequential", "random-sequential"],
  ["reverse-byte", "reverse-byte"],
  ["mixed", "mixed"],
])("%s reads as %s, from few destinations as from many", (order, expected) => {
  for (const options of [{}, { count: 400 }]) {
    for (let seed = 0; seed < 10; seed += 1) {
      const visits = scanOrder(order, telescope, new Random(`${order} ${seed}`), options);
      expect(readStrategy(visits), `${order} ${seed}`).toBe(expected);
    }
  }
});

function readStrategy(visits: readonly number[]): string {
  const firstVisits = [...new Set(visits)];
  const forward = measure(firstVisits);
  const reversed = measure(firstVisits.map(reverseBytes));
  if (reversed.spread <= 0.6 && reversed.spread < forward.spread / 2 && Math.abs(reversed.tau(1)) >= 0.7) {
    return "reverse-byte";
  }
  if (Math.abs(forward.tau(1)) >= 0.7) return "sequential";
  if (forward.spread <= 0.6) {
    for (let gap = 1; gap <= 32; gap *= 2) if (Math.abs(forward.tau(gap)) >= 0.7) return "sequential";
    return "random-sequential";
  }
  return forward.spread >= 0.75 && Math.abs(forward.tau(1)) < 0.35 ? "random" : "mixed";
}

/** Spread of neighbouring addresses over the visit, and agreement of order between ranks some way apart. */
function measure(addresses: readonly number[]) {
  const count = addresses.length;
  const position = new Map(addresses.map((address, index) => [address, index]));
  const byRank = ascending(addresses).map((address) => position.get(address) as number);
  const spreads: number[] = [];
  for (let start = 0; start + 8 <= count; start += 8) {
    const block = byRank.slice(start, start + 8);
    spreads.push((Math.max(...block) - Math.min(...block)) / (count - 1) / (7 / 9));
  }
  const tau = (gap: number) => {
    let sum = 0;
    for (let rank = 0; rank + gap < count; rank += 1) {
      sum += Math.sign((byRank[rank + gap] as number) - (byRank[rank] as number));
    }
    return sum / (count - gap);
  };
  return { spread: ascending(spreads)[Math.floor(spreads.length / 2)] as number, tau };
}
