import type { Page } from "@playwright/test";
import { reportOf } from "./report.ts";
import { capturePath, expect, SAMPLE, statusLine, test, typeBehind } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const inspector = (window: Page) => window.getByRole("complementary", { name: "Inspector" });
const map = (window: Page) => inspector(window).getByRole("application");
const told = (window: Page) => inspector(window).locator("[aria-live=polite] p:last-child");

/** Inspects the first flow that shows the words, and opens its map, by keyboard alone. */
async function openMap(window: Page, words: string): Promise<void> {
  await window.keyboard.press("Control+2");
  await typeBehind(window, "/", words);
  const rows = window.getByRole("grid", { name: "Flows" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText(words);
  await window.getByRole("grid", { name: "Flows" }).focus();
  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  await expect(inspector(window).getByRole("heading", { name: words, exact: true })).toBeVisible();
  await window.keyboard.press("m");
  await expect(window.getByRole("tab", { name: "Map" })).toBeFocused();
}

/** Opens the map and goes to it with Tab. */
async function enterMap(window: Page, words: string): Promise<void> {
  await openMap(window, words);
  await expect(map(window)).toBeVisible();
  while (!(await map(window).evaluate((element) => element === document.activeElement))) {
    await window.keyboard.press("Tab");
  }
}

/** Pixels of the map that differ from its background, by colour. */
async function paintedPixels(window: Page): Promise<number> {
  return map(window).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let painted = 0;
    // Field and lines are nearly grey, the scale's colours are not.
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3);
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 40) painted += 1;
    }
    return painted;
  });
}

test("a flow's destinations on the map: zoomed, read and played by keyboard alone", async ({ start }) => {
  const flow = reportOf(SAMPLE).flows.find(({ source }) => source === "192.0.2.51");
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await enterMap(window, "192.0.2.51");

  // Three blocks far apart: all of IPv4, with a /8 in each cell.
  await expect(map(window)).toHaveAccessibleName(
    `Map of 0.0.0.0/0: ${flow?.destinations} destinations, 16 by 16 cells of a /8 each`,
  );
  const table = inspector(window).getByRole("table").filter({ hasText: "Last new destination" });
  const blocks = table.getByRole("rowheader").getByRole("button");
  await expect(blocks).toHaveText(["192.0.0.0/8", "198.0.0.0/8", "203.0.0.0/8"]);
  await expect(table.getByRole("row").nth(1).getByRole("cell")).toHaveText([
    "128",
    "2020-01-08 09:00:29",
    "2020-01-08 09:11:07",
  ]);
  // Far apart as they are, each is drawn beside it as well.
  for (const part of ["192.0.2.0/24 128", "198.51.100.0/24 256", "203.0.113.0/24 256"]) {
    await expect(inspector(window).getByRole("button", { name: `${part} destinations` })).toBeVisible();
  }
  await window.keyboard.press("Home");
  await expect(told(window)).toContainText("192.0.0.0/8 128 of 16,777,216 addresses, 192.0.2.128 to 192.0.2.255");
  await window.keyboard.press("PageDown");
  await expect(told(window)).toContainText(/^198\.0\.0\.0\/8 .* number 2 of 3 blocks/);

  // Into the smallest square that holds what is there, and out again step by step.
  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  await expect(map(window)).toHaveAccessibleName(
    "Map of 192.0.2.0/24: 128 destinations, 16 by 16 cells of an address each",
  );
  await expect(map(window)).toBeFocused();
  await window.keyboard.press("Home");
  await expect(told(window)).toContainText("192.0.2.");
  const first = `${flow?.firstPacketAt?.replace("T", " ").replace("Z", "")} +00:00`;
  await expect(told(window)).toContainText(`First visit ${first}, 0\u202fms after the flow's start, number 1 of 128`);
  for (const wider of ["192.0.0.0/16", "192.0.0.0/8", "0.0.0.0/0"]) {
    await window.keyboard.press("Backspace");
    await expect(map(window)).toHaveAccessibleName(new RegExp(`^Map of ${wider}: `));
  }
  await window.keyboard.press("Enter");
  await expect(map(window)).toHaveAccessibleName(/^Map of 192\.0\.2\.0\/24: /);

  // Playing draws the cells as they were visited; the last of them is visited a fifth into the flow.
  const all = await paintedPixels(window);
  expect(all).toBeGreaterThan(0);
  await window.keyboard.press("Space");
  await expect(inspector(window).getByRole("button", { name: "Pause" })).toBeVisible();
  await expect.poll(() => paintedPixels(window)).toBeLessThan(all);
  await window.keyboard.press("Space");
  await expect(inspector(window).getByRole("button", { name: "Play" })).toBeVisible();
  const scrubber = inspector(window).getByRole("slider", { name: "Shown up to" });
  await scrubber.focus();
  await window.keyboard.press("Home");
  await expect(scrubber).toHaveAttribute("aria-valuetext", /^2020-01-08 09:00:29 UTC, 0\u202fms of 51/);
  const atStart = await paintedPixels(window);
  expect(atStart).toBeLessThan(all / 50);
  await window.keyboard.press("PageUp");
  await expect.poll(() => paintedPixels(window)).toBeGreaterThan(atStart);
  const atTenth = await paintedPixels(window);
  expect(atTenth).toBeLessThan(all);
  await window.keyboard.press("End");
  await expect.poll(() => paintedPixels(window)).toBe(all);

  // Who wants less motion sees twenty pictures instead of a film.
  await window.emulateMedia({ reducedMotion: "reduce" });
  await window.keyboard.press("Space");
  const seen = new Set<number>();
  while (seen.size < 4) seen.add(Number(await scrubber.inputValue()));
  for (const value of seen) expect(value % 50).toBe(0);
});

test("the map by pointer: cells are named, blocks zoomed into; strategy and table stand beside it", async ({
  start,
}) => {
  const svmap = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
  const [flow] = reportOf(svmap).flows;
  const { window } = await start({ args: [svmap] });
  await expect(statusLine(window)).toContainText("Read 256 packets from 1 file");
  await enterMap(window, "127.110.0.1");
  await expect(map(window)).toHaveAccessibleName(
    "Map of 127.101.0.0/24: 256 destinations, 16 by 16 cells of an address each",
  );
  await expect(
    inspector(window).getByRole("heading", { name: `Scan strategy: ${flow?.strategy.class}` }),
  ).toBeVisible();
  await expect(inspector(window).getByRole("table", { name: "Evidence of the scan strategy" })).toBeVisible();
  await expect(inspector(window).getByRole("rowheader", { name: /^127\.101\.0\.\d+$/ })).toHaveCount(256);
  const cell = async (x: number, y: number) => {
    const box = await map(window).boundingBox();
    if (box === null) throw new Error("the map is on screen");
    return [box.x + ((x + 0.5) * box.width) / 16, box.y + ((y + 0.5) * box.height) / 16] as const;
  };
  // The curve begins in the corner that the /24 has in the picture of all of IPv4.
  await inspector(window).getByText("127.101.0.0", { exact: true }).first().waitFor();
  for (const [x, y] of [
    [0, 0],
    [15, 0],
    [7, 9],
  ] as const) {
    await window.mouse.move(...(await cell(x, y)));
    await expect(inspector(window).getByText(/^127\.101\.0\.\d+ visited$/)).toBeVisible();
  }
  await inspector(window).getByRole("button", { name: "127.101.0.0/16" }).click();
  await expect(map(window)).toHaveAccessibleName(/^Map of 127\.101\.0\.0\/16: 256 destinations, 256 by 256/);
  await inspector(window).getByRole("button", { name: "127.0.0.0/8" }).click();
  await expect(map(window)).toHaveAccessibleName(/^Map of 127\.0\.0\.0\/8: 256 destinations/);
  await inspector(window).getByRole("rowheader", { name: "127.101.0.0/16" }).getByRole("button").click();
  await expect(map(window)).toHaveAccessibleName(/^Map of 127\.101\.0\.0\/24: /);
});

test("IPv6 destinations have no map, and that is said with their number", async ({ start }) => {
  const flow = reportOf(SAMPLE).flows.find(({ source }) => source === "2001:db8:1::5");
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await openMap(window, "2001:db8:1::5");
  await expect(inspector(window).getByRole("region", { name: "No map of these destinations" })).toContainText(
    `Not applicable: ${flow?.destinations} IPv6 destinations and no other`,
  );
});
