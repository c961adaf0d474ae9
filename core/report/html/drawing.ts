import { type DayTick, fitted, type Scale, textWidth } from "./axes.ts";
import { toolGlyph } from "./glyph.ts";
import { type Attributes, element, join, type Markup, words } from "./markup.ts";

/** Width of every drawing, in its own pixels. */
export const WIDTH = 760;

/** A drawing with a name for those who do not see it. `id`: of the figure it stands in. */
export function drawing(id: string, title: string, height: number, parts: readonly Markup[]): Markup {
  return element(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": title, "aria-describedby": `${id}-description` },
    join(parts, "\n"),
  );
}

/** How a line of text stands. */
interface LabelStyle {
  /** Which end of it lies at x. */
  readonly anchor?: "start" | "middle" | "end";
  readonly dim?: boolean;
  /** Read from below. */
  readonly turned?: boolean;
  /** With an edge in the colour of the page, over what may pass behind it. */
  readonly haloed?: boolean;
}

/** A line of text. */
export function label(
  text: string,
  x: number,
  y: number,
  { anchor = "start", dim = false, turned = false, haloed = false }: LabelStyle = {},
): Markup {
  const attributes: Attributes = {
    x,
    y,
    class: haloed ? "haloed" : dim ? "dim" : null,
    "text-anchor": anchor === "start" ? null : anchor,
    transform: turned ? `rotate(-90 ${x} ${y})` : null,
  };
  return element("text", attributes, words(text));
}

/** A line from one point to the other. */
export function line(kind: string, x1: number, y1: number, x2: number, y2: number): Markup {
  return element("line", { class: kind, x1, y1, x2, y2 });
}

/** A field in the colour of a tool, or another class. */
export function field(kind: string, x: number, y: number, width: number, height: number): Markup {
  return element("rect", { class: kind, x, y, width, height, fill: "currentColor" });
}

/** A time axis below a drawing, with lines up through it. Of ticks that have no room beside the one before, the line alone is drawn. */
export function timeAxis(ticks: readonly DayTick[], x: Scale, top: number, bottom: number): Markup[] {
  const placed = ticks.map(({ day, text }) => {
    const half = textWidth(text) / 2;
    return { at: x(day), text, half, centre: Math.min(Math.max(x(day), half), WIDTH - half) };
  });
  // Every tick is named, or every second, and so on: named where there is room, they would mislead.
  const haveRoom = (every: number) =>
    placed.every(({ centre, half }, index) => {
      const before = placed[index - every];
      return index % every !== 0 || before === undefined || before.centre + before.half + 4 <= centre - half;
    });
  const every = ticks.findIndex((_, index) => haveRoom(index + 1)) + 1;
  return placed.flatMap(({ at, text, centre }, index) => [
    line("grid", at, top, at, bottom),
    ...(index % every === 0 ? [label(text, centre, bottom + 14, { anchor: "middle", dim: true })] : []),
  ]);
}

/** Slanted lines over a stretch of which nothing is known: it reads on paper and without colours. */
export function hatched(x: number, y: number, width: number, height: number): Markup {
  const step = 6;
  const moves: string[] = [];
  for (let from = -height + step; from < width; from += step) {
    const x1 = Math.max(0, from);
    const x2 = Math.min(width, from + height);
    if (x2 <= x1) continue;
    moves.push(
      `M${point(x + x1)} ${point(y + height - (x1 - from))}L${point(x + x2)} ${point(y + height - (x2 - from))}`,
    );
  }
  return element("path", { class: "hatch", d: moves.join("") });
}

function point(value: number): number {
  return Math.round(value * 10) / 10;
}

const LEGEND_LINE = 18;

/** Tools with their marks, in as many lines as they take, and where these end. */
export function legend(
  entries: readonly { readonly tool: string | null; readonly text: string }[],
  left: number,
  top: number,
): { readonly parts: Markup[]; readonly bottom: number } {
  const parts: Markup[] = [];
  let at = left;
  let base = top;
  for (const { tool, text } of entries) {
    const shown = fitted(text, WIDTH - left - 40);
    const width = 16 + textWidth(shown) + 16;
    if (at + width > WIDTH && at > left) {
      at = left;
      base += LEGEND_LINE;
    }
    parts.push(toolGlyph(tool, at + 6, base - 4, 5), label(shown, at + 16, base));
    at += width;
  }
  return { parts, bottom: base + 12 };
}
