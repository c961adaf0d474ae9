import type { Report } from "../report.ts";
import { counted, formatCount } from "../text-table.ts";
import { fitted } from "./axes.ts";
import type { Figure } from "./document.ts";
import { drawing, label, line, WIDTH } from "./drawing.ts";
import { toolGlyph } from "./glyph.ts";
import type { Markup } from "./markup.ts";

const ID = "figure-places";

/** Countries that are drawn, those with most sources; the table has all. */
const MOST_COUNTRIES = 20;
/** Tools with a column of their own; the others share one. */
const MOST_TOOLS = 8;

const OTHERS = "others";
const NOT_NAMED = "not named";

/** A column: a tool, what has none, or the tools that have no column of their own. */
interface Column {
  readonly title: string;
  readonly tool: string | null;
}

/** Sources of one country by the title of the column. */
interface Row {
  readonly country: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly sources: number;
}

/** Sources by country and tool. */
export function placesFigure(report: Report): Figure {
  const { places } = report;
  const columns = columnsOf(places.tools.map(({ tool }) => tool));
  const rows = places.countries.flatMap((place) =>
    place.country === null
      ? []
      : [{ country: place.country, counts: countsOf(place.tools, columns), sources: place.sources }],
  );
  return {
    kind: "figure",
    id: ID,
    caption: "Figure 4. Sources by country and tool",
    description: placesWords(report, rows.length),
    drawing: rows.length === 0 ? null : draw(columns, rows.slice(0, MOST_COUNTRIES)),
    table: {
      kind: "table",
      caption: "Sources by country and tool",
      columns: [
        { title: "Country", kind: "words" },
        { title: "Sources", kind: "number" },
        ...columns.map(({ title }) => ({ title, kind: "number" }) as const),
      ],
      rows: rows.map(({ country, counts, sources }) => [
        country,
        formatCount(sources),
        ...columns.map(({ title }) => formatCount(counts.get(title) ?? 0)),
      ]),
    },
  };
}

function placesWords({ parameters, places }: Report, countries: number): string {
  if (parameters.geoTables.length === 0) {
    return "Not applicable: no table of countries was given. --geo FILE adds one, a MaxMind DB file or CSV of ranges.";
  }
  if (countries === 0) return `No table knows any of the ${counted(places.all.sources, "source")}.`;
  const more = countries > MOST_COUNTRIES ? ` The ${MOST_COUNTRIES} countries with most sources are drawn.` : "";
  const unknown = places.countries.find(({ country }) => country === null)?.sources ?? 0;
  const left = unknown === 0 ? "" : ` Of ${counted(unknown, "source")} no table knows the country.`;
  return `The area of a mark is the number of sources, which stands beside it. A source counts once under each of its tools, and once in its country.${more}${left}`;
}

/** Tools come with most sources first. */
function columnsOf(tools: readonly (string | null)[]): Column[] {
  const named = tools.filter((tool) => tool !== null);
  const shown = named.length > MOST_TOOLS ? named.slice(0, MOST_TOOLS - 1) : named;
  return [
    ...shown.map((tool) => ({ title: tool, tool })),
    ...(named.length > shown.length ? [{ title: OTHERS, tool: null }] : []),
    ...(tools.includes(null) ? [{ title: NOT_NAMED, tool: null }] : []),
  ];
}

function countsOf(tools: Report["places"]["tools"], columns: readonly Column[]): Map<string, number> {
  const own = new Set(columns.flatMap(({ tool }) => (tool === null ? [] : [tool])));
  const counts = new Map<string, number>();
  for (const { tool, sources } of tools) {
    const title = tool === null ? NOT_NAMED : own.has(tool) ? tool : OTHERS;
    counts.set(title, (counts.get(title) ?? 0) + sources);
  }
  return counts;
}

const LEFT = 90;
const TOP = 46;
const ROW = 30;
const LARGEST = 12;
const SMALLEST = 2;

function draw(columns: readonly Column[], rows: readonly Row[]): Markup {
  const wide = Math.min(110, (WIDTH - LEFT) / columns.length);
  const most = Math.max(...rows.flatMap(({ counts }) => [...counts.values()]));
  const bottom = TOP + rows.length * ROW;
  const parts: Markup[] = [label("country, sources", 0, TOP - 10, { dim: true })];
  for (const [index, { title, tool }] of columns.entries()) {
    const centre = LEFT + (index + 0.5) * wide;
    parts.push(
      toolGlyph(tool, centre, TOP - 32, 5),
      label(fitted(title, wide - 4), centre, TOP - 10, { anchor: "middle" }),
    );
  }
  for (const [row, { country, counts, sources }] of rows.entries()) {
    const middle = TOP + (row + 0.5) * ROW;
    parts.push(
      line("lane", 0, middle + ROW / 2, LEFT + columns.length * wide, middle + ROW / 2),
      label(country, 0, middle + 4),
      label(formatCount(sources), LEFT - 20, middle + 4, { anchor: "end", dim: true }),
    );
    for (const [index, { title, tool }] of columns.entries()) {
      const count = counts.get(title) ?? 0;
      if (count === 0) continue;
      const radius = Math.max(SMALLEST, LARGEST * Math.sqrt(count / most));
      const centre = LEFT + (index + 0.5) * wide - 8;
      parts.push(toolGlyph(tool, centre, middle, radius), label(formatCount(count), centre + radius + 4, middle + 4));
    }
  }
  return drawing(ID, "Sources by country and tool", bottom + 4, parts);
}
