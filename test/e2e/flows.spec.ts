import path from "node:path";
import type { Page } from "@playwright/test";
import type { ReportFlow } from "../../core/report/report.ts";
import { repeatPcap } from "./pcap-packets.ts";
import { reportOf } from "./report.ts";
import { capturePath, expect, figure, numberIn, SAMPLE, statusLine, test, typeBehind } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

/** Newer results wait for a processor, too. */
const SNAPSHOT = { timeout: 40_000 };

const COLUMNS = ["Source", "Tools", "Packets", "Destinations"];
const grid = (window: Page) => window.getByRole("grid", { name: "Flows" });
const filterField = (window: Page) => window.getByRole("combobox", { name: "Filter flows" });
const title = (window: Page, name: string) => window.getByRole("columnheader", { name, exact: true });
/** The row that keys act on. */
const activeRow = async (window: Page) => {
  const id = await grid(window).getAttribute("aria-activedescendant");
  return window.locator(`[id="${id}"]`);
};

/** The first cells of a column, from the top. */
async function firstCells(window: Page, column: string, count: number): Promise<string[]> {
  const rows = await grid(window).getByRole("row").all();
  const shown = rows.slice(1, count + 1).map((row) => row.getByRole("gridcell").nth(COLUMNS.indexOf(column)));
  return Promise.all(shown.map(async (cell) => (await cell.textContent()) ?? ""));
}

async function openFlows(window: Page): Promise<void> {
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+2");
  await expect(window.getByText("161 flows", { exact: true })).toBeVisible();
}

test("titles sort, by mouse and by keyboard", async ({ start }) => {
  const { flows } = reportOf(SAMPLE);
  const sorted = (value: (flow: ReportFlow) => number) => flows.map(value).sort((a, b) => a - b);
  const { window } = await start({ args: [SAMPLE] });
  await openFlows(window);
  await expect(title(window, "Packets")).toHaveAttribute("aria-sort", "descending");

  await title(window, "Destinations").getByRole("button").click();
  await expect(title(window, "Destinations")).toHaveAttribute("aria-sort", "descending");
  await expect(title(window, "Packets")).toHaveAttribute("aria-sort", "none");
  const byDestinations = sorted(({ destinations }) => destinations);
  await expect
    .poll(async () => (await firstCells(window, "Destinations", 15)).map(numberIn))
    .toEqual(byDestinations.toReversed().slice(0, 15));
  await title(window, "Destinations").getByRole("button").click();
  await expect(title(window, "Destinations")).toHaveAttribute("aria-sort", "ascending");
  await expect
    .poll(async () => (await firstCells(window, "Destinations", 15)).map(numberIn))
    .toEqual(byDestinations.slice(0, 15));

  // From the list by Tab to the title that sorts, by arrows to its neighbour, by Enter to its order.
  await window.keyboard.press("t");
  await expect(grid(window)).toBeFocused();
  await window.keyboard.press("Tab");
  await expect(title(window, "Destinations").getByRole("button")).toBeFocused();
  await window.keyboard.press("ArrowLeft");
  await window.keyboard.press("Enter");
  await expect(title(window, "Packets")).toHaveAttribute("aria-sort", "descending");
  // The view has followed the row that keys act on.
  await window.keyboard.press("t");
  await window.keyboard.press("Home");
  const byPackets = sorted(({ packets }) => packets);
  await expect
    .poll(async () => (await firstCells(window, "Packets", 15)).map(numberIn))
    .toEqual(byPackets.toReversed().slice(0, 15));
});

test("the cells stand under their titles, however long a tool's name", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE] });
  await openFlows(window);
  const cells = grid(window).getByRole("row").nth(1).getByRole("gridcell");
  for (const [place, name] of COLUMNS.entries()) {
    const above = await title(window, name).boundingBox();
    const below = await cells.nth(place).boundingBox();
    expect([below?.x, below?.width]).toEqual([above?.x, above?.width]);
  }
});

test("words filter; where nothing matches, Clear brings everything back", async ({ start }) => {
  const { flows } = reportOf(SAMPLE);
  const { window } = await start({ args: [SAMPLE] });
  await openFlows(window);
  const source = "192.0.2.31";
  await window.keyboard.press("/");
  await expect(filterField(window)).toBeFocused();
  // Keys of commands are letters in a field.
  await window.keyboard.type("jk?t/");
  await expect(filterField(window)).toHaveValue("jk?t/");
  await window.keyboard.press("Control+a");
  await window.keyboard.type(source);
  const own = flows.filter((flow) => flow.source === source).length;
  await expect(window.getByText(`${own} of 161 flows match`)).toBeVisible();
  expect(new Set(await firstCells(window, "Source", own))).toEqual(new Set([source]));

  await window.keyboard.press("Control+a");

  await window.keyboard.type("register");
  const registering = flows.filter(({ methods }) => methods.REGISTER !== undefined).length;
  await expect(window.getByText(`${registering} of 161 flows match`)).toBeVisible();

  await window.keyboard.type(" nosuchthing");
  const nothing = window.getByRole("region", { name: "None of 161 flows matches" });
  await expect(nothing).toContainText("register nosuchthing");
  await window.getByRole("button", { name: 'Remove filter: "nosuchthing"' }).click();
  await expect(window.getByText(`${registering} of 161 flows match`)).toBeVisible();
  await filterField(window).fill("nosuchthing");
  await nothing.getByRole("button", { name: "Clear filter" }).click();
  await expect(window.getByText("161 flows", { exact: true })).toBeVisible();
  await expect(filterField(window)).toHaveValue("");
});

test("keys alone move through the list and choose; all of it survives a restart", async ({ start }) => {
  const first = await start({ args: [SAMPLE] });
  const { window } = first;
  await openFlows(window);
  await window.keyboard.press("t");
  await expect(grid(window)).toBeFocused();
  const at = (row: number) => expect(window.getByText(`row ${row}`, { exact: true })).toBeVisible();
  await at(1);
  await window.keyboard.press("ArrowDown");
  await at(2);
  await window.keyboard.press("j");
  await at(3);
  await window.keyboard.press("k");
  await window.keyboard.press("ArrowUp");
  await at(1);
  await window.keyboard.press("ArrowUp");
  await at(1);
  await window.keyboard.press("End");
  await at(161);
  await expect(await activeRow(window)).toBeInViewport();
  await window.keyboard.press("PageUp");
  await expect(window.getByText("row 161", { exact: true })).toHaveCount(0);
  await expect(await activeRow(window)).toBeInViewport();
  await window.keyboard.press("Home");
  await at(1);
  await window.keyboard.press("PageDown");
  await expect(window.getByText("row 1", { exact: true })).toHaveCount(0);
  await expect(await activeRow(window)).toBeInViewport();

  const row = await activeRow(window);
  const source = (await row.getByRole("gridcell").first().textContent()) ?? "";
  await window.keyboard.press("Enter");
  await expect(row).toHaveAttribute("aria-selected", "true");
  const inspector = window.getByRole("complementary", { name: "Inspector" });
  await expect(inspector.getByRole("heading", { name: source, exact: true })).toBeVisible();
  // From everywhere, not only from the list.
  await window.getByRole("heading", { level: 1 }).click();
  const before = await window.getByText(/^row \d+$/).textContent();
  await window.keyboard.press("j");
  await expect(window.getByText(/^row \d+$/)).toHaveText(`row ${numberIn(before) + 1}`);

  // The selection stays with its flow where the order changes, and where a filter hides it.
  await title(window, "Source").getByRole("button").click();
  await expect(window.getByText(/^1 selected, row \d+$/)).toBeVisible();
  await typeBehind(window, "/", "198.51.100.250");
  await expect(window.getByRole("region", { name: "None of 161 flows matches" })).toBeVisible();
  await expect(window.getByText("1 selected, not among these flows")).toBeVisible();
  await window.keyboard.press("Control+a");
  await window.keyboard.type(source);
  await expect(window.getByText(/^1 selected, row \d+$/)).toBeVisible();
  const selected = grid(window).getByRole("row", { selected: true });
  await expect(selected).toHaveCount(1);
  const chosen = await selected.textContent();
  await first.app.close();

  const second = (await start({ args: [SAMPLE] })).window;
  await expect(statusLine(second)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await expect(grid(second)).toBeVisible();
  await expect(title(second, "Source")).toHaveAttribute("aria-sort", "ascending");
  await expect(filterField(second)).toHaveValue(source);
  await expect(second.getByRole("region", { name: "Active filter" })).toContainText(`"${source}"`);
  await expect(grid(second).getByRole("row", { selected: true })).toHaveText(chosen ?? "");
  await expect(second.getByRole("heading", { name: source, exact: true })).toBeVisible();
});

test("a flow chosen while captures are read stays chosen as newer results come", async ({ start, folder }) => {
  const large = path.join(folder, "large.pcap");
  repeatPcap(capturePath("tools/svmap-0.3.3-options-sequential.pcap"), large, 8_000);
  const { window } = await start({ args: [capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap"), large] });
  await expect(figure(window, "SIP requests")).toBeVisible();
  await window.keyboard.press("Control+2");
  const row = grid(window).getByRole("row", { name: /SIPVicious svmap/ });
  await row.click();
  await expect(row).toHaveAttribute("aria-selected", "true");
  const packets = async () => numberIn(await row.getByRole("gridcell").nth(COLUMNS.indexOf("Packets")).textContent());
  const inspected = window.getByRole("complementary", { name: "Inspector" }).getByText(/packets? to 256 destinations/);
  const seen = await packets();
  const seenInspected = numberIn(await inspected.textContent());
  // Newer results twice over, in the list and beside it.
  for (let more = seen, turn = 0; turn < 2; turn += 1) {
    await expect.poll(packets, SNAPSHOT).toBeGreaterThan(more);
    more = await packets();
    await expect(row).toHaveAttribute("aria-selected", "true");
  }
  await expect.poll(async () => numberIn(await inspected.textContent()), SNAPSHOT).toBeGreaterThan(seenInspected);
  await window.getByRole("button", { name: "Cancel" }).click();
  await expect(statusLine(window)).toContainText("Cancelled ·");
  await expect(row).toHaveAttribute("aria-selected", "true");
  await expect(window.getByText(/^Named paper\/1 SIPVicious svmap/)).toBeVisible();
});
