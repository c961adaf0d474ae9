import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { readPcapPackets, repeatPcap } from "./pcap-packets.ts";
import { ask, capturePath, expect, figure, numberIn, runCommand, statusLine, test } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");

/** Sum below the classes of all packets. */
const classSum = (window: Page) =>
  window
    .getByRole("row", { name: /^Sum: packets read/ })
    .getByRole("cell")
    .last();

/** Ends the engine's thread, as a fault of the program or too little memory would. */
async function killEngine(app: ElectronApplication, window: Page): Promise<void> {
  await app.evaluate(() => {
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    const { postMessage } = Worker.prototype;
    // The program keeps its thread to itself: the next message to it gives it away.
    Worker.prototype.postMessage = function (...args) {
      Worker.prototype.postMessage = postMessage;
      void this.terminate();
      return postMessage.apply(this, args);
    };
  });
  await ask(window, "overview.get", {}).catch(() => {});
}

test("a large capture shows results while it is read, and Cancel keeps them", async ({ start, folder }) => {
  const large = path.join(folder, "large.pcap");
  const packets = repeatPcap(SVMAP, large, 4_000);
  const { window } = await start({ args: [large] });
  await expect(window.getByRole("progressbar", { name: "Bytes read" })).toBeVisible();
  await expect(window.getByText("These figures are of what was read so far.")).toBeVisible();
  await expect(statusLine(window)).toContainText(/Reading \d+\s%.*packets\/s/);
  const seen = numberIn(await figure(window, "SIP requests").textContent());
  expect(seen).toBeGreaterThan(0);
  // Looking around is not blocked by reading.
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("row", { name: /SIPVicious svmap/ })).toBeVisible();
  await window.keyboard.press("Control+1");
  await expect
    .poll(async () => numberIn(await figure(window, "SIP requests").textContent()), { timeout: 40_000 })
    .toBeGreaterThan(seen);

  await window.getByRole("button", { name: "Cancel" }).click();
  const pressedAt = Date.now();
  await expect(statusLine(window)).toContainText(/Cancelled · [\d,]+ packets read before/);
  // A second is what an analyst is promised; the rest is for two slow cores.
  expect(Date.now() - pressedAt).toBeLessThan(3_000);
  await expect(window.getByText("Reading was cancelled. What was read until then is kept and shown.")).toBeVisible();
  await expect(window.getByRole("progressbar")).toHaveCount(0);
  const kept = numberIn(/Cancelled · ([\d,]+)/.exec((await statusLine(window).textContent()) ?? "")?.[1] ?? "");
  expect(kept).toBeGreaterThanOrEqual(seen);
  expect(kept).toBeLessThan(packets);
  await expect.poll(async () => numberIn(await classSum(window).textContent())).toBe(kept);
});

test("the engine dies while reading: what is on screen stays, and Read again reads all of it", async ({
  start,
  folder,
}) => {
  const large = path.join(folder, "large.pcap");
  const packets = repeatPcap(SVMAP, large, 4_000);
  const { app, window } = await start({ args: [large] });
  await expect(figure(window, "SIP requests")).toBeVisible();
  await killEngine(app, window);
  const notice = window.getByRole("region", { name: "What was not read" });
  await expect(notice).toContainText("Reading stopped before its end. What was read is kept and shown.");
  await expect(notice).toContainText("The part of the program that reads captures has stopped");
  await expect(statusLine(window)).toContainText("Stopped ·");
  expect(numberIn(await figure(window, "SIP requests").textContent())).toBeGreaterThan(0);
  await notice.getByRole("button", { name: "Show what and why" }).click();
  await expect(window.getByRole("alert", { name: "The files could not be listed" })).toContainText(
    "The part of the program that reads captures has stopped",
  );
  await window.getByRole("button", { name: "Read again what was lost" }).click();
  await expect(statusLine(window)).toContainText(`Read ${packets.toLocaleString("en-US")} packets from 1 file`, {
    timeout: 60_000,
  });
  // The packets come again and again with their times: a note, and nothing lost.
  await expect(window.getByRole("row", { name: /^read, notes large\.pcap/ })).toBeVisible();
  await window.keyboard.press("Control+1");
  expect(numberIn(await classSum(window).textContent())).toBe(packets);
  await expect(notice).toHaveCount(0);
});

test("the engine dies after reading: lists stay, Read again leads to the same, and so does opening", async ({
  start,
}) => {
  const { app, window } = await start({ args: [SVMAP] });
  const packets = readPcapPackets(SVMAP).length;
  await expect(statusLine(window)).toContainText(`Read ${packets} packets from 1 file`);
  await window.keyboard.press("Control+2");
  await window.getByRole("row", { name: /SIPVicious svmap/ }).click();
  await expect(window.getByText(/^Named paper\/1 SIPVicious svmap/)).toBeVisible();
  await killEngine(app, window);
  const notice = window.getByRole("region", { name: "What was not read" });
  await expect(notice).toBeVisible();
  await expect(window.getByRole("row", { name: /SIPVicious svmap/ })).toBeVisible();
  await expect(window.getByText(/^Named paper\/1 SIPVicious svmap/)).toBeVisible();
  await notice.getByRole("button", { name: "Read again" }).click();
  await expect(statusLine(window)).toContainText(`Read ${packets} packets from 1 file`);
  await expect(window.getByRole("row", { name: /SIPVicious svmap/ })).toBeVisible();
  await expect(window.getByText(/^Named paper\/1 SIPVicious svmap/)).toBeVisible();

  await killEngine(app, window);
  await expect(notice).toBeVisible();
  await runCommand(window, "sample");
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
});

test("the engine dies before anything is open: the window says so, and opening still works", async ({ start }) => {
  const { app, window } = await start();
  await expect(window.getByRole("button", { name: "Open the sample capture" })).toBeVisible();
  await killEngine(app, window);
  await expect(window.getByRole("region", { name: "What was not read" })).toContainText(
    "The part of the program that reads captures has stopped",
  );
  await runCommand(window, "sample");
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
});

test("other captures take the place of the ones before in every view", async ({ start, folder }) => {
  const { app, window } = await start({ args: [SVMAP] });
  await expect(statusLine(window)).toContainText("Read 256 packets");
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("row", { name: /SIPVicious svmap/ })).toBeVisible();
  const other = path.join(folder, "other.pcap");
  fs.copyFileSync(NMAP, other);
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
  }, other);
  await window.keyboard.press("Control+o");
  await expect(statusLine(window)).toContainText(`Read ${readPcapPackets(NMAP).length} packets`);
  await expect(window.getByRole("row", { name: /paper\/20|nmap/i })).toBeVisible();
  await expect(window.getByRole("row", { name: /SIPVicious svmap/ })).toHaveCount(0);
});

/** Input of which nothing can be read, with what the window says of it. */
const UNREADABLE: readonly (readonly [name: string, file: string, sentence: RegExp])[] = [
  ["no capture", "damaged/text-not-a-capture.pcap", /neither pcap nor pcapng/],
  ["an empty file", "damaged/empty-file.pcap", /The file is empty/],
  ["a cut file header", "damaged/header-cut-at-20.pcap", /ends inside its header/],
  ["a zip archive", "damaged/zip-magic.pcap", /This is a zip file/],
  ["a missing file", "damaged/no-such-file.pcap", /There is no such file/],
];

test("what cannot be read is told in a sentence, each for itself and together", async ({ start, folder }) => {
  const { app, window } = await start({ args: UNREADABLE.map(([, file]) => capturePath(file)) });
  const view = window.getByRole("region", { name: "Nothing was read" });
  const title = view.getByRole("heading", { name: /^No packet could be read/ });
  await expect(title).toHaveText(`No packet could be read from ${UNREADABLE.length} files`);
  for (const [, file, sentence] of UNREADABLE) {
    const row = view.getByRole("row", { name: path.basename(file) });
    await expect(row).toContainText("not read");
    await expect(row).toContainText(sentence);
  }
  await expect(statusLine(window)).toContainText("Nothing was read");

  const open = async (...filePaths: string[]) => {
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: chosen });
    }, filePaths);
    await window.keyboard.press("Control+o");
  };
  await open(capturePath("damaged/text-not-a-capture.pcap"));
  await expect(title).toHaveText("No packet could be read from 1 file");

  const empty = path.join(folder, "nothing here");
  fs.mkdirSync(empty);
  await open(empty);
  await expect(view).toContainText("nothing here");
  await expect(view).toContainText(/The folder holds no files/);

  // After all that, a capture that can be read is read.
  await open(SVMAP);
  await expect(statusLine(window)).toContainText("Read 256 packets from 1 file");
});

test("what is damaged is read as far as it goes, and the rest is told", async ({ start }) => {
  const files = ["cut-in-packet.pcap", "gzip-cut.pcap.gz", "gzip-bad-crc.pcap.gz"];
  const { window } = await start({ args: files.map((name) => capturePath(`damaged/${name}`)) });
  await expect(statusLine(window)).toContainText(/Read [1-9][\d,]* packets from 3 files/);
  expect(numberIn(await classSum(window).textContent())).toBeGreaterThan(0);
  const notice = window.getByRole("region", { name: "What was not read" });
  await expect(notice).toContainText("3 files read in part. All else was read.");
  await notice.getByRole("button", { name: "Show what and why" }).click();
  const list = window.getByRole("grid", { name: "Captures" });
  for (const name of files) await expect(list.getByRole("row", { name })).toContainText("read in part");
  await expect(list.getByRole("row", { name: "cut-in-packet.pcap" })).toContainText(/ends inside|cut/i);
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await expect(notice).toHaveCount(0);
  // A gzip file that is cut has two: the stream ends too early, and so does the capture in it.
  await expect(window.getByRole("button", { name: /4 problems/ })).toBeVisible();
});

test("a capture without a packet is empty, not broken", async ({ start }) => {
  const { window } = await start({ args: [capturePath("damaged/header-only.pcap")] });
  await expect(window.getByRole("heading", { name: "No SIP requests in 1 capture" })).toBeVisible();
  await expect(window.getByText("The files were read to their end and hold no packets.")).toBeVisible();
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("region", { name: "No flows" })).toBeVisible();
});
