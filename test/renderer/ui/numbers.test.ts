import { expect, test } from "vitest";
import {
  countOf,
  formatBytes,
  formatCount,
  formatRate,
  formatShare,
  formatShort,
} from "../../../renderer/ui/numbers.ts";

/** Thin spaces are hard to read in a test. */
const spaced = (text: string) => text.replaceAll("\u202f", "_");

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1_000"],
  [1204511, "1_204_511"],
  [-1200, "−1_200"],
])("count %d", (value, expected) => expect(spaced(formatCount(value))).toBe(expected));

test.each([
  [1, "1 packet"],
  [0, "0 packets"],
  [1204511, "1,204,511 packets"],
])("%d in a sentence", (value, expected) => expect(countOf(value, "packet")).toBe(expected));

test.each([
  ["nothing", 0, 10, "0_%"],
  ["nothing of nothing", 0, 0, "0_%"],
  ["all", 10, 10, "100_%"],
  ["a part", 123, 1000, "12.3_%"],
  ["something is never nothing", 1, 1_000_000, "<_0.1_%"],
  ["less than all is never all", 999_999, 1_000_000, ">_99.9_%"],
])("share: %s", (_name, part, whole, expected) => expect(spaced(formatShare(part, whole))).toBe(expected));

test.each([
  [0, "0_B"],
  [999, "999_B"],
  [13_289_080, "13.3_MB"],
  [999_960, "1.0_MB"],
  [523_000_000_000, "523_GB"],
])("%d bytes", (bytes, expected) => expect(spaced(formatBytes(bytes))).toBe(expected));

test.each([
  [12, "12"],
  [1_200_000, "1.2_M"],
])("%d in short", (value, expected) => expect(spaced(formatShort(value))).toBe(expected));

test.each([
  [null, "–"],
  [0, "0"],
  [0.0000465, "<_0.001"],
  [0.0464698, "0.046"],
  [4.5, "4.50"],
  [12.44, "12.4"],
  [1234.5, "1_235"],
])("rate %s", (rate, expected) => expect(spaced(formatRate(rate))).toBe(expected));
