import type { SenderStretch } from "../../../core/contract/sender-plot.ts";
import type { Drawing } from "../../ui/plot-painter.ts";

/** What of a sender is drawn over time. */
export type SenderMeasure = "sourcePort" | "ttl" | "ipId";

/** What each is called. */
export const MEASURE_NAMES: Readonly<Record<SenderMeasure, string>> = {
  sourcePort: "Source port",
  ttl: "TTL",
  ipId: "IP-ID",
};

/** A point for the lowest value of each stretch of time, and one for the highest where it is another. */
export function senderPoints(
  stretches: readonly SenderStretch[],
  measure: SenderMeasure,
): { readonly x: number[]; readonly y: number[] } {
  const points = stretches.flatMap((stretch) =>
    [...new Set(stretch[measure] ?? [])].map((value) => ({ x: stretch.at, y: value })),
  );
  return { x: points.map(({ x }) => x), y: points.map(({ y }) => y) };
}

/** One measure over the seconds since the first packet. */
export function drawSender(
  stretches: readonly SenderStretch[],
  measure: SenderMeasure,
  colour: (variable: string) => string,
): Drawing {
  const name = MEASURE_NAMES[measure];
  const font = { size: 12 };
  const axis = {
    linecolor: colour("--border-strong"),
    gridcolor: colour("--grid"),
    tickcolor: colour("--border-strong"),
    zeroline: false,
    fixedrange: true,
    showline: true,
  };
  return {
    data: [
      {
        type: "scatter",
        mode: "markers",
        name,
        ...senderPoints(stretches, measure),
        marker: { color: colour("--series-main"), size: 4 },
        hovertemplate: `${name} %{y} at %{x} s<extra></extra>`,
      },
    ],
    layout: {
      dragmode: false,
      hovermode: "closest",
      margin: { l: 76, r: 12, t: 6, b: 40 },
      xaxis: {
        ...axis,
        title: { text: "seconds since the first packet", standoff: 6, font },
        nticks: 5,
        showgrid: false,
      },
      yaxis: { ...axis, title: { text: name, standoff: 10, font }, nticks: 4, tickformat: "d" },
      separators: ".\u202f",
    },
  };
}

/** The lowest and the highest value as one text. */
export function rangeText(range: readonly [number, number] | null): string {
  if (range === null) return "–";
  const [low, high] = range;
  return low === high ? String(low) : `${low}–${high}`;
}
