import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { bundlePath } from "../../core/cli/build.mjs";
import { expectAccessible } from "./accessible.ts";
import {
  capturePath,
  chooseFromMenu,
  expect,
  type Ringprint,
  runCommand,
  SAMPLE,
  statusLine,
  test,
} from "./ringprint.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

async function chooseNext({ app }: Pick<Ringprint, "app">, file: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, file);
}

const theComparison = (window: Page) => window.getByRole("dialog", { name: "Compared with another case" });

test("the open case beside another one: what differs is told, listed, copied and followed", async ({
  start,
  folder,
}) => {
  const other = path.join(folder, "june.ringcase");
  expect(spawnSync(process.execPath, [bundlePath, "analyse", SVMAP, "--case", other]).status).toBe(0);
  const bytes = fs.readFileSync(other);
  const ringprint = await start({ args: [SAMPLE] });
  const { app, window } = ringprint;
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });

  await chooseNext(ringprint, other);
  await chooseFromMenu(app, "&Compare with another case…");
  const comparison = theComparison(window);
  await expect(comparison.getByText(/beside june\.ringcase/)).toContainText(/\d+ tools gained/, { timeout: 30_000 });
  const list = comparison.getByRole("region", { name: "What differs" });
  await expect(list.getByRole("row").nth(1)).toContainText("gained");
  await expectAccessible(window, "a comparison of cases");

  // By keyboard: only what other hosts sent, then the first source.
  await comparison.getByLabel("What is listed").selectOption("source");
  await comparison.getByLabel("Which changes are listed").selectOption("lost");
  await expect(list.getByRole("row")).toHaveCount(2);
  await expect(list.getByRole("button")).toHaveCount(0);
  await comparison.getByLabel("Which changes are listed").selectOption("gained");
  await comparison.getByRole("button", { name: "Copy as text" }).click();
  await expect(comparison.getByText("Copied")).toBeVisible();
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toMatch(/ beside june\.ringcase\n/);
  await comparison.getByLabel("Only with").fill("no such words");
  await expect(comparison.getByText("Nothing matches")).toBeVisible();
  await comparison.getByRole("button", { name: "List all" }).click();
  const tool = list.getByRole("button", { name: "Nessus SIP detection" });
  await tool.focus();
  await window.keyboard.press("Enter");
  await expect(comparison).toBeHidden();
  await expect(window.getByRole("combobox", { name: "Filter flows" })).toHaveValue('tool == "paper/21"');
  expect(fs.readFileSync(other).equals(bytes)).toBe(true);

  // What is no case is refused with the reason, and another can be chosen from there.
  await chooseNext(ringprint, SVMAP);
  await runCommand(window, "compare with another case");
  await expect(comparison.getByText("The cases could not be compared")).toBeVisible();
  await chooseNext(ringprint, other);
  await comparison.getByRole("button", { name: "Choose another case…" }).click();
  await expect(comparison.getByText(/beside june\.ringcase/)).toBeVisible({ timeout: 30_000 });
});
