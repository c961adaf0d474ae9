import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication } from "@playwright/test";
import { writeManyCampaigns } from "../builders/many-campaigns.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, chooseFromMenu, expect, ROOT, runCommand, SAMPLE, statusLine, test, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 180_000 });

const COMMAND = path.join(ROOT, "core/cli/launch.mjs");
/** As `sample-facts.json` tells. */
const TELESCOPE = "192.0.2.128/25,198.51.100.0/24,203.0.113.0/24,2001:db8:5060::/64";

function ringprint(...words: readonly string[]): void {
  execFileSync(process.execPath, [COMMAND, ...words], { stdio: ["ignore", "ignore", "pipe"] });
}

/** A capture as a case. */
function caseOf(capture: string, folder: string, ...further: readonly string[]): string {
  const file = path.join(folder, "study.ringcase");
  ringprint("analyse", capture, "--case", file, ...further);
  return file;
}

/** The next dialog gives this place, or is closed without one. */
async function choosePlace(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: chosen === "", filePath: chosen });
  }, filePath);
}

test("the report of a case: what is in it, and the files that the command line writes, byte for byte", async ({
  start,
  folder,
}) => {
  const caseFile = caseOf(SAMPLE, folder, "--telescope", TELESCOPE);
  const [htmlOut, pdfOut] = [path.join(folder, "cli.html"), path.join(folder, "cli.pdf")];
  ringprint("report", caseFile, "--out", htmlOut);
  ringprint("report", caseFile, "--out", pdfOut);
  const { app, window } = await start({ args: [caseFile] });
  await waitForEnding(window);
  await window.keyboard.press("Shift+R");
  const content = window.getByRole("article", { name: "Content of the report" });
  await expect(content.getByRole("heading", { name: "SIP scanning report" })).toBeVisible({ timeout: 60_000 });
  await expect(content.getByRole("heading", { name: /^Figure [2-6]/ })).toHaveCount(5);
  const sections = window.getByRole("navigation", { name: "Sections of the report" });
  await sections.getByRole("button", { name: "Campaigns" }).click();
  await expect(content.getByRole("region", { name: "Campaigns", exact: true })).toBeFocused();
  await window.keyboard.press("j");
  await expect(content.getByRole("region", { name: "Statistics", exact: true })).toBeFocused();
  await window.keyboard.press("k");
  await expect(content.getByRole("region", { name: "Campaigns", exact: true })).toBeFocused();
  await expect(content.getByText(/further rows: the file has all/).first()).toBeVisible();
  await expectAccessible(window, "report");

  const html = path.join(folder, "window.html");
  await choosePlace(app, "");
  await window.getByRole("button", { name: "Save as HTML…" }).click();
  await choosePlace(app, html);
  await window.getByRole("button", { name: "Save as HTML…" }).click();
  await expect(statusLine(window)).toContainText("The report was saved as window.html.");
  expect(fs.readFileSync(html).equals(fs.readFileSync(htmlOut))).toBe(true);

  // An ending that is none of PDF's is added to, and the native menu does the same.
  await choosePlace(app, path.join(folder, "window"));
  await chooseFromMenu(app, "Save the report as &PDF…");
  await expect(statusLine(window)).toContainText("The report was saved as window.pdf.", { timeout: 60_000 });
  const pdf = fs.readFileSync(path.join(folder, "window.pdf"));
  expect(pdf.toString("latin1", 0, 5)).toBe("%PDF-");
  expect(pdf.equals(fs.readFileSync(pdfOut))).toBe(true);

  // Nothing is written in the place of a case, by whatever name it is called.
  const alias = path.join(folder, "alias.html");
  fs.symlinkSync(caseFile, alias);
  await choosePlace(app, alias);
  await runCommand(window, "Save the report of the case as HTML");
  await expect(statusLine(window)).toContainText("alias.html is a case; choose another file.");
  expect(fs.readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
});

test("a report that would give the telescope away is not saved, until a reason is given that it names", async ({
  start,
  folder,
}) => {
  const { app, window } = await start({ args: [SAMPLE] });
  await waitForEnding(window);
  const html = path.join(folder, "report.html");
  await choosePlace(app, html);
  await runCommand(window, "Save the report of the case as HTML");
  await expect(statusLine(window)).toContainText("The report would give the telescope away. Nothing was written");
  const leaks = window.getByRole("region", { name: "What would give the telescope away" });
  await expect(leaks).toContainText("Members of campaigns, row 1, Sources holds 192.0.2.11 of the telescope as text.");
  await expect(leaks).toContainText("The telescope is inferred");
  await expect(window.getByRole("button", { name: "Save as HTML…" })).toBeDisabled();
  await expectAccessible(window, "a report that is held back");
  expect(fs.existsSync(html)).toBe(false);

  await leaks.getByRole("textbox").fill("for <our> eyes");
  await window.keyboard.press("Enter");
  await expect(window.getByRole("region", { name: "The telescope may leave" })).toContainText("for <our> eyes");
  const save = window.getByRole("button", { name: "Save as HTML…" });
  await expect(save).toBeEnabled({ timeout: 60_000 });
  await save.click();
  await expect(statusLine(window)).toContainText("The report was saved as report.html.");
  expect(fs.readFileSync(html, "utf8")).toContain("for &lt;our&gt; eyes");
  await window.getByRole("button", { name: "Keep them back" }).click();
  await expect(leaks).toBeVisible({ timeout: 60_000 });
});

test("while the report is made it can be ended: nothing is written, and it is made again when asked for", async ({
  start,
  folder,
}) => {
  // The report of the sample may be made before a button can be clicked.
  const capture = path.join(folder, "campaigns.pcap");
  writeManyCampaigns(capture);
  const caseFile = caseOf(capture, folder, "--telescope", "198.51.100.0/24");
  const { app, window } = await start({ args: [caseFile] });
  await waitForEnding(window);
  const html = path.join(folder, "report.html");
  await choosePlace(app, html);
  const saving = ask(window, "report.save", { format: "html", release: null });
  const bar = window.getByRole("region", { name: "Making the report" });
  await bar.getByRole("button", { name: "Cancel" }).click();
  expect(await saving).toEqual({ kind: "ended" });
  await expect(bar).toBeHidden();
  expect(fs.existsSync(html)).toBe(false);
  expect(await ask(window, "report.save", { format: "html", release: null })).toEqual({
    kind: "saved",
    name: "report.html",
  });
  // What is printed ends in the same way.
  await choosePlace(app, path.join(folder, "report.pdf"));
  const printing = ask(window, "report.save", { format: "pdf", release: null });
  await expect(bar).toContainText("Printing the report");
  await bar.getByRole("button", { name: "Cancel" }).click();
  expect(await printing).toEqual({ kind: "ended" });
  expect(fs.readdirSync(folder).sort()).toEqual([
    "campaigns.pcap",
    "profile",
    "report.html",
    "study.ringcase",
    "study.ringcase.wal",
  ]);
  expect(spawnSync(process.execPath, [COMMAND, "report", caseFile, "--out", html]).status).toBe(2);
});
