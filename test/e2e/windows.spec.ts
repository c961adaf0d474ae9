import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { LOOKS_ON } from "../../core/contract/asked-by.ts";
import { ask, expect, SAMPLE, statusLine, test } from "./ringprint.ts";

const readWhole = "Read 29,761 packets from 1 file";

/** Opens a further window by its key. */
async function furtherWindow(app: ElectronApplication, from: Page): Promise<Page> {
  const opened = app.waitForEvent("window");
  await from.keyboard.press("Control+Shift+N");
  return opened;
}

test("a further window on the same case shares the engine and looks on; alone, it writes", async ({
  start,
  folder,
}) => {
  const file = path.join(folder, "week.ringcase");
  const { app, window: first } = await start({ args: [SAMPLE] });
  await expect(statusLine(first)).toContainText(readWhole, { timeout: 30_000 });
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);

  const second = await furtherWindow(app, first);
  await expect(statusLine(second)).toContainText(readWhole);
  await expect(statusLine(second)).toContainText("read-only");
  await expect(statusLine(first)).not.toContainText("read-only");

  // Each has a view of its own.
  await second.keyboard.press("Control+2");
  await expect(second.getByText("161 flows", { exact: true })).toBeVisible();
  await expect(first.getByText("161 flows", { exact: true })).toHaveCount(0);

  // What would change the case is refused, by key and by the main process, and is not in the palette.
  await second.keyboard.press("Control+Shift+S");
  await expect(statusLine(second)).toContainText(LOOKS_ON);
  expect(fs.existsSync(file)).toBe(false);
  await expect(ask(second, "case.saveAs", {})).rejects.toThrow(LOOKS_ON);
  await second.keyboard.press("Control+K");
  await second.keyboard.type("save the case");
  // The report changes nothing.
  await expect(second.getByRole("option", { name: /^Save the report of the case as HTML/ })).toBeVisible();
  await expect(second.getByRole("option", { name: /^Save the case as/ })).toHaveCount(0);
  await second.keyboard.press("Escape");

  // What the first one does is seen in both.
  await first.keyboard.press("Control+Shift+S");
  await expect(first.getByTitle("The case week.ringcase")).toBeVisible();
  await expect(second.getByTitle("The case week.ringcase")).toBeVisible();

  // The first one closed, the second one takes its place.
  await first.close();
  await expect(statusLine(second)).not.toContainText("read-only");
  const titles = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((open) => open.getTitle()));
  await expect.poll(titles).toEqual([expect.not.stringContaining("read-only")]);
  await app.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    },
    path.join(folder, "copy.ringcase"),
  );
  await second.keyboard.press("Control+Shift+S");
  await expect(second.getByTitle("The case copy.ringcase")).toBeVisible();
  expect(fs.existsSync(path.join(folder, "copy.ringcase"))).toBe(true);
});
