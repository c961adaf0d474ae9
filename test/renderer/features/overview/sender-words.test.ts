import { expect, test } from "vitest";
import {
  initialWords,
  ipIdWords,
  onePacketWords,
  ttlWords,
} from "../../../../renderer/features/overview/sender-words.ts";

const SPREAD = {
  min: 40,
  max: 240,
  distinct: 31,
  quartiles: [48, 52, 110],
  initial: { 255: 3, 64: 90, 128: 7 },
  varyingSources: 2,
} as const;
const SENDERS = {
  sources: 100,
  onePacketSources: 25,
  ttl: SPREAD,
  ipId: { sources: 100, distinct: 98, commonest: { value: 0, sources: 3 }, steps: 99, countedSteps: 3 },
};

test("a group of sources in words", () => {
  expect(onePacketWords(SENDERS)).toBe("25 (25.0\u202f%)");
  expect(ttlWords(SENDERS)).toBe("40 to 240, 31 values, half within 48 to 110; 2 sources vary");
  expect(initialWords(SENDERS)).toBe("64: 90, 128: 7, 255: 3");
  expect(ipIdWords(SENDERS)).toBe("98 values of 100, 3 × 0; 3.0\u202f% of steps count up");
});

test("nothing is said that does not differ", () => {
  expect(ttlWords({ ...SENDERS, ttl: { ...SPREAD, min: 54, max: 54, varyingSources: 0 } })).toBe("all 54");
  expect(ipIdWords({ ...SENDERS, ipId: null })).toBe("none, IPv6");
  const one = { sources: 1, distinct: 1, commonest: { value: 7, sources: 1 }, steps: 0, countedSteps: 0 };
  expect(ipIdWords({ ...SENDERS, ipId: one })).toBe("1 value of 1");
});
