import path from "node:path";
import type { Page } from "@playwright/test";
import { ask, expect, runCommand, SAMPLE, statusLine, test, typeBehind, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const dialog = (window: Page) => window.getByRole("dialog", { name: "Saved filters" });
const filterField = (window: Page) => window.getByRole("combobox", { name: "Filter flows" });

test("filters are saved, chosen, renamed and deleted by keyboard, and travel with the case", async ({
  start,
  folder,
}) => {
  const { app, window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+2");
  await typeBehind(window, "/", "packets > 200");
  await expect(window.getByText(/ of 161 flows match/)).toBeVisible();
  await window.keyboard.press("Control+Shift+F");
  await expect(dialog(window).getByRole("textbox")).toBeFocused();
  await window.keyboard.type("Loud ones");
  await window.keyboard.press("Enter");
  await expect(dialog(window).getByRole("button", { name: /^Loud ones/ })).toBeVisible();
  await window.keyboard.press("Escape");
  await expect(dialog(window)).toHaveCount(0);

  // One that a later or earlier version wrote.
  await ask(window, "filters.set", {
    filters: [...(await ask(window, "filters.get", {})), { name: "Of tomorrow", text: "mood == sunny" }],
  });
  const saved = path.join(folder, "kept.ringcase");
  await app.evaluate(({ dialog: native }, chosen) => {
    native.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, saved);
  await window.keyboard.press("Control+Shift+S");
  await expect(window.getByText("kept.ringcase")).toBeVisible({ timeout: 30_000 });
  await app.close();

  const again = await start({ args: [saved] });
  await waitForEnding(again.window);
  await again.window.keyboard.press("Control+2");
  await filterField(again.window).fill("");
  await again.window.keyboard.press("Escape");
  await runCommand(again.window, "Loud ones");
  await expect(filterField(again.window)).toHaveValue("packets > 200");
  await again.window.keyboard.press("Control+Shift+F");
  await dialog(again.window)
    .getByRole("button", { name: /^Of tomorrow/ })
    .press("Enter");
  await expect(dialog(again.window).getByRole("status")).toContainText("“Of tomorrow” is no filter in this version: ");
  await expect(filterField(again.window)).toHaveValue("packets > 200");
  await dialog(again.window).getByRole("button", { name: "Rename Loud ones" }).press("Enter");
  await expect(dialog(again.window).getByRole("textbox", { name: /Loud ones/ })).toBeFocused();
  await again.window.keyboard.press("Control+a");
  await again.window.keyboard.type("Louder");
  await again.window.keyboard.press("Enter");
  await dialog(again.window).getByRole("button", { name: "Delete Of tomorrow" }).press("Enter");
  await expect.poll(() => ask(again.window, "filters.get", {})).toEqual([{ name: "Louder", text: "packets > 200" }]);
});
