import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication, Locator, Page } from "@playwright/test";
import { repeatPcap } from "./pcap-packets.ts";
import { ask, capturePath, expect, numberIn, SAMPLE, statusLine, test, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

const list = (window: Page) => window.getByRole("grid", { name: "Captures" });
const file = (window: Page) => window.getByRole("region", { name: "Inspected file" });
const secondReader = (window: Page) => file(window).getByRole("region", { name: "Second reader" });
const clipboardText = (app: ElectronApplication) => app.evaluate(({ clipboard }) => clipboard.readText());

/** The first column of all rows that are drawn. */
const states = (rows: Locator) => rows.locator("[role=gridcell]:first-child").allTextContents();

test("comments that somebody wrote into a capture are shown with what they are about", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE] });
  await waitForEnding(window);
  await window.keyboard.press("p");
  const comments = file(window).getByRole("region", { name: "Comments" });
  await expect(comments.getByRole("listitem")).toHaveCount(12);
  await expect(comments.getByRole("listitem").first()).toContainText(/^(section|interface|packet [\d,]+): \S/);
});

test("a folder with damaged captures: what is wrong with each, where, what was kept and what it means", async ({
  start,
}) => {
  const { app, window } = await start({ args: [capturePath("damaged"), SVMAP] });
  await waitForEnding(window);
  const problems = numberIn(await window.getByRole("button", { name: /problems$/ }).textContent());
  expect(problems).toBeGreaterThan(10);
  // The status line leads to what is wrong, the worst first and inspected at once.
  await window.getByRole("button", { name: `${problems} problems` }).click();
  await expect(window.getByRole("button", { name: "Captures" })).toHaveAttribute("aria-current", "page");
  await expect(window.getByRole("button", { name: "Only with problems" })).toHaveAttribute("aria-pressed", "true");
  await expect(file(window)).toContainText("header-cut-at-20.pcap");
  await expect(file(window)).toContainText("Fetch it again from where it was recorded.");
  expect((await states(list(window))).slice(0, 4).every((state) => /not read|read in part/.test(state))).toBe(true);

  await list(window).getByRole("gridcell", { name: "cut-in-packet.pcap" }).click();
  const told = file(window).getByRole("region", { name: "Problems" });
  await expect(told.getByRole("listitem")).toHaveCount(1);
  await expect(told).toContainText("Reading stopped here");
  await expect(told).toContainText(/once, at byte [\d,]+/);
  await expect(told).toContainText("the 63 packets before it were kept.");
  await expect(told).toContainText("What lies behind this place is in no count.");
  await expect(file(window).getByText("no, up to byte")).toBeVisible();
  await expect(file(window).getByText(/^[\d,]+ bytes of the file$/)).toBeVisible();
  await expect(file(window).getByRole("row", { name: /^Sum: packets read of this file/ })).toContainText("63");

  // A note that costs nothing is told as well.
  await list(window).getByRole("gridcell", { name: "usec-over-one-million.pcap" }).click();
  await expect(told).toContainText("Noted, nothing lost");
  await expect(told).toContainText(/first at packet 1, byte 24|at packet \d+, byte \d+/);

  // All files, and the hash of one of them.
  await window.getByRole("button", { name: "Only with problems" }).click();
  await expect(window.getByText(/^\d+ files$/)).toBeVisible();
  await window.getByRole("columnheader", { name: "File" }).getByRole("button").click();
  await list(window).getByRole("gridcell", { name: "caplen-greater-than-len.pcap" }).click();
  await file(window).getByRole("button", { name: "Copy SHA-256" }).click();
  await expect(file(window).getByText("Copied")).toBeVisible();
  expect(await clipboardText(app)).toMatch(/^[0-9a-f]{64}$/);
  await window.getByRole("button", { name: "Copy all as text" }).click();
  await expect(window.getByText(/^Copied \d+ files$/)).toBeVisible();
  const text = await clipboardText(app);
  expect(text).toContain("cut-in-packet.pcap: read in part\n");
  expect(text).toContain("text-not-a-capture.pcap: no capture\n");
});

test("a capture is compared with a second reader, by keyboard alone", async ({ start }) => {
  const { window } = await start({ args: [SVMAP, SAMPLE] });
  await waitForEnding(window);
  await window.keyboard.press("p");
  await expect(list(window)).toBeVisible();
  await window.keyboard.press("t");
  await expect(list(window)).toBeFocused();
  await window.keyboard.press("End");
  await window.keyboard.press("Enter");
  await expect(file(window)).toContainText("svmap-0.3.3-options-sequential.pcap");
  await window.keyboard.press("i");
  await expect(file(window)).toBeFocused();
  await window.keyboard.press("Tab");
  await expect(secondReader(window).getByRole("button", { name: "Compare with a second reader" })).toBeFocused();
  await window.keyboard.press("Enter");
  await expect(secondReader(window).getByRole("status")).toContainText(
    "A second, independent reader finds the same: 256 packets",
  );
  await expect(list(window).getByRole("row", { name: /svmap/ })).toContainText("agrees");
  // The button keeps the focus though its words have changed.
  await expect(secondReader(window).getByRole("button", { name: "Compare again" })).toBeFocused();
  await window.keyboard.press("t");
  await window.keyboard.press("k");
  await window.keyboard.press("Enter");
  await expect(file(window)).toContainText("telescope-sample.pcapng");
  await window.keyboard.press("i");
  await window.keyboard.press("Tab");
  await window.keyboard.press("Enter");
  await expect(secondReader(window).getByRole("status")).toContainText(
    "Not comparable. The second reader reads classic pcap only",
  );
  await window.keyboard.press("Control+k");
  await window.keyboard.type("captures and their");
  await expect(window.getByRole("option", { name: /Show the captures and their problems/ })).toBeVisible();
  await window.keyboard.press("Escape");
  await expect(statusLine(window)).not.toContainText("problem");
});

test("a file that changes behind the reading is doubtful, and that is told everywhere", async ({ start, folder }) => {
  const moving = path.join(folder, "moving.pcap");
  fs.copyFileSync(SVMAP, moving);
  const { window } = await start({ args: [moving] });
  await waitForEnding(window);
  fs.appendFileSync(moving, "more");
  await window.keyboard.press("p");
  await secondReader(window).getByRole("button", { name: "Compare with a second reader" }).click();
  await expect(secondReader(window)).toContainText("The file is no longer the one that was read");
  await expect(list(window).getByRole("row", { name: /moving\.pcap/ })).toContainText("doubtful");
  await expect(statusLine(window)).toContainText("1 problem");
  await expect(window.getByRole("region", { name: "What was not read" })).toContainText("1 file doubtful");
});

test("comparing can be cancelled, goes on while looking around, and ends with the captures it is of", async ({
  start,
  folder,
}) => {
  const large = path.join(folder, "large.pcap");
  repeatPcap(SVMAP, large, 2_000);
  const { app, window } = await start({ args: [large] });
  await waitForEnding(window);
  await window.keyboard.press("p");
  const compare = secondReader(window).getByRole("button");
  await compare.click();
  await expect(compare).toHaveText("Cancel comparing");
  await compare.click();
  await expect(secondReader(window)).toContainText("Not asked yet.");
  await compare.click();
  await window.keyboard.press("Control+1");
  await window.keyboard.press("p");
  await expect(secondReader(window)).toContainText("finds the same: 512,000 packets", { timeout: 60_000 });
  await compare.click();
  await expect(compare).toHaveText("Cancel comparing");
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, SVMAP);
  await window.keyboard.press("Control+o");
  await expect(statusLine(window)).toContainText("Read 256 packets from 1 file");
  await expect(file(window)).toContainText("svmap-0.3.3");
  await expect(secondReader(window)).toContainText("Not asked yet.");
});

test("thousands of files: only the rows seen are in the window, and each is reachable", async ({ start, folder }) => {
  const many = path.join(folder, "many");
  fs.mkdirSync(many);
  const bytes = fs.readFileSync(capturePath("formats/svmap64-le-us.pcap")).subarray(0, 24 + 16);
  for (let index = 0; index < 3_000; index += 1) {
    // A cut record header, different in each file.
    bytes.writeUInt32LE(index, 24);
    fs.writeFileSync(path.join(many, `cut-${String(index).padStart(4, "0")}.pcap`), bytes.subarray(0, 30));
  }
  const { window } = await start({ args: [many] });
  await waitForEnding(window);
  await window.keyboard.press("p");
  await expect(window.getByText("3,000 files", { exact: true })).toBeVisible();
  expect(await list(window).getByRole("row").count()).toBeLessThan(80);
  await window.keyboard.press("t");
  await window.keyboard.press("End");
  await expect(list(window).getByRole("row", { name: /cut-2999/ })).toBeVisible();
  await window.keyboard.press("Enter");
  await expect(file(window)).toContainText("cut-2999.pcap");
  expect((await ask(window, "reading.state", {})).problemCount).toBe(3_000);
});
