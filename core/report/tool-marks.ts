/** Shapes that tell tools apart without colour. */
export const GLYPHS = [
  "circle",
  "square",
  "triangle",
  "diamond",
  "wedge",
  "plus",
  "hexagon",
  "ring",
  "frame",
  "bow",
] as const;
export type Glyph = (typeof GLYPHS)[number] | "unknown";

/** How a tool is drawn everywhere. */
export interface ToolMark {
  /** Name of the CSS variable that holds its colour, as `--tool-3`. */
  readonly colour: string;
  readonly glyph: Glyph;
}

const COLOURS = 8;
/** Chosen so that no two tools of the built-in pack share colour and glyph; test/renderer/theme holds that. */
const SEED = 6114;

/** Colour and glyph of a tool: a function of its id alone, so they never change; null: packets no signature names. */
export function toolMark(id: string | null): ToolMark {
  if (id === null) return { colour: "--text-dim", glyph: "unknown" };
  const hash = hashOf(id);
  return { colour: `--tool-${hash % COLOURS}`, glyph: GLYPHS[Math.floor(hash / COLOURS) % GLYPHS.length] ?? "circle" };
}

/** FNV-1a over the code units, then mixed, as 32 bits without sign. */
function hashOf(text: string): number {
  let hash = (0x811c9dc5 ^ SEED) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
