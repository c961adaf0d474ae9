import { expect, test } from "vitest";
import { blindSpeed, extrapolationFactor, poissonInterval } from "../../core/behaviour/extrapolation.ts";
import { Random } from "../generator/random.ts";

test("a packet stands for all addresses it could have gone to", () => {
  expect(extrapolationFactor(65_536)).toBe(65_536);
  expect(extrapolationFactor(2 * 65_536)).toBe(32_768);
  // The usual speed of svmap, 200 packets a second, is 0.0061 in two /16.
  expect(200 / extrapolationFactor(131_072)).toBeCloseTo(0.0061, 4);
});

/** Probability of at most `count` events where `mean` are expected. */
function poissonUpTo(count: number, mean: number): number {
  let logarithm = -mean;
  let sum = Math.exp(logarithm);
  for (let events = 1; events <= count; events += 1) {
    logarithm += Math.log(mean / events);
    sum += Math.exp(logarithm);
  }
  return sum;
}

test.each([64, 100, 256, 1000, 20_000])("the interval of %i packets leaves out 2.5 %% on either side", (count) => {
  const [low, high] = poissonInterval(count);
  expect(1 - poissonUpTo(count - 1, low)).toBeCloseTo(0.025, 3);
  expect(poissonUpTo(count, high)).toBeCloseTo(0.025, 3);
});

test("the interval narrows with the root of the count", () => {
  const [low, high] = poissonInterval(1_000_000);
  expect((high - low) / 2 / 1_000_000).toBeCloseTo(1.96 / 1000, 5);
});

test("at R times the blind speed a share exp(-R) of the gaps outlasts the timeout", () => {
  expect(blindSpeed(65_536, 1200)).toBeCloseTo(65_536 / 1200, 9);
  const random = new Random("blind");
  for (const times of [0.5, 1, 3]) {
    const localPps = (times * blindSpeed(65_536, 1200)) / extrapolationFactor(65_536);
    const gaps = Array.from({ length: 20_000 }, () => -Math.log(1 - random.fraction()) / localPps);
    expect(gaps.filter((gap) => gap > 1200).length / gaps.length).toBeCloseTo(Math.exp(-times), 1.5);
  }
});
