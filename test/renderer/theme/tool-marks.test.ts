import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { toolMark } from "../../../renderer/theme/tool-marks.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");

test("no two tools of the built-in pack look the same", () => {
  const pack = JSON.parse(fs.readFileSync(path.join(ROOT, "resources/packs/builtin.ringpack"), "utf8"));
  const ids = [...new Set<string>(pack.signatures.map((signature: { tool: { id: string } }) => signature.tool.id))];
  expect(ids.length).toBeGreaterThan(30);
  const marks = ids.map((id) => `${toolMark(id).colour} ${toolMark(id).glyph}`);
  expect(new Set(marks).size).toBe(ids.length);
});

test("a tool keeps its mark, and what is unknown has one of its own", () => {
  expect(toolMark("paper/1")).toEqual({ colour: "--tool-4", glyph: "ring" });
  expect(toolMark(null)).toEqual({ colour: "--text-dim", glyph: "unknown" });
});

test("every colour of tools has a variable in both schemes", () => {
  const css = fs.readFileSync(path.join(ROOT, "renderer/theme/variables.css"), "utf8");
  const [, light = "", dark = ""] = css.split(/:root\[data-mantine-color-scheme="\w+"\] \{/);
  const names = (text: string) => [...text.matchAll(/--[a-z]+(-[a-z0-9]+)*(?=:)/g)].map(([name]) => name).sort();
  expect(names(dark)).toEqual(names(light));
  for (const id of ["a", "b", "c", "paper/7", "extra/sipp-uac"]) expect(names(light)).toContain(toolMark(id).colour);
});

/** WCAG 2.1: 4.5 for text, 3 for marks. */
test.each(["light", "dark"])("contrast holds in the %s scheme", (scheme) => {
  const css = fs.readFileSync(path.join(ROOT, "renderer/theme/variables.css"), "utf8");
  const block = css.split(`:root[data-mantine-color-scheme="${scheme}"] {`)[1]?.split("}")[0] ?? "";
  const colour = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(block)?.[1] ?? `no ${name}`;
  const weak: string[] = [];
  const check = (front: string, backs: readonly string[], least: number) => {
    for (const back of backs) {
      const ratio = contrast(colour(front), colour(back));
      if (!(ratio >= least)) weak.push(`${front} on ${back}: ${ratio.toFixed(2)}`);
    }
  };
  const surfaces = ["page", "surface", "sunken", "hover", "accent-soft"];
  check("text", [...surfaces, "loss-soft"], 4.5);
  check("text-dim", surfaces, 4.5);
  check("accent", ["surface", "page", "accent-soft"], 4.5);
  check("on-accent", ["accent", "accent-hover"], 4.5);
  check("loss", ["surface", "page", "loss-soft"], 4.5);
  check("gap-text", ["gap-fill"], 4.5);
  check("token-text", ["token-fill"], 4.5);
  check("unsafe-text", ["unsafe-fill"], 4.5);
  check("border-strong", ["surface", "page"], 3);
  check("focus", surfaces, 3);
  for (let tool = 0; tool < 8; tool++) check(`tool-${tool}`, [...surfaces], 3);
  expect(weak).toEqual([]);
});

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}
