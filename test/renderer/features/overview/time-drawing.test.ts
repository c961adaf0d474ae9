import { expect, test } from "vitest";
import type { Timeline } from "../../../../core/contract/overview.ts";
import {
  drawTimeline,
  plotTime,
  plotTimeSeconds,
  timeRows,
} from "../../../../renderer/features/overview/time-drawing.ts";

const timeline: Timeline = {
  binSeconds: 3600,
  startSeconds: 1_578_268_800,
  requests: [5, 0, 1],
  others: [0, 0, 2],
  undated: 0,
};

test("times of the chart are UTC, there and back", () => {
  expect(plotTime(1_578_268_843.5)).toBe("2020-01-06 00:00:43.500");
  expect(plotTimeSeconds("2020-01-06 00:00:43.5")).toBe(1_578_268_843.5);
  expect(plotTimeSeconds("2020-01-06 00:00")).toBe(1_578_268_800);
  expect(plotTimeSeconds("2020-01-06")).toBe(1_578_268_800);
  expect(plotTimeSeconds(1_578_268_800_000)).toBe(1_578_268_800);
});

test("the table has the bins with packets, within the filter", () => {
  expect(timeRows(timeline, null)).toEqual([
    { when: "2020-01-06 00:00:00 – 01:00:00", requests: 5, others: 0 },
    { when: "2020-01-06 02:00:00 – 03:00:00", requests: 1, others: 2 },
  ]);
  expect(timeRows(timeline, { startSeconds: 1_578_272_400, endSeconds: 1_578_279_600 })).toHaveLength(1);
});

test("the chart has bars over their bins, and the axis of the filter", () => {
  const { data, layout } = drawTimeline(timeline, null, (name) => `colour of ${name}`);
  expect(data[0]).toMatchObject({
    x: expect.arrayContaining(["2020-01-06 00:00:00.000", "2020-01-06 01:00:00.000"]),
    offset: 0,
    width: 3_600_000,
    y: [5, 0, 1],
  });
  expect(layout.xaxis?.range).toEqual(["2020-01-06 00:00:00.000", "2020-01-06 03:00:00.000"]);
  const narrow = drawTimeline(timeline, { startSeconds: 1_578_272_400, endSeconds: 1_578_276_000 }, () => "");
  expect(narrow.layout.xaxis?.range).toEqual(["2020-01-06 01:00:00.000", "2020-01-06 02:00:00.000"]);
});
