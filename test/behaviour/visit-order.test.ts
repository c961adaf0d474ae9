import fc from "fast-check";
import { expect, test } from "vitest";
import { orderVisits } from "../../core/behaviour/visit-order.ts";
import type { IpAddress } from "../../core/net/address.ts";
import { addressValue, compareAddresses, ipv6FromValue } from "../../core/net/address-value.ts";

type Timed = readonly [IpAddress, bigint];

/** The definition, word by word: sets, comparisons of whole numbers, nothing else. */
function orderByDefinition(visits: readonly Timed[]) {
  const firstTimes = new Map<IpAddress, bigint>();
  for (const [address, time] of visits) {
    const known = firstTimes.get(address);
    if (known === undefined || time < known) firstTimes.set(address, time);
  }
  const byTime = [...firstTimes].sort(([a, s], [b, t]) => (s < t ? -1 : s > t ? 1 : compareAddresses(a, b)));
  const positionOf = new Map(byTime.map(([address], position) => [address, position]));
  const byAddress = [...firstTimes.keys()].sort(compareAddresses);
  const byReversedBytes = [...byAddress].sort((a, b) => {
    const [x, y] = [reversedHex(a), reversedHex(b)];
    return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
  });
  const times = byTime.map(([, time]) => time);
  return {
    positions: byAddress.map((address) => positionOf.get(address)),
    reversedPositions: byReversedBytes.map((address) => positionOf.get(address)),
    tiedVisits: times.filter((time) => times.indexOf(time) !== times.lastIndexOf(time)).length,
    gaps: byAddress.slice(1).map((address, rank) => {
      const [high, low] = [addressValue(address), addressValue(byAddress[rank] as IpAddress)];
      return typeof high === typeof low ? Number(BigInt(high) - BigInt(low)) : undefined;
    }),
  };
}

function reversedHex(address: IpAddress): string {
  const hex = addressValue(address)
    .toString(16)
    .padStart(typeof address === "number" ? 8 : 32, "0");
  return (hex.match(/../g) as string[]).reverse().join("");
}

const ipv4 = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 0xffffffff }));
const ipv6 = fc
  .bigInt({ min: 0n, max: (1n << 128n) - 1n })
  .chain((value) => fc.constantFrom(value, value & 0xffn, value & 0xffffffffn))
  .map(ipv6FromValue);
const time = fc.oneof(
  fc.bigInt({ min: 0n, max: 20n }),
  fc.bigInt({ min: 1_600_000_000_000_000_000n, max: 1_600_000_000_100_000_000n }),
  fc.bigInt({ min: -(1n << 80n), max: 1n << 90n }),
);

test("the order is that of the definition, for any addresses and times", () => {
  const address: fc.Arbitrary<IpAddress> = fc.oneof(ipv4, ipv4, ipv6);
  fc.assert(
    fc.property(fc.array(fc.tuple(address, time), { minLength: 1, maxLength: 120 }), (visits) => {
      const expected = orderByDefinition(visits);
      const told = orderVisits(
        visits.map(([destination]) => destination),
        visits.map(([, timeNs]) => timeNs),
      );
      expect([...told.positions]).toEqual(expected.positions);
      expect([...told.reversedPositions]).toEqual(expected.reversedPositions);
      expect(told.tiedVisits).toBe(expected.tiedVisits);
      for (const [rank, gap] of expected.gaps.entries()) {
        if (gap !== undefined) expect(told.gapBetween(rank, rank + 1) / gap).toBeCloseTo(1, 12);
      }
    }),
  );
});
