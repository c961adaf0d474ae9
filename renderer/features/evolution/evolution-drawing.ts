import { toolMark } from "../../theme/tool-marks.ts";
import { countOf, formatCount } from "../../ui/numbers.ts";
import type { Drawing } from "../../ui/plot-painter.ts";
import { namedTool, toolText } from "../../ui/tool-text.ts";
import { coverageWords, type Evolution } from "./evolution-words.ts";

/** Share of the height that is kept free between the nodes of a column, for each of them. */
const GAP = 0.03;
/** Periods whose names have room beside each other in half a window. */
const MOST_NAMES = 8;
/** Columns beside which tools and numbers have room, numbers, and the signs of tools: the more there are, the less is written. */
const MOST_COLUMNS = [4, 11, 24];
/** Letters in a line below the diagram. */
const LINE_LENGTH = 90;
/** Between lines below the diagram, in pixels. */
const LINE_HEIGHT = 16;

/** A column for each period with recurring sources, left to right; a node for each tool, as high as it has sources. */
export function placeNodes({
  nodes,
  links,
  periods,
}: Evolution): readonly { readonly x: number; readonly y: number }[] {
  const columns = columnsOf({ nodes, periods });
  const heights = nodes.map((_, place) => heightOf(links, place));
  const tallest = Math.max(
    ...columns.map(({ period }) => {
      const inColumn = nodes.flatMap((node, place) => (node.period === period ? [heights[place] ?? 0] : []));
      return inColumn.reduce((sum, height) => sum + height, 0) / Math.max(0.2, 1 - GAP * (inColumn.length - 1));
    }),
    1,
  );
  const used = new Map<string, number>();
  return nodes.map(({ period }, place) => {
    const height = (heights[place] ?? 0) / tallest;
    const top = used.get(period) ?? 0;
    used.set(period, top + height + GAP);
    return { x: xOf(columns, period), y: Math.min(1 - EDGE, Math.max(EDGE, top + height / 2)) };
  });
}

/** Plotly takes 0 and 1 for no place at all. */
const EDGE = 0.001;

function columnsOf({ nodes, periods }: Pick<Evolution, "nodes" | "periods">): Evolution["periods"] {
  const withNodes = new Set(nodes.map(({ period }) => period));
  return periods.filter(({ period }) => withNodes.has(period));
}

function xOf(columns: Evolution["periods"], period: string): number {
  const index = columns.findIndex((column) => column.period === period);
  return columns.length < 2 ? EDGE : Math.min(1 - EDGE, Math.max(EDGE, index / (columns.length - 1)));
}

/** A node is drawn as high as the ribbons on one side of it. */
function heightOf(links: Evolution["links"], place: number): number {
  const sum = (side: "from" | "to") =>
    links.reduce((total, link) => total + (link[side] === place ? link.sources : 0), 0);
  return Math.max(sum("from"), sum("to"));
}

/** Where sources went from one period to the next one they were seen in, by tool. */
export function drawEvolution(
  evolution: Evolution,
  names: ReadonlyMap<string, string>,
  colour: (variable: string) => string,
): Drawing {
  const { nodes, links } = evolution;
  const places = placeNodes(evolution);
  const columns = columnsOf(evolution);
  const step = Math.ceil(columns.length / MOST_NAMES);
  const toolColour = (tool: string | null) => colour(toolMark(tool).colour);
  const nameOf = (place: number) => namedTool(nodes[place]?.tool ?? null, names);
  const periodOf = (place: number) => nodes[place]?.period ?? "";
  const trace = {
    type: "sankey",
    // Bars that can be dragged tell no clicks.
    arrangement: "fixed",
    textfont: { color: colour("--text"), size: 12 },
    node: {
      label: nodes.map((node) => labelOf(node, columns)),
      x: places.map(({ x }) => x),
      y: places.map(({ y }) => y),
      color: nodes.map(({ tool }) => toolColour(tool)),
      line: { color: colour("--surface"), width: 1 },
      thickness: 14,
      pad: 12,
      customdata: nodes.map(({ period, sources, severalTools }, place) => [
        `${nameOf(place)}<br>${period}: ${countOf(sources, "source")}${
          severalTools === 0 ? "" : `<br>${severalTools} of them with further tools`
        }`,
      ]),
      hovertemplate: "%{customdata[0]}<extra></extra>",
    },
    link: {
      source: links.map(({ from }) => from),
      target: links.map(({ to }) => to),
      value: links.map(({ sources }) => sources),
      color: links.map(({ from }) => faded(toolColour(nodes[from]?.tool ?? null))),
      customdata: links.map(({ from, to, sources }) => [
        `${countOf(sources, "source")}<br>${nameOf(from)}, ${periodOf(from)}<br>then ${nameOf(to)}, ${periodOf(to)}`,
      ]),
      hovertemplate: "%{customdata[0]}<extra></extra>",
    },
  };
  const key = columns.length > (MOST_COLUMNS[0] as number) ? keyLines(nodes, toolColour) : [];
  return {
    data: [trace as unknown as Drawing["data"][number]],
    layout: {
      margin: { l: 12, r: 12, t: 44, b: 40 + key.length * LINE_HEIGHT },
      annotations: [
        ...keyOf(key, colour),
        ...columns.flatMap((column, index) => {
          if (index % step !== 0) return [];
          const x = xOf(columns, column.period);
          return [
            {
              x,
              xref: "paper",
              xanchor: index === 0 ? "left" : index === columns.length - 1 ? "right" : "center",
              yref: "paper",
              y: 1,
              yanchor: "bottom",
              yshift: 6,
              align: index === 0 ? "left" : index === columns.length - 1 ? "right" : "center",
              showarrow: false,
              text: `${column.period}<br>${coverageWords(column)}`,
              font: { size: 12, color: colour("--text-dim") },
            },
          ];
        }),
      ] as NonNullable<Drawing["layout"]["annotations"]>,
    },
  };
}

/** What stands beside a node. Those of the last column stand before it, where those of the one before stand already. */
function labelOf({ tool, sources, period }: Evolution["nodes"][number], columns: Evolution["periods"]): string {
  const crowding = MOST_COLUMNS.filter((most) => columns.length > most).length;
  const isLast = columns.at(-1)?.period === period;
  const text = toolText(tool);
  const [sign] = text;
  const forms = [`${text}: ${formatCount(sources)}`, `${sign} ${formatCount(sources)}`, sign];
  return forms[crowding + (crowding > 0 && isLast ? 1 : 0)] ?? "";
}

/** Signs with their tools, for labels that have no room for tools. */
function keyLines(nodes: Evolution["nodes"], toolColour: (tool: string | null) => string): readonly string[] {
  const lines: { text: string; length: number }[] = [];
  for (const tool of new Set(nodes.map((node) => node.tool))) {
    const [sign, ...rest] = toolText(tool);
    const entry = `<span style="color:${toolColour(tool)}">${sign}</span>${rest.join("")}`;
    const line = lines.at(-1);
    if (line === undefined || line.length + rest.length > LINE_LENGTH) lines.push({ text: entry, length: rest.length });
    else {
      line.text += `    ${entry}`;
      line.length += rest.length + 4;
    }
  }
  return lines.map(({ text }) => text);
}

function keyOf(lines: readonly string[], colour: (variable: string) => string) {
  if (lines.length === 0) return [];
  const place = { x: 0, xref: "paper", xanchor: "left", yref: "paper", y: 0, yanchor: "top", yshift: -10 };
  const font = { size: 12, color: colour("--text") };
  return [{ ...place, align: "left", showarrow: false, text: lines.join("<br>"), font }];
}

/** The colour with the ribbons behind it showing through; any notation of CSS. */
function faded(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return /^#[0-9a-f]{6}$/i.test(colour) ? `rgba(${red}, ${green}, ${blue}, 0.35)` : colour;
}
