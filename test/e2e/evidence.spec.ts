import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { bundlePath } from "../../core/cli/build.mjs";
import { expectAccessible } from "./accessible.ts";
import { readPcapPackets } from "./pcap-packets.ts";
import { capturePath, expect, SAMPLE, statusLine, test, typeBehind } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

function commandLine(...args: string[]): void {
  const run = spawnSync(process.execPath, [bundlePath, ...args], { encoding: "utf8" });
  expect(run.status, run.stderr).toBe(0);
}

async function saveAt(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, file);
}

const evidence = (window: Page) => window.getByRole("dialog", { name: "Export packets as evidence" });

test("packets of the listed flows are written as the command line writes them, by keyboard alone", async ({
  start,
  folder,
}) => {
  const caseFile = path.join(folder, "same.ringcase");
  commandLine("analyse", "--case", caseFile, SAMPLE);
  const exported = (out: string, ...more: string[]) => {
    const what = ["--what", "evidence", "--format", "pcapng", "--filter", "svmap", "--out", out];
    commandLine("export", caseFile, ...what, ...more);
    return fs.readFileSync(out);
  };
  const plain = exported(path.join(folder, "plain.pcapng"));
  const anonymised = exported(path.join(folder, "anonymised.pcapng"), "--anonymise", "between us");

  const { app, window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+2");
  await typeBehind(window, "/", "svmap");
  await window.keyboard.press("Enter");
  await expect(window.getByText(/^\d+ of 161 flows match$/)).toBeVisible();
  await window.keyboard.press("Escape");
  await window.keyboard.press("t");
  await window.keyboard.press("E");
  await expect(evidence(window)).toContainText("all flows of the list");
  await expectAccessible(window, "evidence");

  // A name without an ending gets one.
  await saveAt(app, path.join(folder, "window"));
  await window.keyboard.press("Enter");
  const status = evidence(window).getByRole("status");
  await expect(status).toContainText(/^window\.pcapng holds [\d,]+ requests of 1 capture\.$/, { timeout: 30_000 });
  expect(fs.readFileSync(path.join(folder, "window.pcapng")).equals(plain)).toBe(true);
  await window.keyboard.press("Escape");

  await window.keyboard.press("E");
  await expect(evidence(window).getByRole("radio", { name: /^As captured/ })).toBeFocused();
  await window.keyboard.press("ArrowDown");
  await expect(evidence(window).getByRole("button", { name: "Choose a place and write…" })).toBeDisabled();
  await window.keyboard.press("Tab");
  await window.keyboard.type("between us");
  await saveAt(app, path.join(folder, "window-anonymised.pcapng"));
  await window.keyboard.press("Enter");
  await expect(status).toContainText("window-anonymised.pcapng holds", { timeout: 30_000 });
  expect(fs.readFileSync(path.join(folder, "window-anonymised.pcapng")).equals(anonymised)).toBe(true);
});

test("only packets of marked flows are written, over no capture, and none of a capture that changed", async ({
  start,
  folder,
}) => {
  const capture = path.join(folder, "svmap.pcap");
  fs.copyFileSync(capturePath("tools/svmap-0.3.3-options-sequential.pcap"), capture);
  const packets = readPcapPackets(capture).length;
  const { app, window } = await start({ args: [capture, SAMPLE] });
  await expect(statusLine(window)).toContainText("from 2 files", { timeout: 30_000 });
  await window.keyboard.press("Control+2");
  await typeBehind(window, "/", "src == 127.110.0.1");
  await window.keyboard.press("Enter");
  await expect(window.getByText(/^1 of 162 flows match/)).toBeVisible();
  await window.keyboard.press("Escape");
  await window.keyboard.press("t");
  await window.keyboard.press("Space");
  await window.keyboard.press("E");
  await expect(evidence(window)).toContainText("the packets of 1 marked flow ");
  await saveAt(app, path.join(folder, "marked.pcapng"));
  const write = evidence(window).getByRole("button", { name: "Choose a place and write…" });
  await write.click();
  await expect(evidence(window).getByRole("status")).toHaveText(
    `marked.pcapng holds ${packets} requests of 1 capture.`,
  );
  await evidence(window).getByRole("button", { name: "Close" }).last().click();

  await window.keyboard.press("E");
  const before = fs.readFileSync(capture);
  await saveAt(app, path.join(folder, "svmap.pcapng"));
  fs.linkSync(capture, path.join(folder, "svmap.pcapng"));
  await write.click();
  await expect(evidence(window).getByRole("alert")).toContainText(
    "svmap.pcapng is one of the captures, cases or tables",
  );
  expect(fs.readFileSync(capture).equals(before)).toBe(true);

  fs.appendFileSync(capture, "more");
  await saveAt(app, path.join(folder, "changed.pcapng"));
  await write.click();
  await expect(evidence(window).getByRole("alert")).toContainText(
    "svmap.pcap is no longer the file that was read: its SHA-256 is another. Nothing was written.",
  );
  expect(fs.readdirSync(folder).filter((name) => name.startsWith("changed"))).toEqual([]);
});
