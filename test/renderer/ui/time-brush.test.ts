import { expect, test } from "vitest";
import type { Timeline } from "../../../core/contract/overview.ts";
import { barPath } from "../../../renderer/ui/bar-path.ts";
import {
  allBins,
  binAt,
  binsOfSpan,
  brushBins,
  countBins,
  moveEdge,
  snapSpan,
  spanOfBins,
} from "../../../renderer/ui/time-brush.ts";

/** Ten bins of 8 s from 1000 on. */
const timeline: Timeline = {
  binSeconds: 8,
  startSeconds: 1000,
  requests: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  others: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
  undated: 0,
};

test.each([
  ["no filter", null, { from: 0, to: 10 }],
  ["whole bins", { startSeconds: 1008, endSeconds: 1024 }, { from: 1, to: 3 }],
  ["bins kept in part", { startSeconds: 1009, endSeconds: 1017 }, { from: 1, to: 3 }],
  ["beyond the ends", { startSeconds: 0, endSeconds: 5000 }, { from: 0, to: 10 }],
  ["outside", { startSeconds: 5000, endSeconds: 6000 }, { from: 10, to: 10 }],
])("bins of a filter: %s", (_name, span, expected) => expect(binsOfSpan(timeline, span)).toEqual(expected));

test("bins become a filter, and all bins none", () => {
  expect(spanOfBins(timeline, { from: 1, to: 3 })).toEqual({ startSeconds: 1008, endSeconds: 1024 });
  expect(spanOfBins(timeline, allBins(timeline))).toBeNull();
});

test.each([
  ["within one bin", 1001, 1002, { startSeconds: 1000, endSeconds: 1008 }],
  ["backwards", 1030, 1010, { startSeconds: 1008, endSeconds: 1032 }],
  ["over the end", 1070, 9999, { startSeconds: 1064, endSeconds: 1080 }],
  ["behind the end", 5000, 6000, { startSeconds: 1072, endSeconds: 1080 }],
  ["all of it", 0, 9999, null],
])("a brush snaps to bins: %s", (_name, one, other, expected) => {
  expect(snapSpan(timeline, one, other)).toEqual(expected);
});

test("a pointer is over a bin, even at the edges", () => {
  expect([-0.1, 0, 0.55, 1, 1.2].map((place) => binAt(place, 10))).toEqual([0, 0, 5, 9, 9]);
  expect(brushBins(7, 3)).toEqual({ from: 3, to: 8 });
});

test.each([
  ["from", "ArrowRight", { from: 3, to: 5 }],
  ["from", "ArrowLeft", { from: 1, to: 5 }],
  ["from", "End", { from: 4, to: 5 }],
  ["from", "Home", { from: 0, to: 5 }],
  ["to", "PageUp", { from: 2, to: 6 }],
  ["to", "End", { from: 2, to: 10 }],
  ["to", "Home", { from: 2, to: 3 }],
  ["to", "x", null],
] as const)("key on the edge %s: %s", (edge, key, expected) => {
  expect(moveEdge({ from: 2, to: 5 }, edge, key, 10)).toEqual(expected);
});

test("packets within a range are counted by kind", () => {
  expect(countBins(timeline, { from: 4, to: 6 })).toEqual({ requests: 11, others: 1 });
});

test("bars follow the square root, and one packet is seen beside a flood", () => {
  expect(barPath([0, 100, 25, 0.01], 100)).toBe("M1 1V0.000H2V1ZM2 1V0.500H3V1ZM3 1V0.940H4V1Z");
});
