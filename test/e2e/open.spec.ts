import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { readPcapPackets } from "./pcap-packets.ts";
import { capturePath, expect, statusLine, test } from "./ringprint.ts";
import { spawnApp, startCommand } from "./undriven.ts";

const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");
const SIPP = capturePath("tools/sipp-3.6.1-uac-calls.pcap");

/** The window shows these captures, read to their end. */
async function expectRead(window: Page, ...captures: readonly string[]): Promise<void> {
  const packets = captures.reduce((sum, capture) => sum + readPcapPackets(capture).length, 0);
  const files = captures.length === 1 ? "1 file" : `${captures.length} files`;
  await expect(statusLine(window)).toContainText(`Read ${packets.toLocaleString("en-US")} packets from ${files}`);
  const [first = ""] = captures;
  const more = captures.length > 1 ? ` and ${captures.length - 1} more` : "";
  await expect(window.getByRole("heading", { level: 1 })).toHaveText(path.basename(first) + more);
}

/** What the native dialog gives back the next time; everything behind it is the program's own. */
async function answerDialog(app: ElectronApplication, filePaths: readonly string[]): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async (...args: unknown[]) => {
      (globalThis as { asked?: unknown }).asked = args.at(-1);
      return { canceled: chosen.length === 0, filePaths: [...chosen] };
    };
  }, filePaths);
}

const whatWasAsked = (app: ElectronApplication) =>
  app.evaluate(() => (globalThis as { asked?: Electron.OpenDialogOptions }).asked?.properties);

test("by argument: one capture, several, a folder", async ({ start, folder }) => {
  const one = await start({ args: [NMAP] });
  await expectRead(one.window, NMAP);
  expect(await one.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())).toBe(
    `${path.basename(NMAP)} — Ringprint`,
  );
  await one.app.close();

  const several = await start({ args: [NMAP, SIPP], profile: path.join(folder, "several") });
  await expectRead(several.window, NMAP, SIPP);
  await several.app.close();

  const captures = path.join(folder, "captures/inner");
  fs.mkdirSync(captures, { recursive: true });
  for (const file of [NMAP, SIPP]) fs.copyFileSync(file, path.join(captures, path.basename(file)));
  fs.writeFileSync(path.join(captures, "notes.txt"), "not a capture");
  const { window } = await start({ args: [path.dirname(captures)], profile: path.join(folder, "whole") });
  const packets = readPcapPackets(NMAP).length + readPcapPackets(SIPP).length;
  await expect(statusLine(window)).toContainText(`Read ${packets} packets from 2 files`);
  // What else the folder holds is told apart.
  await expect(statusLine(window)).not.toContainText("problem");
  await window.keyboard.press("p");
  await expect(window.getByRole("row", { name: /notes\.txt/ })).toContainText("no capture");
});

test("by the dialog: files, a folder, and a dialog closed without a choice", async ({ start, folder }) => {
  const { app, window } = await start();
  await answerDialog(app, []);
  await window.getByRole("button", { name: "Open captures or a case…" }).click();
  await expect.poll(() => whatWasAsked(app)).toEqual(["openFile", "multiSelections"]);
  await expect(window.getByRole("heading", { name: "Ringprint", level: 1 })).toBeVisible();
  await expect(statusLine(window)).toContainText("No captures open");
  await expect(window.getByRole("heading", { name: "Recent" })).toHaveCount(0);

  await answerDialog(app, [NMAP, SIPP]);
  await window.getByRole("button", { name: "Open captures or a case…" }).click();
  await expectRead(window, NMAP, SIPP);

  // A cancelled dialog leaves what is open.
  await answerDialog(app, []);
  await window.keyboard.press("Control+o");
  await expect.poll(() => whatWasAsked(app)).toEqual(["openFile", "multiSelections"]);
  await expectRead(window, NMAP, SIPP);

  fs.mkdirSync(path.join(folder, "captures"));
  fs.copyFileSync(SIPP, path.join(folder, "captures", path.basename(SIPP)));
  await answerDialog(app, [path.join(folder, "captures")]);
  await window.keyboard.press("Control+Shift+O");
  await expectRead(window, SIPP);
  expect(await whatWasAsked(app)).toEqual(["openDirectory"]);
});

test("by drop: files anywhere on the window", async ({ start }) => {
  const { window } = await start();
  // Only a file that Chromium was given by path has one: a real choice, dropped by a made event.
  await window.evaluate(() => {
    const input = document.createElement("input");
    Object.assign(input, { type: "file", multiple: true, id: "carrier" });
    document.body.append(input);
  });
  const drop = async (...files: readonly string[]) => {
    await window.locator("#carrier").setInputFiles([...files]);
    await window.evaluate(() => {
      const dataTransfer = new DataTransfer();
      const { files } = document.querySelector<HTMLInputElement>("#carrier") as HTMLInputElement;
      for (const file of files ?? []) dataTransfer.items.add(file);
      for (const type of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    });
  };
  await drop(NMAP);
  await expectRead(window, NMAP);
  await drop(SIPP, NMAP);
  await expectRead(window, SIPP, NMAP);

  // Words have no path: nothing is opened, and what is open stays.
  await window.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["made in the page"], "made.pcap"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(statusLine(window)).toContainText(
    "Nothing was opened: what was dropped is neither a file nor a folder.",
  );
  await expectRead(window, SIPP, NMAP);
});

test("by a second start: it hands its captures over and ends", async ({ start, folder }) => {
  const { app, window, profile } = await start({ args: [NMAP] });
  await expectRead(window, NMAP);
  fs.copyFileSync(SIPP, path.join(folder, "relative name.pcap"));
  fs.copyFileSync(SIPP, path.join(folder, "-first.pcap"));

  const startAgain = async (...words: readonly string[]) => {
    const second = spawnApp(startCommand(profile, words), { cwd: folder });
    const [code] = await once(second, "exit");
    expect(code).toBe(0);
  };
  await startAgain("relative name.pcap");
  await expectRead(window, path.join(folder, "relative name.pcap"));
  await startAgain("--", "-first.pcap", NMAP);
  await expectRead(window, path.join(folder, "-first.pcap"), NMAP);
  // Without captures it only brings the window to the front.
  await startAgain();
  await expectRead(window, path.join(folder, "-first.pcap"), NMAP);
  expect(app.windows()).toHaveLength(1);
});

test("by the recent ones, after a restart; a missing one is marked, and the list can be forgotten", async ({
  start,
  folder,
}) => {
  const kept = path.join(folder, "kept.pcap");
  const moved = path.join(folder, "moved.pcap");
  fs.copyFileSync(NMAP, kept);
  fs.copyFileSync(SIPP, moved);
  const first = await start({ args: [kept] });
  await expectRead(first.window, kept);
  await first.app.close();
  const second = await start({ args: [moved] });
  await expectRead(second.window, moved);
  await second.app.close();
  fs.renameSync(moved, `${moved}.elsewhere`);

  const third = await start();
  const recent = third.window.getByRole("region", { name: "Recent" });
  await expect(recent.getByRole("button", { name: "moved.pcap" })).toBeDisabled();
  await expect(recent.getByRole("button", { name: "moved.pcap" })).toContainText("no longer there");
  await expect(recent.getByRole("button", { name: "kept.pcap" })).toContainText(folder);
  await recent.getByRole("button", { name: "kept.pcap" }).click();
  await expectRead(third.window, kept);
  await third.app.close();

  const fourth = await start();
  await fourth.window.getByRole("button", { name: "Forget these" }).click();
  await expect(fourth.window.getByRole("region", { name: "Recent" })).toHaveCount(0);
  await fourth.app.close();

  const fifth = await start();
  await expect(fifth.window.getByRole("button", { name: "Open the sample capture" })).toBeVisible();
  await expect(fifth.window.getByText(/signature packs:/)).toBeVisible();
  await expect(fifth.window.getByRole("region", { name: "Recent" })).toHaveCount(0);
});
