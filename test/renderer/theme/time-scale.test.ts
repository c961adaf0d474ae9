import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { SCALE_VARIABLES } from "../../../renderer/features/inspector/map/map-ink.ts";

const CSS = fs.readFileSync(path.resolve(import.meta.dirname, "../../../renderer/theme/variables.css"), "utf8");
const [light = "", dark = ""] = CSS.split("color-scheme: dark;");

/** Relative luminance of a variable's colour, as WCAG 2 defines it. */
function luminance(scheme: string, variable: string): number {
  const [, hex = ""] = new RegExp(`${variable}: #([0-9a-f]{6});`).exec(scheme) ?? [];
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
const lightness = (y: number) => (y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y);

test.each([
  ["light", light],
  ["dark", dark],
])("the scale of time gets lighter step by step and stands out from the map: %s", (_name, scheme) => {
  const steps = SCALE_VARIABLES.map((variable) => luminance(scheme, variable));
  // Lightness alone tells the order, so it does without telling hues apart.
  for (const [index, step] of steps.slice(1).entries()) {
    expect(lightness(step) - lightness(steps[index] as number)).toBeGreaterThan(5);
  }
  for (const step of steps) expect(contrast(step, luminance(scheme, "--map-field"))).toBeGreaterThanOrEqual(3);
});
