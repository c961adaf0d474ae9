import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { reportOf } from "./report.ts";
import { capturePath, expect, numberIn, SAMPLE, statusLine, test, typeBehind, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const grid = (window: Page) => window.getByRole("grid", { name: "Sources" });
const inspector = (window: Page) => window.getByRole("complementary", { name: "Inspector" });

async function openSources(window: Page): Promise<void> {
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("s");
  await expect(window.getByText("55 sources", { exact: true })).toBeVisible();
}

test("sources are listed, sorted and filtered with the flows and by themselves; the list goes out", async ({
  start,
  folder,
}) => {
  const { sources, flows } = reportOf(SAMPLE);
  const { app, window } = await start({ args: [SAMPLE] });
  await openSources(window);
  const first = grid(window).getByRole("row").nth(1).getByRole("gridcell");
  const most = [...sources].sort((a, b) => b.packets - a.packets)[0];
  await expect(first.first()).toHaveText(most?.address ?? "");
  await window.getByRole("columnheader", { name: "Days", exact: true }).getByRole("button").click();
  const days = Math.max(...sources.map(({ activeDays }) => activeDays.length));
  await expect(first.nth(7)).toHaveText(String(days));

  // The filter over flows, then one over sources.
  await typeBehind(window, "/", 'method == "REGISTER"');
  await window.keyboard.press("Escape");
  const registering = new Set(
    flows.filter(({ methods }) => methods.REGISTER !== undefined).map(({ source }) => source),
  );
  await expect(window.getByText(`${registering.size} of 55 sources match`)).toBeVisible();
  await expect(window.getByText(/^Sources of the filtered flows/)).toBeVisible();
  await window.getByRole("combobox", { name: "Filter sources" }).fill("flows > 1");
  const several = sources.filter(({ address, flows: count }) => registering.has(address) && count > 1);
  await expect(window.getByText(`${several.length} of 55 sources match`)).toBeVisible();

  const file = path.join(folder, "sources.csv");
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, file);
  await window.keyboard.press("Control+e");
  await expect.poll(() => fs.existsSync(file)).toBe(true);
  const rows = fs.readFileSync(file, "utf8").trimEnd().split("\r\n").slice(1);
  expect(rows.map((row) => row.split(",")[0]).sort()).toEqual(several.map(({ address }) => address).sort());

  await window.getByRole("combobox", { name: "Filter sources" }).fill("flows > 9999");
  await window
    .getByRole("region", { name: "None of 55 sources matches" })
    .getByRole("button", { name: "Clear filter" })
    .click();
  await expect(window.getByText("55 sources", { exact: true })).toBeVisible();
});

test("a source by keyboard: its days, its flows, a flow and back; all of it survives a restart", async ({ start }) => {
  const { sources, flows } = reportOf(SAMPLE);
  const running = await start({ args: [SAMPLE] });
  const { window } = running;
  await openSources(window);
  await typeBehind(window, "f", "days > 2");
  await window.keyboard.press("Escape");
  await window.keyboard.press("Escape");
  await window.keyboard.press("Tab");
  await window.keyboard.press("t");
  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  const address =
    (await grid(window).getByRole("row", { selected: true }).getByRole("gridcell").first().textContent()) ?? "";
  const source = sources.find((one) => one.address === address);
  const own = flows.filter((flow) => flow.source === address);
  await expect(inspector(window).getByRole("heading", { name: address, exact: true })).toBeVisible();

  const calendar = inspector(window).getByRole("grid", { name: "Packets by UTC day" });
  await calendar.focus();
  const cell = async () => window.locator(`[id="${await calendar.getAttribute("aria-activedescendant")}"]`);
  await expect(await cell()).toHaveAttribute("aria-label", new RegExp(`^${source?.activeDays[0]}: [\\d,]+ packets?$`));
  let packets = 0;
  for (const day of source?.activeDays ?? []) {
    const label = (await (await cell()).getAttribute("aria-label")) ?? "";
    expect(label.startsWith(`${day}: `)).toBe(true);
    packets += numberIn(label.slice(day.length + 1));
    await window.keyboard.press("PageDown");
  }
  expect(packets).toBe(source?.packets);
  await window.keyboard.press("End");
  await window.keyboard.press("Home");
  await expect(await cell()).toHaveAttribute("aria-label", /^2020-01-01: no capture reaches over this day$/);

  // Its flows, one of them, and back.
  await window.keyboard.press("l");
  await expect(window.getByRole("grid", { name: "Flows of the source" })).toBeFocused();
  await expect(inspector(window).getByText(`${own.length} of 161 flows match`)).toBeVisible();
  await window.keyboard.press("Enter");
  await expect(window.getByRole("grid", { name: "Flows", exact: true })).toBeVisible();
  await expect(inspector(window).getByRole("button", { name: /All of this source/ })).toBeVisible();
  await window.keyboard.press("u");
  await expect(grid(window).getByRole("row", { selected: true })).toContainText(address);
  await running.app.close();

  const again = (await start({ args: [SAMPLE] })).window;
  await expect(grid(again).getByRole("row", { selected: true })).toContainText(address, { timeout: 30_000 });
  await expect(again.getByRole("combobox", { name: "Filter sources" })).toHaveValue("days > 2");
});

test("days between captures are told from days without packets", async ({ start }) => {
  const tools = ["svmap-0.3.3-options-sequential", "nmap-7.93-sUsV-sip-probe"];
  const { window } = await start({ args: [SAMPLE, ...tools.map((name) => capturePath(`tools/${name}.pcap`))] });
  await waitForEnding(window);
  await window.keyboard.press("s");
  await expect(window.getByText("57 sources", { exact: true })).toBeVisible();
  await window.keyboard.press("t");
  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  const calendar = inspector(window).getByRole("grid", { name: "Packets by UTC day" });
  await expect(
    calendar.getByRole("gridcell", { name: /no packets on \d days?; no capture reaches over the other/ }),
  ).toBeVisible();
  await inspector(window).getByText("As a table").click();
  await expect(inspector(window).getByRole("columnheader", { name: "UTC day" })).toBeVisible();
});
