import fc from "fast-check";
import { expect, test } from "vitest";
import { addTime, emptyTimeBins, MOST_BINS, mergeTimeBins, type TimeBins } from "../../core/behaviour/time-bins.ts";

interface Packet {
  readonly timeNs: bigint | null;
  readonly isRequest: boolean;
}

const SECOND = 1_000_000_000n;

const anyTime = fc.oneof(
  fc.bigInt({ min: 1_600_000_000n * SECOND, max: 1_600_000_100n * SECOND }),
  fc.bigInt({ min: -9_000_000_000n * SECOND, max: 9_000_000_000n * SECOND }),
);
const anyPackets: fc.Arbitrary<Packet[]> = fc.array(
  fc.record({ timeNs: fc.option(anyTime), isRequest: fc.boolean() }),
  { maxLength: 40 },
);

/** From the definition: try widths from one second on until the bins between first and last packet are few enough. */
function expected(packets: readonly Packet[]) {
  const seconds = packets.flatMap(({ timeNs, isRequest }) =>
    timeNs === null ? [] : [{ second: floorDivide(timeNs, SECOND), isRequest }],
  );
  for (let width = 1n; ; width *= 2n) {
    const numbers = seconds.map(({ second, isRequest }) => ({ bin: floorDivide(second, width), isRequest }));
    const all = numbers.map(({ bin }) => Number(bin));
    if (all.length > 0 && Math.max(...all) - Math.min(...all) >= MOST_BINS) continue;
    const bins = new Map<number, { requests: number; others: number }>();
    for (const { bin, isRequest } of numbers) {
      const counts = bins.get(Number(bin)) ?? { requests: 0, others: 0 };
      if (isRequest) counts.requests += 1;
      else counts.others += 1;
      bins.set(Number(bin), counts);
    }
    return { widthSeconds: Number(width), bins, undated: packets.length - seconds.length };
  }
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

function binsOf(packets: readonly Packet[]): TimeBins {
  const state = emptyTimeBins();
  for (const { timeNs, isRequest } of packets) addTime(state, timeNs, isRequest);
  return state;
}

const shown = ({ widthSeconds, bins, undated }: TimeBins) => ({ widthSeconds, bins, undated });

test("bins are a function of the packets: the width is the least that keeps them few", () => {
  fc.assert(
    fc.property(anyPackets, (packets) => {
      expect(shown(binsOf(packets))).toEqual(expected(packets));
    }),
  );
});

test("any split and order of the packets gives the same bins", () => {
  fc.assert(
    fc.property(anyPackets, anyPackets, (a, b) => {
      const whole = shown(binsOf([...a, ...b]));
      expect(shown(mergeTimeBins(binsOf(a), binsOf(b)))).toEqual(whole);
      expect(shown(mergeTimeBins(binsOf(b), binsOf(a)))).toEqual(whole);
      expect(shown(binsOf([...b, ...a].reverse()))).toEqual(whole);
    }),
  );
});

test("packets of one second share a bin, those before 1970 too", () => {
  const state = binsOf([
    { timeNs: 5n * SECOND, isRequest: true },
    { timeNs: 5n * SECOND + 999_999_999n, isRequest: false },
    { timeNs: -1n, isRequest: true },
    { timeNs: null, isRequest: true },
  ]);
  expect(shown(state)).toEqual({
    widthSeconds: 1,
    bins: new Map([
      [5, { requests: 1, others: 1 }],
      [-1, { requests: 1, others: 0 }],
    ]),
    undated: 1,
  });
});
