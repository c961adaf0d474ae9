import { type Glyph, toolMark } from "../theme/tool-marks.ts";
import { safeString } from "./safe-string.ts";

/** The signs of tools as characters, for drawings that have room for text only. */
const CHARACTERS: Readonly<Record<Glyph, string>> = {
  circle: "●",
  square: "■",
  triangle: "▲",
  diamond: "◆",
  wedge: "▼",
  plus: "✚",
  hexagon: "⬢",
  ring: "○",
  frame: "□",
  bow: "⋈",
  unknown: "?",
};

/** A tool by sign and id, made visible; null: packets no signature names. */
export function toolText(tool: string | null): string {
  return `${CHARACTERS[toolMark(tool).glyph]} ${tool === null ? "unknown" : safeString(tool)}`;
}

/** The same with its name. */
export function namedTool(tool: string | null, names: ReadonlyMap<string, string>): string {
  const name = tool === null ? undefined : names.get(tool);
  return name === undefined ? toolText(tool) : `${toolText(tool)} ${safeString(name)}`;
}
