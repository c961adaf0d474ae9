import type { Page } from "@playwright/test";
import { capturePath, chooseFromMenu, expect, runCommand, statusLine, test } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

const scheme = (window: Page) => window.locator("html").getAttribute("data-mantine-color-scheme");
const dialog = (window: Page, name: string) => window.getByRole("dialog", { name });

/** Presses Tab until this has the focus. */
async function tabTo(window: Page, role: "button" | "grid", name: string | RegExp): Promise<void> {
  const wanted = window.getByRole(role, { name });
  for (let presses = 0; presses < 60; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await window.keyboard.press("Tab");
  }
  await expect(wanted).toBeFocused();
}

test("the whole job by keyboard alone", async ({ start }) => {
  const { window } = await start();
  await expect(window.getByRole("button", { name: "Open the sample capture" })).toBeVisible();
  await tabTo(window, "button", "Open the sample capture");
  await window.keyboard.press("Enter");
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });

  // A tool of the overview leads to its flows.
  await tabTo(window, "button", /^paper\/5 Nmap SIP probe$/);
  await window.keyboard.press("Enter");
  await expect(window.getByRole("region", { name: "Active filter" })).toContainText('tool == "paper/5"');
  await expect(window.getByText("4 of 161 flows match")).toBeVisible();

  // Choose, inspect, read, and back.
  await window.keyboard.press("t");
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("Enter");
  await expect(window.getByText(/^Named paper\/5 Nmap SIP probe/)).toBeVisible();
  await window.keyboard.press("i");
  await expect(window.getByRole("tab", { name: "Match" })).toBeFocused();
  await window.keyboard.press("ArrowRight");
  await expect(window.getByRole("tabpanel", { name: "Fingerprint" })).toBeVisible();
  await window.keyboard.press("ArrowRight");
  await expect(window.getByRole("region", { name: /^Bytes of packet/ })).toContainText("OPTIONS sip:nm");
  await window.keyboard.press("h");
  await expect(window.getByRole("button", { name: "Copy as hex" })).toBeVisible();
  await window.keyboard.press("t");
  await expect(window.getByRole("grid", { name: "Flows" })).toBeFocused();

  // The palette finds every command, runs it, and gives the focus back.
  await window.keyboard.press("Control+k");
  await expect(dialog(window, "Commands").getByRole("combobox")).toBeFocused();
  await window.keyboard.type("clear filt");
  await expect(dialog(window, "Commands").getByRole("option", { name: /Clear the filter/ })).toBeVisible();
  await window.keyboard.press("Enter");
  await expect(dialog(window, "Commands")).toHaveCount(0);
  await expect(window.getByText("161 flows", { exact: true })).toBeVisible();
  await expect(window.getByRole("grid", { name: "Flows" })).toBeFocused();
  await window.keyboard.press("Control+k");
  await window.keyboard.type("no such command");
  await expect(window.getByText("No command has these words. Try fewer letters.")).toBeVisible();
  await window.keyboard.press("Control+k");
  await expect(dialog(window, "Commands")).toHaveCount(0);

  // Help names the keys of the view; Escape gives the focus back.
  await window.keyboard.press("?");
  await expect(dialog(window, "Keys of this view")).toContainText("Next flow");
  await expect(dialog(window, "Keys of this view")).toContainText("Bytes as text or as hex");
  // A dialog has the keyboard to itself.
  await window.keyboard.press("Control+1");
  await expect(dialog(window, "Keys of this view")).toBeVisible();
  await window.keyboard.press("Escape");
  await expect(dialog(window, "Keys of this view")).toHaveCount(0);
  await expect(window.getByRole("grid", { name: "Flows" })).toBeFocused();

  await window.keyboard.press("Control+1");
  await expect(window.getByRole("button", { name: "Overview", exact: true })).toHaveAttribute("aria-current", "page");
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("button", { name: "Flows", exact: true })).toHaveAttribute("aria-current", "page");
  await expect(window.getByText(/^1 selected, row \d+$/)).toBeVisible();
});

test("every entry of the native menu does what it says", async ({ start }) => {
  const { app, window } = await start({ args: [SVMAP] });
  await expect(statusLine(window)).toContainText("Read 256 packets");
  await chooseFromMenu(app, "&Flows");
  await expect(window.getByRole("grid", { name: "Flows" })).toBeVisible();
  await chooseFromMenu(app, "&Overview");
  await expect(window.getByRole("region", { name: "Overview", exact: true })).toBeVisible();
  await chooseFromMenu(app, "All &commands…");
  await expect(dialog(window, "Commands")).toBeVisible();
  await window.keyboard.press("Escape");
  await expect(dialog(window, "Commands")).toHaveCount(0);
  await chooseFromMenu(app, "&History…");
  await expect(dialog(window, "History")).toBeVisible();
  await window.keyboard.press("Escape");
  await expect(dialog(window, "History")).toHaveCount(0);
  await chooseFromMenu(app, "&Undo what was done last in the case");
  await expect(statusLine(window)).toContainText("There is nothing to undo.");
  await chooseFromMenu(app, "&Keys of this view");
  await expect(dialog(window, "Keys of this view")).toBeVisible();
  await window.keyboard.press("Escape");
  await expect(dialog(window, "Keys of this view")).toHaveCount(0);

  await app.evaluate(({ dialog: native }, file) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    native.showOpenDialog = async (...args: unknown[]) => {
      asked.push((args.at(-1) as Electron.OpenDialogOptions).properties);
      return { canceled: false, filePaths: [file] };
    };
  }, capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap"));
  await chooseFromMenu(app, "&Open captures or a case…");
  await expect(statusLine(window)).toContainText("Read 128 packets from 1 file");
  await chooseFromMenu(app, "Open &folder…");
  await expect
    .poll(() => app.evaluate(() => (globalThis as { asked?: unknown }).asked))
    .toEqual([["openFile", "multiSelections"], ["openDirectory"]]);
  await chooseFromMenu(app, "Open the &sample");
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
});

test("colours go round: system, light, dark; and are kept", async ({ start }) => {
  const { app, window } = await start({ args: [SVMAP] });
  await expect(statusLine(window)).toContainText("Read 256 packets");
  await window.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => scheme(window)).toBe("dark");
  await window.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => scheme(window)).toBe("light");
  await chooseFromMenu(app, "&Light or dark");
  await expect(window.getByRole("button", { name: /^Colours: Light/ })).toBeVisible();
  await window.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => scheme(window)).toBe("light");
  await window.getByRole("button", { name: /^Colours: Light/ }).click();
  await expect.poll(() => scheme(window)).toBe("dark");
  await window.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => scheme(window)).toBe("dark");
  await app.close();

  const again = (await start()).window;
  await expect(again.getByRole("button", { name: /^Colours: Dark/ })).toBeVisible();
  await expect.poll(() => scheme(again)).toBe("dark");
  await runCommand(again, "colours as the system");
  await expect(again.getByRole("button", { name: /^Colours: System/ })).toBeVisible();
});
