import path from "node:path";
import { writeManyCampaigns } from "../builders/many-campaigns.ts";
import { ask, capturePath, expect, SAMPLE, test, waitForEnding } from "../e2e/ringprint.ts";
import { shoot } from "./shoot.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

test("campaigns: two, three hundred, none", async ({ start, folder }) => {
  test.setTimeout(600_000);
  const many = path.join(folder, "telescope-2016-2020.pcap");
  writeManyCampaigns(many);
  for (const [name, file] of [
    ["campaigns", SAMPLE],
    ["campaigns-300", many],
    ["campaigns-none", SVMAP],
  ] as const) {
    const ringprint = await start({ args: [file] });
    const { window } = ringprint;
    const phase = async () => (await ask(window, "reading.state", {})).phase;
    await expect.poll(phase, { timeout: 300_000 }).toBe("ended");
    await window.keyboard.press("Control+6");
    await window.waitForTimeout(1_000);
    if (name !== "campaigns-none") {
      await expect(window.getByRole("grid", { name: "Campaigns" })).toBeVisible({ timeout: 120_000 });
      await window.waitForTimeout(1_000);
      await window.keyboard.press("t");
      await window.keyboard.press("Enter");
    }
    await window.waitForTimeout(500);
    await shoot(ringprint, name);
    await window.keyboard.press("b");
    await window.waitForTimeout(1_500);
    if (name !== "campaigns-none") await shoot(ringprint, `${name}-bubbles`);
    // What is remembered would hold for the next one.
    await window.keyboard.press("b");
    if (name !== "campaigns-none") {
      await window.keyboard.press("g");
      await expect(window.getByRole("region", { name: "Statistics of the campaigns" })).toBeVisible();
      await shoot(ringprint, `${name}-statistics`);
      await window.keyboard.press("g");
      await window.keyboard.press("n");
      await expect(window.getByRole("dialog")).toBeVisible();
      await shoot(ringprint, `${name}-dialog`);
      await window.keyboard.press("Escape");
    }
    await ringprint.app.close();
  }
});

test("campaigns: where the members of one sent to", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("Control+6");
  await window.getByRole("grid", { name: "Campaigns" }).getByRole("row").nth(1).click();
  await window.getByRole("region", { name: "Destinations by host" }).scrollIntoViewIfNeeded();
  await window.waitForTimeout(500);
  await shoot(ringprint, "campaign-mosaic");
});

test("evolution, map and numbers: the sample with its table, little data, and 300 campaigns", async ({
  start,
  folder,
}) => {
  test.setTimeout(600_000);
  const many = path.join(folder, "campaigns.pcap");
  writeManyCampaigns(many);
  for (const [name, args] of [
    ["sample", []],
    ["little", [SVMAP]],
    ["many", [many]],
  ] as const) {
    const ringprint = await start({ args, profile: path.join(folder, name) });
    const { window } = ringprint;
    if (args.length === 0) await window.getByRole("button", { name: "Open the sample capture" }).click();
    const phase = async () => (await ask(window, "reading.state", {})).phase;
    await expect.poll(phase, { timeout: 60_000 }).toBe("ended");
    if (name === "many") await shoot(ringprint, "overview-many");
    await window.keyboard.press("Control+7");
    await window.waitForTimeout(2_500);
    if (name === "sample") {
      await window.locator(".sankey-link").first().click();
      await window.waitForTimeout(800);
    }
    await shoot(ringprint, `evolution-${name}`);
    if (name === "sample") {
      await window.keyboard.press("b");
      await shoot(ringprint, "evolution-table");
    }
    await window.keyboard.press("Control+8");
    await window.waitForTimeout(3_000);
    await shoot(ringprint, `map-${name}`);
    await window.keyboard.press("Control+9");
    await window.waitForTimeout(800);
    if (name === "sample") {
      await window.keyboard.press("t");
      await window.keyboard.press("Enter");
      await window.waitForTimeout(800);
    }
    await shoot(ringprint, `numbers-${name}`);
    if (name === "sample") {
      await window.keyboard.press("b");
      await window.waitForTimeout(800);
      await shoot(ringprint, "numbers-countries");
    }
    await ringprint.app.close();
  }
});
