import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { repeatPcap } from "./pcap-packets.ts";
import { capturePath, expect, figure, SAMPLE, statusLine, test } from "./ringprint.ts";

test.describe.configure({ timeout: 180_000 });

/** axe finds nothing serious in what is shown now: all rules in light, contrast in dark as well. */
async function expectAccessible(window: Page, state: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await window.emulateMedia({ colorScheme });
    await expect(window.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    // Colours that fade would be measured halfway. An animation also ends when what it moves is taken away.
    await window.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
    const axe = new AxeBuilder({ page: window }).setLegacyMode(true);
    // The scheme changes colours and nothing else.
    const rules = colorScheme === "light" ? axe.withTags(["wcag2a", "wcag2aa"]) : axe.withRules("color-contrast");
    const { violations, passes } = await rules.analyze();
    expect(passes.length).toBeGreaterThan(0);
    const serious = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("\n")}`,
      );
    expect(serious, `${state}, ${colorScheme}`).toEqual([]);
  }
}

test("welcome, with and without recent captures, and the palette over it", async ({ start }) => {
  const first = await start();
  await expect(first.window.getByText(/signature packs:/)).toBeVisible();
  await expectAccessible(first.window, "welcome");
  await first.window.keyboard.press("Control+k");
  await expect(first.window.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await expectAccessible(first.window, "palette");
  await first.app.close();
  const second = await start({ args: [capturePath("damaged/no-such-file.pcap")] });
  await expect(statusLine(second.window)).toContainText("Nothing was read");
  await expectAccessible(second.window, "failed");
  await second.app.close();
  const third = await start();
  await expect(third.window.getByRole("button", { name: "no-such-file.pcap" })).toBeDisabled();
  await expectAccessible(third.window, "welcome with a missing recent capture");
});

test("reading, cancelled, empty", async ({ start, folder }) => {
  const large = path.join(folder, "large.pcap");
  repeatPcap(capturePath("tools/svmap-0.3.3-options-sequential.pcap"), large, 8_000);
  const { app, window } = await start({ args: [large] });
  await expect(figure(window, "SIP requests")).toBeVisible();
  await expectAccessible(window, "reading");
  await window.getByRole("button", { name: "Cancel" }).click();
  await expect(statusLine(window)).toContainText("Cancelled ·");
  await expectAccessible(window, "cancelled");
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
  }, capturePath("damaged/header-only.pcap"));
  await window.keyboard.press("Control+o");
  await expect(window.getByRole("heading", { name: "No SIP requests in 1 capture" })).toBeVisible();
  await expectAccessible(window, "empty overview");
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("region", { name: "No flows" })).toBeVisible();
  await expectAccessible(window, "empty flows");
});

test("overview, flows, inspector, dialogs, nothing matches", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE, capturePath("damaged/cut-in-packet.pcap")] });
  await expect(statusLine(window)).toContainText(/Read [\d,]+ packets from 2 files/, { timeout: 30_000 });
  const chart = window.getByRole("img", { name: /^Chart of packets over time/ });
  await expect.poll(() => chart.locator(".bars path").count()).toBeGreaterThan(100);
  await expectAccessible(window, "overview");
  await window.getByRole("button", { name: "Show as table" }).click();
  await expectAccessible(window, "overview with the table of times");
  await window.getByRole("button", { name: "Show what and why" }).click();
  const file = window.getByRole("region", { name: "Inspected file" });
  await expect(file.getByRole("region", { name: "Problems" })).toContainText("Reading stopped here");
  await expectAccessible(window, "captures with problems");
  await window.getByRole("button", { name: "Only with problems" }).click();
  await window.getByRole("gridcell", { name: "telescope-sample.pcapng" }).click();
  await file.getByRole("button", { name: "Compare with a second reader" }).click();
  await expect(file.getByText(/Not comparable\./)).toBeVisible();
  await expectAccessible(window, "a capture that cannot be compared");

  await window.keyboard.press("Control+2");
  await expect(window.getByRole("grid", { name: "Flows" }).getByRole("row").nth(1)).toBeVisible();
  await expectAccessible(window, "flows");
  await window.keyboard.press("/");
  await window.keyboard.type("192.0.2.81");
  await expect(window.getByText("2 of 162 flows match")).toBeVisible();
  await window.getByRole("gridcell", { name: "192.0.2.81", exact: true }).first().click();
  for (const tab of ["Match", "Fingerprint", "Messages", "Packets", "Map", "Flow"]) {
    await window.getByRole("tab", { name: tab }).click();
    await expect(window.getByRole("tabpanel", { name: tab })).toBeVisible();
    if (tab === "Match") await expect(window.getByRole("listbox", { name: "Signatures" })).toBeVisible();
    if (tab === "Map") await expect(window.getByRole("application")).toBeVisible();
    if (tab === "Fingerprint") await window.locator("button[data-gap]").first().focus();
    if (tab === "Packets") {
      const packets = window.getByRole("grid", { name: "Packets" });
      await packets.getByRole("row").nth(2).click();
      const parts = window.getByRole("listbox", { name: "Parts of the message" });
      await parts.getByRole("option").nth(2).click();
      await expectAccessible(window, "inspector, Packets as text");
      await window.keyboard.press("h");
    }
    await expectAccessible(window, `inspector, ${tab}`);
  }
  await window.getByRole("grid", { name: "Flows" }).focus();
  await window.keyboard.press("?");
  await expect(window.getByRole("dialog", { name: "Keys of this view" })).toBeVisible();
  await expectAccessible(window, "help");
  await window.keyboard.press("Escape");
  await window.keyboard.press("/");
  await window.keyboard.type("nosuchthing");
  await expect(window.getByRole("button", { name: "Clear filter" }).first()).toBeVisible();
  await expectAccessible(window, "nothing matches");
});
