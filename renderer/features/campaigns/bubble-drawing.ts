import type { CampaignList, CampaignRow } from "../../../core/contract/campaigns.ts";
import { type Glyph, toolMark } from "../../theme/tool-marks.ts";
import { formatCount } from "../../ui/numbers.ts";
import type { Drawing } from "../../ui/plot-painter.ts";
import { safeString } from "../../ui/safe-string.ts";
import { rounded } from "./campaign-words.ts";

/** Plotly's names of the shapes of tools. */
const SYMBOLS: Readonly<Record<Glyph, string>> = {
  circle: "circle",
  square: "square",
  triangle: "triangle-up",
  diamond: "diamond",
  wedge: "triangle-down",
  plus: "cross",
  hexagon: "hexagon",
  ring: "circle-open",
  frame: "square-open",
  bow: "bowtie",
  unknown: "star",
};

/** Shapes that are drawn by their edge. */
const isOpen = (glyph: Glyph) => SYMBOLS[glyph].endsWith("-open");

const SMALLEST = 8;
const LARGEST = 46;
/** So many bubbles have room for their numbers; of more the sizes shrink. */
const NUMBERED = 40;

/** Pixels across: the area stands for the number of sources. `bubbles`: how many are drawn. */
export function bubbleSize(sources: number, most: number, bubbles: number): number {
  const largest = LARGEST * Math.min(1, Math.sqrt(NUMBERED / bubbles));
  return Math.max(SMALLEST, largest * Math.sqrt(sources / most));
}

/** Room around the outermost bubbles, as a factor. */
const ROOM = 1.3;

/** Round values that hold some between them: 1, 2 and 5 of each power of ten, or over many powers 1 alone. */
export function logTicks(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const low = Math.min(...values) / ROOM;
  const high = Math.max(...values) * ROOM;
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const steps = to - from > 3 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const ticks = powers.flatMap((power) => steps.map((step) => Number(`${step}e${power}`)));
  return ticks.slice(
    ticks.findLastIndex((tick) => tick <= low),
    ticks.findIndex((tick) => tick >= high) + 1,
  );
}

/** Packets per source against rate; a campaign without a rate has no place. */
export function drawBubbles(
  { campaigns, telescopeAddresses }: Extract<CampaignList, { kind: "found" }>,
  names: ReadonlyMap<string, string>,
  colour: (variable: string) => string,
): Drawing {
  const placed = campaigns.filter(({ ratePps, packetsPerSource }) => (ratePps ?? 0) > 0 && packetsPerSource > 0);
  const most = Math.max(1, ...placed.map(({ sources }) => sources));
  const byTool = new Map<string, CampaignRow[]>();
  for (const row of placed) {
    const key = row.tool ?? "";
    byTool.set(key, [...(byTool.get(key) ?? []), row]);
  }
  const font = { size: 12 };
  const axis = {
    type: "log" as const,
    linecolor: colour("--border-strong"),
    gridcolor: colour("--grid"),
    tickcolor: colour("--border-strong"),
    zeroline: false,
    fixedrange: true,
    showline: true,
  };
  const xs = placed.map(({ packetsPerSource }) => packetsPerSource);
  const ys = placed.map(({ ratePps }) => ratePps as number);
  const ticksOf = (values: readonly number[]) => {
    const tickvals = logTicks(values);
    const range = [Math.log10(tickvals[0] ?? 1), Math.log10(tickvals.at(-1) ?? 10)];
    return { tickvals, ticktext: tickvals.map(tickText), range };
  };
  const isKnown = telescopeAddresses > 0 && placed.length > 0;
  return {
    data: [...byTool].map(([key, rows]) => {
      const mark = toolMark(key === "" ? null : key);
      const name = key === "" ? "not named" : safeString(`${names.get(key) ?? key} (${key})`);
      return {
        type: "scatter",
        mode: placed.length > NUMBERED ? "markers" : "text+markers",
        name,
        x: rows.map(({ packetsPerSource }) => packetsPerSource),
        y: rows.map(({ ratePps }) => ratePps),
        text: rows.map(({ number }) => String(number)),
        textposition: "middle right",
        textfont: { size: 11, color: colour("--text") },
        marker: {
          color: colour(mark.colour),
          symbol: SYMBOLS[mark.glyph],
          size: rows.map(({ sources }) => bubbleSize(sources, most, placed.length)),
          opacity: placed.length > NUMBERED ? 0.5 : 0.75,
          line: isOpen(mark.glyph)
            ? { width: 2, color: colour(mark.colour) }
            : { width: 1, color: colour("--surface") },
        },
        customdata: rows.map(({ sources, packetsPerSource, ratePps }) => [
          String(sources),
          rounded(packetsPerSource),
          ratePps === null ? "–" : rounded(ratePps),
        ]),
        hovertemplate: `campaign %{text}, ${name}<br>%{customdata[0]} sources<br>%{customdata[1]} packets per source<br>%{customdata[2]} packets/s<extra></extra>`,
      };
    }) as Drawing["data"],
    layout: {
      dragmode: false,
      hovermode: "closest",
      showlegend: true,
      // Below the title of the axis, and downwards: many tools take several lines.
      legend: { orientation: "h", y: -0.2, yanchor: "top", font },
      margin: { l: 70, r: 24, t: 22, b: 60 },
      xaxis: {
        ...axis,
        ...ticksOf([...xs, telescopeAddresses || 1]),
        title: { text: "packets per source", standoff: 6, font },
      },
      yaxis: { ...axis, ...ticksOf(ys), title: { text: "packets/s, all members together", standoff: 6, font } },
      shapes: isKnown
        ? [
            {
              type: "line",
              x0: telescopeAddresses,
              x1: telescopeAddresses,
              yref: "paper",
              y0: 0,
              y1: 1,
              line: { dash: "dot", width: 1, color: colour("--text-dim") },
            },
          ]
        : [],
      annotations: isKnown
        ? [
            {
              x: Math.log10(telescopeAddresses),
              yref: "paper",
              y: 1,
              yanchor: "bottom",
              text: `telescope: ${telescopeAddresses} addresses`,
              showarrow: false,
              font: { size: 11, color: colour("--text-dim") },
            },
          ]
        : [],
    },
  };
}

function tickText(value: number): string {
  return value >= 1 ? formatCount(value) : String(value);
}
