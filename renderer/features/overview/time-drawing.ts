import type { TimeSpan } from "../../../core/contract/flow-table.ts";
import type { Timeline } from "../../../core/contract/overview.ts";
import { formatCount } from "../../ui/numbers.ts";
import type { Drawing } from "../../ui/plot-painter.ts";
import { formatBinWidth, formatSpan } from "../../ui/times.ts";

/** A time of Plotly's date axis, which has no zone and means UTC here, in seconds since 1970. */
export function plotTimeSeconds(value: string | number): number {
  if (typeof value === "number") return value / 1000;
  const [day = "", time = ""] = value.split(" ");
  return Date.parse(`${day}T${time === "" ? "00:00" : time}Z`) / 1000;
}

/** A time in seconds as Plotly's date axis wants it. */
export function plotTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, -1).replace("T", " ");
}

/** One row of the table that says the same as the chart. */
export interface TimeRow {
  readonly when: string;
  readonly requests: number;
  readonly others: number;
}

/** Bins with packets, within the span where one is given. */
export function timeRows(timeline: Timeline, span: TimeSpan | null): TimeRow[] {
  return timeline.requests.flatMap((requests, index) => {
    const start = timeline.startSeconds + index * timeline.binSeconds;
    const end = start + timeline.binSeconds;
    const others = timeline.others[index] ?? 0;
    if (requests + others === 0) return [];
    if (span !== null && (start >= span.endSeconds || end <= span.startSeconds)) return [];
    return [{ when: formatSpan(start, end), requests, others }];
  });
}

/** Packets over time as bars: requests at the bottom, all other packets on top. */
export function drawTimeline(timeline: Timeline, span: TimeSpan | null, colour: (variable: string) => string): Drawing {
  const { binSeconds, startSeconds, requests, others } = timeline;
  const starts = requests.map((_, index) => startSeconds + index * binSeconds);
  const x = starts.map(plotTime);
  const bars = (name: string, counts: readonly number[], variable: string) => ({
    type: "bar" as const,
    name,
    x,
    y: [...counts],
    offset: 0,
    width: binSeconds * 1000,
    customdata: counts.map(formatCount),
    hovertemplate: `%{customdata} ${name}<extra></extra>`,
    marker: { color: colour(variable), line: { width: 0 } },
    selected: { marker: { opacity: 1 } },
    unselected: { marker: { opacity: 1 } },
  });
  const end = startSeconds + requests.length * binSeconds;
  const axis = {
    linecolor: colour("--border-strong"),
    gridcolor: colour("--grid"),
    tickcolor: colour("--border-strong"),
    zeroline: false,
  };
  return {
    data: [bars("SIP requests", requests, "--series-main"), bars("other packets", others, "--series-rest")],
    layout: {
      barmode: "stack",
      bargap: 0,
      dragmode: "select",
      // Bars may be a pixel wide: the one nearest in time is told.
      hovermode: "x unified",
      hoverdistance: 60,
      selectdirection: "h",
      selections: [],
      margin: { l: 64, r: 12, t: 8, b: 58 },
      xaxis: {
        ...axis,
        type: "date",
        unifiedhovertitle: { text: `%{x|%Y-%m-%d %H:%M:%S} UTC, for ${formatBinWidth(binSeconds)}` },
        title: { text: "time (UTC)", standoff: 12 },
        range: [plotTime(span?.startSeconds ?? startSeconds), plotTime(span?.endSeconds ?? end)],
        spikethickness: 1,
        spikedash: "solid",
        spikecolor: colour("--border-strong"),
        ticks: "outside",
        // Turned labels run into the title; fewer of them fit.
        tickangle: 0,
        nticks: 5,
        showline: true,
        showgrid: false,
        fixedrange: true,
      },
      yaxis: {
        ...axis,
        title: { text: `packets per ${formatBinWidth(binSeconds)}`, standoff: 8 },
        rangemode: "tozero",
        separatethousands: true,
        fixedrange: true,
        nticks: 6,
      },
      separators: ".\u202f",
    },
  };
}
