import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { REPORT_STYLE } from "../../../core/report/html/report-style.ts";
import { ROOT } from "../../builders/program.ts";

const THEME = fs.readFileSync(path.join(ROOT, "renderer/theme/variables.css"), "utf8");

/** Colours that are set between the first brace behind a text and the next closing one. */
function coloursBehind(css: string, text: string): Record<string, string> {
  const start = css.indexOf("{", css.indexOf(text));
  const block = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries(
    Array.from(block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g), ([, name, value]) => [name, value]),
  );
}

const [light = "", dark = ""] = REPORT_STYLE.split("prefers-color-scheme: dark");

test.each([
  ["light", light],
  ["dark", dark],
])("a report has the colours of the window: %s", (scheme, style) => {
  const colours = coloursBehind(style, ":root");
  expect(Object.keys(colours).length).toBeGreaterThan(10);
  expect(coloursBehind(THEME, `[data-mantine-color-scheme="${scheme}"]`)).toMatchObject(colours);
});
