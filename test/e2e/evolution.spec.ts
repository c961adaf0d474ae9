import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { reportOf } from "./report.ts";
import { expect, SAMPLE, statusLine, test } from "./ringprint.ts";

test.describe.configure({ timeout: 180_000 });

const inspected = (window: Page) => window.getByRole("region", { name: "Sources of the chosen part" });

test("tools over time: by keyboard as a table with the sources of each way, by mouse in the diagram", async ({
  start,
}) => {
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+7");
  const diagram = window.getByRole("img", { name: /^Diagram of tools over time/ });
  await expect(diagram).toBeVisible();
  const recurring = reportOf(SAMPLE).sources.filter(({ activeDays }) => {
    return new Set(activeDays.map((day) => day.slice(0, 7))).size > 1;
  });
  await expect(window.getByText(new RegExp(`^${recurring.length} of 55 sources`))).toBeVisible();

  // By keyboard: the table, its first button, the sources of that tool.
  await window.keyboard.press("t");
  const table = window.getByRole("region", { name: "Tools over time as a table" });
  await expect(table.getByRole("button").first()).toBeFocused();
  const first = table.getByRole("row").nth(1);
  const sources = Number(await first.getByRole("cell").nth(2).textContent());
  await window.keyboard.press("Enter");
  await expect(inspected(window).getByRole("rowheader")).toHaveCount(sources);
  await inspected(window).getByRole("button", { name: "Only these" }).click();
  await expect(window.getByText(new RegExp(`^${sources} of ${sources} sources`))).toBeVisible();
  await window.getByRole("button", { name: "Years" }).click();
  await expect(window.getByText("No source was seen in more than one year")).toBeVisible();
  await window.getByRole("button", { name: /By months/ }).click();
  await window.keyboard.press("b");

  // By mouse: a ribbon.
  await diagram.locator(".sankey-link").first().click();
  await expect(inspected(window).getByRole("heading")).toContainText(", then ");
  await diagram.locator(".sankey-node .node-rect").first().click();
  await expect(inspected(window).getByRole("heading")).not.toContainText(", then ");
});

test("a chart is saved as SVG and as PNG where the analyst says", async ({ start, folder }) => {
  const { window, app } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+7");
  for (const format of ["svg", "png"]) {
    const file = path.join(folder, `chart.${format}`);
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    await window.getByRole("button", { name: `Save as ${format.toUpperCase()}…` }).click();
    await expect.poll(() => fs.existsSync(file) && fs.statSync(file).size > 0).toBe(true);
    const bytes = fs.readFileSync(file);
    if (format === "svg") expect(bytes.toString("utf8")).toMatch(/^<svg[\s\S]*sankey[\s\S]*<\/svg>$/);
    else expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  }
});
