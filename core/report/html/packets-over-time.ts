import type { DayRange } from "../covered-days.ts";
import type { Report } from "../report.ts";
import { counted, formatCount } from "../text-table.ts";
import { dayOfDate, dayTicks, fitted, linear } from "./axes.ts";
import { coveredSpans, holesBetween } from "./covered-spans.ts";
import type { Figure } from "./document.ts";
import { drawing, field, hatched, label, line, timeAxis, WIDTH } from "./drawing.ts";
import { toolClass, toolGlyph } from "./glyph.ts";
import type { Markup } from "./markup.ts";

/** Tools with a row of their own; the others share one. */
const MOST_ROWS = 10;
/** Days drawn one by one at most; over more, months are. */
const MOST_DAYS = 100;

const NOT_NAMED = "not named, or several tools";
const OTHERS = "other tools";

/** Requests of one period, from a day on. */
interface Period {
  readonly name: string;
  readonly first: number;
  /** The day behind its last one. */
  readonly end: number;
}

interface Row {
  readonly tool: string | null;
  readonly title: string;
  /** Requests by the name of the period. */
  readonly packets: ReadonlyMap<string, number>;
  readonly sum: number;
}

/** Requests over time, a row for each tool. A flow counts where it begins. */
export function packetsOverTime(report: Report): Figure {
  const spans = coveredSpans(report);
  const [first, last] = [spans[0]?.first, spans.at(-1)?.last];
  const perDay = first !== undefined && last !== undefined && last - first < MOST_DAYS;
  const unit = perDay ? "day" : "month";
  const rows = rowsOf(report, perDay);
  const periods = periodsOf(rows, perDay);
  const caption = `SIP requests a ${unit}, by tool`;
  const left = report.totals.setAside.flows;
  const aside = left === 0 ? "" : ` ${counted(left, "flow")} that were counted only are left out.`;
  return {
    kind: "figure",
    id: "figure-packets",
    caption: `Figure 2. ${caption}`,
    description: `A row for each tool, each with a height of its own: its highest ${unit} is written at the right. A flow counts with all its requests on the ${unit} it began. Hatched: no capture covers these days.${aside}`,
    drawing:
      first === undefined || last === undefined || rows.length === 0
        ? null
        : draw(caption, rows, periods, spans, [first, last], unit),
    table: {
      kind: "table",
      caption: `SIP requests a ${unit}, by the tool of the flow`,
      columns: [
        { title: perDay ? "Day (UTC)" : "Month (UTC)", kind: "date" },
        ...rows.map(({ title }) => ({ title, kind: "number" }) as const),
      ],
      rows: periods.map(({ name }) => [name, ...rows.map(({ packets }) => formatCount(packets.get(name) ?? 0))]),
    },
  };
}

function rowsOf({ flows }: Report, perDay: boolean): Row[] {
  const byTool = new Map<string | null, Map<string, number>>();
  for (const { tool, firstPacketAt, packets } of flows) {
    if (firstPacketAt === null) continue;
    const period = firstPacketAt.slice(0, perDay ? 10 : 7);
    const sums = byTool.get(tool) ?? new Map<string, number>();
    byTool.set(tool, sums.set(period, (sums.get(period) ?? 0) + packets));
  }
  const rowOf = (tool: string | null, title: string, packets: ReadonlyMap<string, number>): Row => ({
    tool,
    title,
    packets,
    sum: [...packets.values()].reduce((sum, count) => sum + count, 0),
  });
  const named = [...byTool]
    .flatMap(([tool, packets]) => (tool === null ? [] : [rowOf(tool, tool, packets)]))
    .sort((a, b) => b.sum - a.sum || (a.title < b.title ? -1 : 1));
  const shown = named.length > MOST_ROWS ? named.slice(0, MOST_ROWS - 1) : named;
  const others = named.slice(shown.length);
  const unnamed = byTool.get(null);
  return [
    ...shown,
    ...(others.length === 0 ? [] : [rowOf(null, OTHERS, sumOf(others))]),
    ...(unnamed === undefined ? [] : [rowOf(null, NOT_NAMED, unnamed)]),
  ];
}

function sumOf(rows: readonly Row[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { packets } of rows) {
    for (const [period, count] of packets) sums.set(period, (sums.get(period) ?? 0) + count);
  }
  return sums;
}

/** The periods in which anything was sent. */
function periodsOf(rows: readonly Row[], perDay: boolean): Period[] {
  const names = [...new Set(rows.flatMap(({ packets }) => [...packets.keys()]))].sort();
  return names.map((name) => {
    const first = dayOfDate(perDay ? name : `${name}-01`);
    const [year, month] = name.split("-").map(Number) as [number, number];
    const end = perDay ? first + 1 : dayOfDate(new Date(Date.UTC(year, month, 1)).toISOString());
    return { name, first, end };
  });
}

const ROW_HEIGHT = 30;
const LEFT = 190;
const RIGHT = 70;
const TOP = 18;

function draw(
  caption: string,
  rows: readonly Row[],
  periods: readonly Period[],
  spans: readonly DayRange[],
  [first, last]: readonly [first: number, last: number],
  unit: "day" | "month",
): Markup {
  const bottom = TOP + rows.length * ROW_HEIGHT;
  const x = linear([first, last + 1], [LEFT, WIDTH - RIGHT]);
  const parts: Markup[] = [
    label("highest", WIDTH - RIGHT + 8, TOP - 6, { dim: true }),
    ...timeAxis(dayTicks(first, last), x, TOP, bottom),
    ...holesBetween(spans).map((hole) => hatched(x(hole.first), TOP, x(hole.last + 1) - x(hole.first), bottom - TOP)),
  ];
  for (const [index, { tool, title, packets }] of rows.entries()) {
    const base = TOP + (index + 1) * ROW_HEIGHT;
    const most = Math.max(...packets.values());
    parts.push(
      toolGlyph(tool, 8, base - 9, 5),
      label(fitted(title, LEFT - 28), 20, base - 5),
      line("lane", LEFT, base, WIDTH - RIGHT, base),
      label(formatCount(most), WIDTH - RIGHT + 8, base - 5),
    );
    for (const period of periods) {
      const count = packets.get(period.name) ?? 0;
      if (count === 0) continue;
      const height = Math.max(1, (count / most) * (ROW_HEIGHT - 6));
      const from = Math.max(x(period.first), LEFT);
      const width = Math.max(1, Math.min(x(period.end), WIDTH - RIGHT) - from - 0.5);
      parts.push(field(toolClass(tool), from, base - height, width, height));
    }
  }
  parts.push(label(`UTC ${unit}`, LEFT - 44, bottom + 14, { anchor: "end", dim: true }));
  return drawing("figure-packets", caption, bottom + 22, parts);
}
