import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { bundlePath } from "../../core/cli/build.mjs";
import { expectAccessible } from "./accessible.ts";
import { reportOf } from "./report.ts";
import { chooseFromMenu, expect as expectSoon, SAMPLE, test, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 240_000 });
/** Campaigns are looked for behind each change. */
const expect = expectSoon.configure({ timeout: 30_000 });

const grid = (window: Page) => window.getByRole("grid", { name: "Campaigns" });
const inspected = (window: Page) => window.getByRole("region", { name: "Inspected campaign" });

test("campaigns are listed with their days, inspected, drawn as bubbles, and lead to flows and sources", async ({
  start,
  folder,
}) => {
  const { campaigns, flows } = reportOf(SAMPLE);
  const { app, window } = await start({ args: [SAMPLE] });
  await waitForEnding(window);
  await window.keyboard.press("Control+6");
  await expect(window.getByText("2 campaigns", { exact: true })).toBeVisible();
  await expect(window.getByText(/^13 of 55 sources in 2 campaigns\./)).toBeVisible();
  const cells = grid(window).getByRole("row").nth(1).getByRole("gridcell");
  await expect(cells.nth(3)).toHaveText(String(campaigns[0]?.members.length));
  await expect(cells.nth(6)).toHaveText("every 7 days");

  await window.keyboard.press("t");
  await window.keyboard.press("Enter");
  await expect(inspected(window).getByRole("heading", { name: "Campaign 1" })).toBeVisible();
  const members = inspected(window).getByRole("table", { name: "Members" }).getByRole("rowheader");
  await expect(members).toHaveText([...(campaigns[0]?.members ?? [])]);

  // Where they sent to: a square for each block of the telescope, and each host with its share.
  const mosaic = inspected(window).getByRole("region", { name: "Destinations by host" });
  await expect(mosaic).toContainText(/^Destinations by hostOverlap 62 %: they share part of it/);
  await expect(mosaic.getByRole("img")).toHaveCount(3);
  await expect(
    mosaic.getByRole("img", { name: /^198\.51\.100\.0\/24: \d+ destinations, 1 address a cell/ }),
  ).toBeVisible();
  const hosts = mosaic.getByRole("rowheader");
  await expect(hosts).toHaveText([...(campaigns[0]?.members ?? [])]);
  const reached = reportOf(SAMPLE).sources.find(({ address }) => address === campaigns[0]?.members[0])?.destinations;
  await expect(mosaic.getByRole("row").nth(1).getByRole("cell").nth(1)).toHaveText(String(reached));
  await expectAccessible(window, "a campaign with where its members sent to");

  await window.keyboard.press("b");
  await expect(window.getByRole("img", { name: /^Campaigns by packets per source and rate/ })).toBeVisible();
  const image = path.join(folder, "bubbles.svg");
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, image);
  await window.getByRole("button", { name: "Save as SVG…" }).click();
  await expect
    .poll(() => fs.existsSync(image) && fs.readFileSync(image, "utf8"))
    .toMatch(/^<svg[\s\S]*scatter[\s\S]*<\/svg>$/);
  await window.keyboard.press("g");
  const statistics = window.getByRole("region", { name: "Statistics of the campaigns" });
  await expect(statistics.getByRole("row", { name: /^Campaigns 2 250$/ })).toBeVisible();
  await expect(statistics.getByText("no country table is used")).toBeVisible();
  await window.keyboard.press("g");
  await expect(grid(window)).toBeVisible();

  await inspected(window).getByRole("button", { name: "Show their flows" }).click();
  const theirs = flows.filter(({ source }) => campaigns[0]?.members.includes(source)).length;
  await expect(window.getByText(`${theirs} of ${flows.length} flows match`)).toBeVisible();
  await window.keyboard.press("Control+6");
  await members.first().getByRole("button").click();
  await expect(window.getByRole("grid", { name: "Packets by UTC day" })).toBeVisible();
  await window.keyboard.press("c");
  await expect(inspected(window).getByRole("heading", { name: "Campaign 1" })).toBeVisible();
});

const row = (window: Page, place: number) => grid(window).getByRole("row").nth(place);
const dialog = (window: Page, name: string) => window.getByRole("dialog", { name });

test("a campaign is named, split, merged and pinned with a reason; that is undone, and is there when the case is opened again", async ({
  start,
  folder,
}) => {
  const file = path.join(folder, "sample.ringcase");
  expect(spawnSync(process.execPath, [bundlePath, "analyse", SAMPLE, "--case", file]).status).toBe(0);
  const { window, app } = await start({ args: [file] });
  await waitForEnding(window);
  await window.keyboard.press("Control+6");
  await expect(row(window, 1)).toBeVisible();
  await window.keyboard.press("t");
  await window.keyboard.press("Enter");
  await expect(inspected(window).getByRole("heading", { name: "Campaign 1" })).toBeVisible();

  await window.keyboard.press("n");
  await dialog(window, "Name the campaign").getByLabel("Name").fill("Monday crew");
  await expect(dialog(window, "Name the campaign").getByRole("button", { name: "Name" })).toBeDisabled();
  await dialog(window, "Name the campaign").getByLabel("Reason").fill("they come on Mondays");
  await window.keyboard.press("Enter");
  await expect(row(window, 1)).toContainText("Monday crew");
  await expect(inspected(window).getByRole("heading", { name: "Campaign 1: Monday crew" })).toBeVisible();
  await expect(inspected(window).getByText("they come on Mondays")).toBeVisible();

  await window.keyboard.press("x");
  const splitting = dialog(window, "Split the campaign");
  await splitting.getByRole("checkbox").first().check();
  await splitting.getByRole("checkbox").nth(1).check();
  await splitting.getByLabel("Reason").fill("another owner");
  await splitting.getByRole("button", { name: "Split" }).click();
  await expect(window.getByText("3 campaigns", { exact: true })).toBeVisible();

  await window.keyboard.press("m");
  const merging = dialog(window, "Merge campaigns");
  await merging.getByRole("checkbox").last().check();
  await merging.getByLabel("Reason").fill("the same after all");
  await merging.getByRole("button", { name: "Merge" }).click();
  await expect(window.getByText("2 campaigns", { exact: true })).toBeVisible();

  await window.keyboard.press("f");
  await dialog(window, "Pin the campaign").getByLabel("Reason").fill("as in the study");
  await dialog(window, "Pin the campaign").getByRole("button", { name: "Pin" }).click();
  await expect(grid(window).getByText("pinned")).toBeVisible();
  const listed = await grid(window).getByRole("row").allInnerTexts();

  for (const campaigns of ["2 campaigns", "3 campaigns", "2 campaigns"]) {
    await window.keyboard.press("Control+z");
    await expect(window.getByText(campaigns, { exact: true })).toBeVisible();
  }
  await expect(grid(window).getByText("pinned")).toHaveCount(0);
  await expect(row(window, 1)).toContainText("Monday crew");
  for (const campaigns of ["3 campaigns", "2 campaigns", "2 campaigns"]) {
    await window.keyboard.press("Control+Shift+z");
    await expect(window.getByText(campaigns, { exact: true })).toBeVisible();
  }
  await expect(grid(window).getByText("pinned")).toBeVisible();
  expect(await grid(window).getByRole("row").allInnerTexts()).toEqual(listed);

  await app.close();
  const again = await start({ args: [file] });
  await waitForEnding(again.window);
  await again.window.keyboard.press("Control+6");
  await expect(grid(again.window).getByText("pinned")).toBeVisible();
  expect(await grid(again.window).getByRole("row").allInnerTexts()).toEqual(listed);
});

test("parameters of campaigns have their effect at once, stay with the case, and go back to the preset", async ({
  start,
}) => {
  const { window } = await start({ args: [SAMPLE] });
  await waitForEnding(window);
  await window.keyboard.press("Control+6");
  await expect(window.getByText("2 campaigns", { exact: true })).toBeVisible();
  const parameters = window.getByRole("group", { name: "Parameters" });
  await parameters.getByLabel("Least sources").fill("7");
  await expect(window.getByText("1 campaign", { exact: true })).toBeVisible();
  await expect(parameters.getByText("Not the case's preset")).toBeVisible();
  await parameters.getByLabel("Preset").selectOption("paper");
  await parameters.getByLabel("Least sources").fill("5");
  await expect(window.getByText("3 campaigns", { exact: true })).toBeVisible();
  await expect(grid(window).getByText("by chance")).toBeVisible();
  await parameters.getByRole("button", { name: "Back to preset" }).click();
  await expect(window.getByText("2 campaigns", { exact: true })).toBeVisible();
  await expect(parameters.getByLabel("Least sources")).toHaveValue("5");
});

test("what is selected in any list leads to its campaigns: all views then keep its flows", async ({ start }) => {
  const { app, window } = await start();
  await chooseFromMenu(app, "Open the &sample");
  await waitForEnding(window);
  const expectCampaignsOf = async (text: RegExp) => {
    await expect(window.getByRole("group", { name: "Parameters" })).toBeVisible();
    await expect(window.getByRole("combobox", { name: "Filter flows" })).toHaveValue(text);
    await window.getByRole("region", { name: "Active filter" }).getByRole("button", { name: "Clear filter" }).click();
  };
  await window.keyboard.press("Control+9");
  await window.getByRole("grid", { name: "Dialled numbers" }).getByRole("row").nth(1).click();
  await expect(window.getByRole("region", { name: "Inspected number" })).toBeVisible();
  await window.keyboard.press("c");
  await expectCampaignsOf(/^dialled matches /);

  await window.keyboard.press("Shift+S");
  await window.getByRole("grid", { name: "Signatures" }).getByRole("row").nth(1).click();
  await expect(window.getByRole("region", { name: "Inspected signature" })).toBeVisible();
  await window.keyboard.press("c");
  await expectCampaignsOf(/^tool == "/);

  await window.keyboard.press("Control+3");
  await window.getByRole("grid", { name: "Fingerprints" }).getByRole("row").nth(1).click();
  await expect(window.getByRole("button", { name: /Its campaigns/ })).toBeVisible();
  await window.keyboard.press("c");
  await expectCampaignsOf(/^fingerprint /);

  await window.keyboard.press("Control+4");
  await expect(window.getByRole("button", { name: /Its campaigns/ })).toBeVisible();
  await window.keyboard.press("c");
  await expectCampaignsOf(/^fingerprint /);

  await window.keyboard.press("Control+7");
  await expect(window.getByRole("img", { name: /^Diagram of tools over time/ })).toBeVisible();
  await window.keyboard.press("t");
  const table = window.getByRole("region", { name: "Tools over time as a table" });
  await expect(table.getByRole("button").first()).toBeFocused();
  await window.keyboard.press("Enter");
  await window.getByRole("button", { name: "Their campaigns" }).click();
  await expectCampaignsOf(/^src (?:==|in) /);

  await window.keyboard.press("Control+8");
  await window.getByRole("button", { name: "Campaigns with sources in Netherlands" }).click();
  await expectCampaignsOf(/^country == "NL"$/);
});
