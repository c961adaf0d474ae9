import { usualUnit } from "../calendar-period.ts";
import type { Report, ReportEvolution, ReportEvolutionNode } from "../report.ts";
import { counted, formatCount } from "../text-table.ts";
import { coveredSpans } from "./covered-spans.ts";
import type { Figure } from "./document.ts";
import { drawing, label, legend, WIDTH } from "./drawing.ts";
import { toolClass, toolGlyph } from "./glyph.ts";
import { element, type Markup } from "./markup.ts";

const ID = "figure-evolution";

/** Tools with nodes of their own; the others share one in each period. */
const MOST_TOOLS = 8;
const OTHERS = "other tools";
const NOT_NAMED = "not named";

/** The tools of sources that were seen in more than one period, and where they went from one to the next. */
export function evolutionFigure(report: Report): Figure {
  const unit = usualUnit(coveredSpans(report));
  const evolution = unit === "year" ? report.evolution.overYears : report.evolution.overMonths;
  const { nodes, links, recurring, sources } = evolution;
  const caption = `Figure 3. Tools of sources that were seen in more than one ${unit}`;
  const titleOf = (tool: string | null) => tool ?? NOT_NAMED;
  return {
    kind: "figure",
    id: ID,
    caption,
    description:
      recurring === 0
        ? `None of ${counted(sources, "source")} was seen in more than one ${unit}.`
        : `${formatCount(recurring)} of ${counted(sources, "source")}. A bar is the sources that ran a tool in a ${unit}, with their number; a band leads to what they ran when they were seen next. A source counts for the tool of most of its packets. ${unit === "month" ? "Months" : "Years"} that no capture covers are left out.`,
    drawing: links.length === 0 ? null : draw(evolution, caption),
    table: {
      kind: "table",
      caption: `From one ${unit} to the next in which they were seen`,
      columns: [
        { title: "From", kind: "date" },
        { title: "Tool", kind: "name" },
        { title: "To", kind: "date" },
        { title: "Tool then", kind: "name" },
        { title: "Sources", kind: "number" },
      ],
      rows: links.map((link) => {
        const [from, to] = [nodes[link.from], nodes[link.to]] as [ReportEvolutionNode, ReportEvolutionNode];
        return [from.period, titleOf(from.tool), to.period, titleOf(to.tool), formatCount(link.sources)];
      }),
    },
  };
}

/** A bar of the drawing. */
interface Bar {
  readonly period: string;
  readonly title: string;
  readonly tool: string | null;
  sources: number;
  top: number;
  height: number;
  /** Heights that bands have taken so far, at the right and at the left edge. */
  sent: number;
  received: number;
}

const TOP = 40;
const ROOM = 260;
const BAR_WIDTH = 8;
/** Between bars, where the number of the lower one stands. */
const GAP = 22;
const SIDE = 44;
const LEAST_HEIGHT = 2;

function draw(evolution: ReportEvolution, caption: string): Markup {
  const titles = titlesOf(evolution);
  const titleOf = (tool: string | null) => (tool === null ? NOT_NAMED : titles.has(tool) ? tool : OTHERS);
  const order = [...titles, OTHERS, NOT_NAMED];
  const bars = barsOf(evolution, titleOf, order);
  const periods = evolution.periods.filter(({ recurring }) => recurring > 0).map(({ period }) => period);
  const x = (period: string) =>
    SIDE + (periods.length < 2 ? 0 : (periods.indexOf(period) / (periods.length - 1)) * (WIDTH - 2 * SIDE - BAR_WIDTH));
  const most = Math.max(...periods.map((period) => sumOf(bars.filter((bar) => bar.period === period))));
  let bottom = TOP;
  for (const period of periods) {
    let top = TOP;
    for (const bar of bars.filter((one) => one.period === period)) {
      bar.top = top;
      bar.height = Math.max(LEAST_HEIGHT, (bar.sources / most) * ROOM);
      top += bar.height + GAP;
    }
    bottom = Math.max(bottom, top);
  }
  const barOf = (node: number) => {
    const { period, tool } = evolution.nodes[node] as ReportEvolutionNode;
    return bars.find((bar) => bar.period === period && bar.title === titleOf(tool)) as Bar;
  };
  const bands = mergedLinks(evolution, barOf, bars).map(({ from, to, sources }) => {
    const [leaves, arrives] = [(sources / from.sources) * from.height, (sources / to.sources) * to.height];
    const path = band(
      x(from.period) + BAR_WIDTH,
      from.top + from.sent,
      leaves,
      x(to.period),
      to.top + to.received,
      arrives,
    );
    from.sent += leaves;
    to.received += arrives;
    return element("path", {
      class: `ribbon ${toolClass(from.tool)}`,
      d: path,
      fill: "currentColor",
      stroke: "currentColor",
    });
  });
  const key = legend(
    order.flatMap((title) => {
      const bar = bars.find((one) => one.title === title);
      return bar === undefined ? [] : [{ tool: bar.tool, text: title }];
    }),
    0,
    bottom + 14,
  );
  return drawing(ID, caption, key.bottom, [
    ...periods.map((period) => label(period, x(period) + BAR_WIDTH / 2, TOP - 28, { anchor: "middle", dim: true })),
    ...bands,
    ...bars.flatMap((bar) => [
      element("rect", {
        class: toolClass(bar.tool),
        x: x(bar.period),
        y: bar.top,
        width: BAR_WIDTH,
        height: bar.height,
        fill: "currentColor",
      }),
      toolGlyph(bar.tool, x(bar.period) - 4, bar.top - 8, 4.5),
      label(formatCount(bar.sources), x(bar.period) + 4, bar.top - 4, { haloed: true }),
    ]),
    ...key.parts,
  ]);
}

/** Tools that most sources ran, over all periods. */
function titlesOf({ nodes }: ReportEvolution): Set<string> {
  const sums = new Map<string, number>();
  for (const { tool, sources } of nodes) if (tool !== null) sums.set(tool, (sums.get(tool) ?? 0) + sources);
  const named = [...sums].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([tool]) => tool);
  return new Set(named.length > MOST_TOOLS ? named.slice(0, MOST_TOOLS - 1) : named);
}

function barsOf({ nodes }: ReportEvolution, titleOf: (tool: string | null) => string, order: readonly string[]): Bar[] {
  const bars = new Map<string, Bar>();
  for (const { period, tool, sources } of nodes) {
    const title = titleOf(tool);
    const key = `${period} ${title}`;
    const bar = bars.get(key);
    if (bar !== undefined) bar.sources += sources;
    else {
      const own = title === tool ? tool : null;
      bars.set(key, { period, title, tool: own, sources, top: 0, height: 0, sent: 0, received: 0 });
    }
  }
  // The same tool lies at much the same height everywhere, so that bands cross little.
  return [...bars.values()].sort((a, b) => order.indexOf(a.title) - order.indexOf(b.title));
}

function sumOf(bars: readonly Bar[]): number {
  return bars.reduce((sum, { sources }) => sum + sources, 0);
}

/** The links between bars, in the order in which they leave and arrive from top to bottom. */
function mergedLinks({ links }: ReportEvolution, barOf: (node: number) => Bar, bars: readonly Bar[]) {
  const merged = new Map<string, { readonly from: Bar; readonly to: Bar; sources: number }>();
  for (const link of links) {
    const [from, to] = [barOf(link.from), barOf(link.to)];
    const key = `${from.period} ${from.title} ${to.period} ${to.title}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { from, to, sources: link.sources });
    else known.sources += link.sources;
  }
  return [...merged.values()].sort(
    (a, b) =>
      (a.from.period < b.from.period ? -1 : a.from.period > b.from.period ? 1 : 0) ||
      bars.indexOf(a.from) - bars.indexOf(b.from) ||
      (a.to.period < b.to.period ? -1 : a.to.period > b.to.period ? 1 : 0) ||
      bars.indexOf(a.to) - bars.indexOf(b.to),
  );
}

/** The outline of a band from one edge to another. */
function band(x1: number, y1: number, height1: number, x2: number, y2: number, height2: number): string {
  const middle = (x1 + x2) / 2;
  const at = (...numbers: readonly number[]) => numbers.map((number) => Math.round(number * 100) / 100).join(" ");
  return [
    `M${at(x1, y1)}`,
    `C${at(middle, y1, middle, y2, x2, y2)}`,
    `L${at(x2, y2 + height2)}`,
    `C${at(middle, y2 + height2, middle, y1 + height1, x1, y1 + height1)}Z`,
  ].join("");
}
