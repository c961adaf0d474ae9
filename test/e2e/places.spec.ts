import { reportOf } from "./report.ts";
import { expect, SAMPLE, statusLine, test } from "./ringprint.ts";

test.describe.configure({ timeout: 180_000 });

test("without a table the map says so, with the sample's one it shows countries that lead to a filter", async ({
  start,
}) => {
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+8");
  await expect(window.getByRole("heading", { name: "Where the sources are is unknown" })).toBeVisible();
  await expect(window.getByRole("button", { name: /Use a country table/ })).toBeVisible();
  await expect(window.getByText(/^55 sources, 55 of them without a known country/)).toBeVisible();
  const table = window.getByRole("region", { name: "Countries as a table" });
  await expect(table.getByRole("row")).toHaveCount(2);
});

test("countries of the sample on a map and in a table, by keyboard and by mouse", async ({ start }) => {
  const { window } = await start();
  await window.getByRole("button", { name: "Open the sample capture" }).click();
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+8");
  const map = window.getByRole("img", { name: /^Map of countries by sources/ });
  await expect(map.locator(".choroplethlayer path").first()).toBeAttached({ timeout: 30_000 });
  await expect(window.getByText(/made-up|made up/i).first()).toBeVisible();
  const table = window.getByRole("region", { name: "Countries as a table" });
  const rows = table.getByRole("rowheader");
  const countries = await rows.allTextContents();
  expect(countries.length).toBeGreaterThan(2);

  // By keyboard: the first country, as a filter of all views.
  await window.keyboard.press("t");
  await expect(rows.first().getByRole("button")).toBeFocused();
  await window.keyboard.press("Enter");
  await expect(rows).toHaveText([countries[0] ?? ""]);
  await expect(window.getByRole("region", { name: "Active filter" })).toContainText("country ==");
  await window.keyboard.press("m");
  await expect(window.getByRole("img", { name: /^Map of countries by packets/ })).toBeVisible();
  await window.getByRole("button", { name: "Clear filter" }).first().click();
  await expect(rows).toHaveCount(countries.length);

  // By tool.
  await window.getByRole("combobox", { name: "Tool" }).selectOption({ index: 1 });
  expect(await rows.count()).toBeLessThanOrEqual(countries.length);
  await window.getByRole("combobox", { name: "Tool" }).selectOption({ index: 0 });

  // By mouse: a country in the middle of whose drawing is land, as the first one's is not.
  const country = window
    .getByRole("img", { name: /^Map of countries by packets/ })
    .locator(".choroplethlayer path")
    .nth(1);
  await country.hover({ force: true });
  await expect(window.locator(".hoverlayer .hovertext")).toBeVisible();
  await country.click({ force: true });
  await expect(rows).toHaveCount(1);
});

test("dialled numbers: the list, one inspected, its flows, and the countries", async ({ start }) => {
  const { dialledNumbers, totals } = reportOf(SAMPLE);
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+9");
  const grid = window.getByRole("grid", { name: "Dialled numbers" });
  await expect(window.getByText(`${dialledNumbers.length} numbers`, { exact: true })).toBeVisible();
  await expect(
    window.getByText(new RegExp(`^${totals.dialled.packets.toLocaleString("en-US")} INVITEs name`)),
  ).toBeVisible();
  const most = [...dialledNumbers].sort((a, b) => b.packets - a.packets)[0];
  if (most === undefined) throw new Error("the sample dials");
  const cells = grid.getByRole("row").nth(1).getByRole("gridcell");
  await expect(cells.first()).toHaveText(most.number);
  await expect(cells.nth(4)).toHaveText(String(most.sources));

  await window.keyboard.press("t");
  await window.keyboard.press("Enter");
  const inspected = window.getByRole("region", { name: "Inspected number" });
  await expect(inspected.getByRole("rowheader")).toHaveCount(most.sources);
  const flows = Number(await cells.nth(5).textContent());
  await inspected.getByRole("button", { name: "Show its flows" }).click();
  await expect(window.getByText(new RegExp(`^${flows} of \\d+ flows match`))).toBeVisible();

  await window.keyboard.press("Control+9");
  await expect(cells.first()).toHaveText(most.number);
  await window.keyboard.press("b");
  await expect(window.getByRole("img", { name: /^INVITEs by country/ })).toBeVisible();
  await expect(window.getByRole("region", { name: "Countries of the numbers as a table" })).toBeVisible();
});
