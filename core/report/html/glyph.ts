import { type Glyph, toolMark } from "../tool-marks.ts";
import { element, type Markup } from "./markup.ts";

/** The class that gives a drawing the colour of a tool; null: of what is not named. */
export function toolClass(tool: string | null): string {
  return tool === null ? "tn" : `t${toolMark(tool).colour.slice("--tool-".length)}`;
}

/** Corners of the shapes that have some, in a field from -1 to 1. */
const CORNERS: Readonly<Partial<Record<Glyph, readonly (readonly [x: number, y: number])[]>>> = {
  square: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  frame: [
    [-0.8, -0.8],
    [0.8, -0.8],
    [0.8, 0.8],
    [-0.8, 0.8],
  ],
  triangle: [
    [0, -1],
    [1, 0.8],
    [-1, 0.8],
  ],
  wedge: [
    [0, 1],
    [1, -0.8],
    [-1, -0.8],
  ],
  diamond: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  plus: [
    [-0.35, -1],
    [0.35, -1],
    [0.35, -0.35],
    [1, -0.35],
    [1, 0.35],
    [0.35, 0.35],
    [0.35, 1],
    [-0.35, 1],
    [-0.35, 0.35],
    [-1, 0.35],
    [-1, -0.35],
    [-0.35, -0.35],
  ],
  hexagon: [
    [-0.5, -0.9],
    [0.5, -0.9],
    [1, 0],
    [0.5, 0.9],
    [-0.5, 0.9],
    [-1, 0],
  ],
  bow: [
    [-1, -0.8],
    [1, 0.8],
    [1, -0.8],
    [-1, 0.8],
  ],
  unknown: [
    [0, -1],
    [0.29, -0.4],
    [0.95, -0.31],
    [0.48, 0.15],
    [0.59, 0.81],
    [0, 0.5],
    [-0.59, 0.81],
    [-0.48, 0.15],
    [-0.95, -0.31],
    [-0.29, -0.4],
  ],
};

/** Shapes that are drawn by their edge. */
const OPEN: ReadonlySet<Glyph> = new Set(["ring", "frame"]);

/** The mark of a tool with its colour and shape: the same in every drawing. `further`: a class of the drawing's own. */
export function toolGlyph(tool: string | null, x: number, y: number, radius: number, further = ""): Markup {
  const { glyph } = toolMark(tool);
  const isOpen = OPEN.has(glyph);
  const paint = isOpen ? { stroke: "currentColor" } : { fill: "currentColor" };
  const classes = [toolClass(tool), further, isOpen ? "open" : "edge"].filter((name) => name !== "").join(" ");
  const corners = CORNERS[glyph];
  if (corners === undefined) return element("circle", { class: classes, cx: x, cy: y, r: radius, ...paint });
  const points = corners.map(([dx, dy]) => `${rounded(x + dx * radius)},${rounded(y + dy * radius)}`).join(" ");
  return element("polygon", { class: classes, points, ...paint });
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
