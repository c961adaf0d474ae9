import fs from "node:fs";
import path from "node:path";
import { type ElectronApplication, expect as expectNow, type Locator, type Page } from "@playwright/test";
import { reportOf } from "./report.ts";
import { expect, numberIn, SAMPLE, statusLine, test, typeBehind } from "./ringprint.ts";

test.describe.configure({ timeout: 240_000 });

const grid = (window: Page) => window.getByRole("grid", { name: "Flows", exact: true });
const inspector = (window: Page) => window.getByRole("complementary", { name: "Inspector" });
const filterField = (window: Page) => window.getByRole("combobox", { name: "Filter flows" });
const chips = (window: Page) => window.getByRole("region", { name: "Active filter" });
const title = (window: Page, name: string) => window.getByRole("columnheader", { name, exact: true });
const matching = async (window: Page) => numberIn(await window.getByText(/^[\d,]+ of 161 flows match$/).textContent());

/** What the native dialogs give back. */
async function choosing(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, file);
}

/** Presses a key until an element has the focus. */
async function goTo(window: Page, wanted: Locator, key: string, most: number): Promise<void> {
  for (let step = 0; step < most; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await window.keyboard.press(key);
  }
  await expect(wanted).toBeFocused();
}

/** Fields of CSV as RFC 4180 has them. */
function readCsv(text: string): string[][] {
  return text
    .trimEnd()
    .split("\r\n")
    .map((line) =>
      Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
        quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'),
      ),
    );
}

test("from opening a capture to finding everything as it was left, by keyboard alone", async ({ start, folder }) => {
  const report = reportOf(SAMPLE);
  const first = await start();
  const { app, window } = first;

  // Open.
  await expect(window.getByRole("button", { name: "Open the sample capture" })).toBeVisible();
  await choosing(app, SAMPLE);
  await window.keyboard.press("Control+o");
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });

  // Filter by typing, then by a value that is chosen: Enter on it is its click.
  await window.keyboard.press("Control+2");
  await typeBehind(window, "/", "packets >= 60");
  const many = report.flows.filter(({ packets }) => packets >= 60);
  await expect.poll(() => matching(window)).toBe(many.length);
  await window.keyboard.press("Escape");
  await window.keyboard.press("t");
  const value = window.getByRole("navigation", { name: "Values of the flows" }).getByTitle("Only this: Method OPTIONS");
  await goTo(window, value, "Shift+Tab", 80);
  await window.keyboard.press("Enter");
  await expect(chips(window)).toContainText('method == "OPTIONS"');
  const asking = many.filter(({ methods }) => methods.OPTIONS !== undefined);
  await expect.poll(() => matching(window)).toBe(asking.length);

  // Brush time: the end of the filter moves by a tenth.
  const end = window.getByRole("slider", { name: "End of the time filter" });
  await goTo(window, end, "Shift+Tab", 80);
  await window.keyboard.press("PageDown");
  await window.keyboard.press("PageDown");
  const until = `${((await end.getAttribute("aria-valuetext")) ?? "").replace(" UTC", "").replace(" ", "T")}Z`;
  const shown = asking.filter(({ firstPacketAt }) => (firstPacketAt ?? "") < until);
  expectNow(shown.length).toBeLessThan(asking.length);
  await expect.poll(() => matching(window)).toBe(shown.length);

  // Sort.
  await window.keyboard.press("t");
  await goTo(window, title(window, "Packets").getByRole("button"), "Tab", 5);
  await goTo(window, title(window, "Destinations").getByRole("button"), "ArrowRight", 2);
  await window.keyboard.press("Enter");
  await expect(title(window, "Destinations")).toHaveAttribute("aria-sort", "descending");

  // Inspect the first one.
  await window.keyboard.press("t");
  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  const row = grid(window).getByRole("row", { selected: true });
  await expect(row).toHaveCount(1);
  const source = (await row.getByRole("gridcell").first().textContent()) ?? "";
  const most = Math.max(...shown.map(({ destinations }) => destinations));
  await expect(row.getByRole("gridcell").nth(3)).toHaveText(String(most));
  await expect(inspector(window).getByRole("heading", { name: source, exact: true })).toBeVisible();

  // Play the map of its destinations, to the end.
  await window.keyboard.press("m");
  const map = inspector(window).getByRole("application");
  await expect(map).toBeVisible();
  await goTo(window, map, "Tab", 12);
  const time = inspector(window).getByRole("slider", { name: "Shown up to" });
  await window.keyboard.press("Space");
  await expect(inspector(window).getByRole("button", { name: "Pause" })).toBeVisible();
  await expect.poll(async () => Number(await time.inputValue())).toBeLessThan(1_000);
  await window.keyboard.press("Space");
  await expect(inspector(window).getByRole("button", { name: "Play" })).toBeVisible();

  // Page its packets, and choose bytes of one in hex.
  await window.keyboard.press("i");
  await expect(inspector(window).getByRole("tab", { name: "Map" })).toBeFocused();
  await window.keyboard.press("ArrowLeft");
  const packets = inspector(window).getByRole("grid", { name: "Packets" });
  await expect(packets.getByRole("row").nth(1)).toBeVisible();
  await window.keyboard.press("l");
  await expect(packets).toBeFocused();
  await window.keyboard.press("Home");
  await window.keyboard.press("PageDown");
  await window.keyboard.press("PageDown");
  await expect(inspector(window).getByText("row 1", { exact: true })).toHaveCount(0);
  await window.keyboard.press("Enter");
  const parts = inspector(window).getByRole("listbox", { name: "Parts of the message" });
  await expect(parts).toBeVisible();
  await window.keyboard.press("h");
  const bytes = inspector(window).getByRole("region", { name: /^Bytes of the SIP message of packet/ });
  await goTo(window, bytes, "Tab", 20);
  await window.keyboard.press("Control+Home");
  await expect(parts.getByRole("option", { selected: true })).toContainText("start line");
  await expect(inspector(window).getByText(/^Byte 0 \(0x0\) is 0x4f/)).toBeVisible();

  // Mark two flows, export all that is shown, and read it back.
  await window.keyboard.press("t");
  await window.keyboard.press("Shift+ArrowDown");
  await expect(statusLine(window)).toContainText("selection 2");
  await window.keyboard.press("Escape");
  const file = path.join(folder, "flows.csv");
  await choosing(app, file);
  await window.keyboard.press("Control+e");
  await expect.poll(() => fs.existsSync(file)).toBe(true);
  const [names = [], ...rows] = readCsv(fs.readFileSync(file, "utf8"));
  const exported = rows.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])));
  const byId = (flows: readonly { readonly id?: string }[]) => flows.map(({ id }) => id).sort();
  expectNow(byId(exported)).toEqual(byId(shown));
  expectNow(exported.map(({ destinations }) => Number(destinations))).toEqual(
    shown.map(({ destinations }) => destinations).sort((a, b) => b - a),
  );
  for (const { id, packets: count, firstPacketAt } of exported) {
    const flow = shown.find((one) => one.id === id);
    expectNow([Number(count), firstPacketAt]).toEqual([flow?.packets, flow?.firstPacketAt]);
  }

  // Quit and open again: everything as it was left.
  await expect(row).toHaveCount(1);
  const left = { chips: await chips(window).textContent(), row: await row.textContent() };
  await app.close();
  const again = (await start({ args: [SAMPLE] })).window;
  await expect(statusLine(again)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await expect(grid(again)).toBeVisible();
  await expect(chips(again)).toHaveText(left.chips ?? "");
  await expect(filterField(again)).toHaveValue('packets >= 60 and method == "OPTIONS"');
  await expect(title(again, "Destinations")).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => matching(again)).toBe(shown.length);
  await expect(grid(again).getByRole("row", { selected: true })).toHaveText(left.row ?? "");
  await expect(inspector(again).getByRole("heading", { name: source, exact: true })).toBeVisible();
});
