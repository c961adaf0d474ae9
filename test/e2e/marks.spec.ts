import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { expect, SAMPLE, statusLine, test } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const grid = (window: Page) => window.getByRole("grid", { name: "Flows" });
const selection = (window: Page, rows: number) =>
  expect(statusLine(window).getByText(`selection ${rows}`, { exact: true })).toBeVisible();
const clipboard = (app: ElectronApplication) => app.evaluate(({ clipboard: board }) => board.readText());
const sources = async (window: Page, count: number) => {
  const rows = await grid(window).getByRole("row").all();
  const cells = rows.slice(1, count + 1).map((row) => row.getByRole("gridcell").first().textContent());
  return Promise.all(cells);
};

async function openFlows(window: Page): Promise<void> {
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+2");
  await expect(window.getByText("161 flows", { exact: true })).toBeVisible();
  await window.keyboard.press("t");
}

test("keys mark rows, ranges and all of the list; marked rows are copied and exported", async ({ start, folder }) => {
  const { app, window } = await start({ args: [SAMPLE] });
  await openFlows(window);
  await expect(grid(window)).toHaveAttribute("aria-multiselectable", "true");
  await window.keyboard.press("Space");
  await selection(window, 1);
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("ArrowDown");
  for (const rows of [3, 4, 5]) {
    await window.keyboard.press("Shift+ArrowDown");
    await selection(window, rows);
  }
  await window.keyboard.press("Shift+ArrowUp");
  await selection(window, 4);
  const selected = grid(window).getByRole("row", { selected: true });
  await expect(selected).toHaveCount(4);
  // To inspect a row leaves the marks.
  await window.keyboard.press("Enter");
  await selection(window, 4);
  await expect(grid(window).locator("[aria-current=true]")).toHaveCount(1);

  const shown = await sources(window, 5);
  const marked = [shown[0], ...shown.slice(2, 5)];
  await window.keyboard.press("Control+c");
  await expect(window.getByText("Copied 4 flows")).toBeVisible();
  const lines = (await clipboard(app)).trimEnd().split("\n");
  expect(lines[0]).toMatch(/^Source\tTools\tPackets\tDestinations\t/);
  expect(lines.slice(1).map((line) => line.split("\t")[0])).toEqual(marked);

  const file = path.join(folder, "marked.csv");
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, file);
  await window.keyboard.press("Control+e");
  await expect.poll(() => fs.existsSync(file)).toBe(true);
  const rows = fs.readFileSync(file, "utf8").trimEnd().split("\r\n");
  expect(rows.slice(1).map((row) => row.split(",")[1])).toEqual(marked);

  await window.keyboard.press("Control+a");
  await selection(window, 161);
  await window.keyboard.press("Space");
  await selection(window, 160);
  await window.keyboard.press("Escape");
  await expect(statusLine(window).getByText(/^selection/)).toHaveCount(0);
  await window.keyboard.press("Shift+End");
  await expect(statusLine(window).getByText(/^selection 15\d$/)).toBeVisible();
  // Another order is another list.
  await window.getByRole("columnheader", { name: "Packets/s" }).getByRole("button").click();
  await expect(statusLine(window).getByText(/^selection/)).toHaveCount(0);
});

test("the mouse marks with Ctrl and Shift, and inspects without", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE] });
  await openFlows(window);
  const row = (index: number) =>
    grid(window)
      .getByRole("row")
      .nth(index + 1);
  await row(1).click();
  await expect(row(1)).toHaveAttribute("aria-selected", "true");
  await row(3).click({ modifiers: ["Control"] });
  await selection(window, 1);
  await expect(row(1)).toHaveAttribute("aria-selected", "false");
  await row(6).click({ modifiers: ["Shift"] });
  await selection(window, 4);
  await row(4).click({ modifiers: ["Control"] });
  await selection(window, 3);
});

test("a text is found in the list, from the row keys act on and all around", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE] });
  await openFlows(window);
  const wanted = (await sources(window, 12))[11] ?? "";
  await window.keyboard.press("Control+f");
  const field = window.getByRole("textbox", { name: "Find in the list of flows" });
  await expect(field).toBeFocused();
  await window.keyboard.type(wanted);
  await window.keyboard.press("Enter");
  await expect(window.getByRole("search").getByRole("status")).toHaveText("row 12");
  await window.keyboard.press("Control+a");
  await window.keyboard.type("no such text");
  await window.keyboard.press("Enter");
  await expect(window.getByRole("search").getByRole("status")).toHaveText("No flow of the list shows this");
  await window.keyboard.press("Escape");
  await expect(grid(window)).toBeFocused();
  await expect(field).toHaveCount(0);
});

test("columns change places, by key and by mouse, and stay so", async ({ start }) => {
  const first = await start({ args: [SAMPLE] });
  await openFlows(first.window);
  const titles = (window: Page) => window.getByRole("columnheader").getByRole("button");
  const named = async (window: Page) =>
    (await titles(window).allTextContents()).map((text) => text.replace(/[▲▼]/, ""));
  expect((await named(first.window)).slice(0, 4)).toEqual(["Source", "Tools", "Packets", "Destinations"]);
  await titles(first.window).nth(2).focus();
  await first.window.keyboard.press("Control+ArrowLeft");
  expect((await named(first.window)).slice(0, 4)).toEqual(["Source", "Packets", "Tools", "Destinations"]);
  await titles(first.window).nth(3).dragTo(titles(first.window).nth(0));
  expect((await named(first.window)).slice(0, 4)).toEqual(["Destinations", "Source", "Packets", "Tools"]);
  await first.app.close();
  const second = await start({ args: [SAMPLE] });
  await openFlows(second.window);
  expect((await named(second.window)).slice(0, 4)).toEqual(["Destinations", "Source", "Packets", "Tools"]);
});
