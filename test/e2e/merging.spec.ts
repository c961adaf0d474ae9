import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { bundlePath } from "../../core/cli/build.mjs";
import { expectAccessible } from "./accessible.ts";
import {
  ask,
  capturePath,
  chooseFromMenu,
  expect,
  type Ringprint,
  runCommand,
  statusLine,
  test,
  waitForEnding,
} from "./ringprint.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");

function run(...words: readonly string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [bundlePath, ...words], { encoding: "utf8" });
  expect(status).toBe(0);
  return stdout;
}

/** What the next dialogs of the system answer: these cases, and this place; null: closed without a choice. */
async function answerNext({ app }: Ringprint, cases: readonly string[], place: string | null): Promise<void> {
  await app.evaluate(
    ({ dialog }, [filePaths, filePath]) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [...filePaths] });
      dialog.showSaveDialog = async () => ({ canceled: filePath === null, filePath: filePath ?? "" });
    },
    [cases, place] as const,
  );
}

/** Two cases with a capture of which one label differs, and the place for a third. */
function madeCases(folder: string) {
  const [june, july, merged] = ["june", "july", "merged"].map((name) => path.join(folder, `${name}.ringcase`)) as [
    string,
    string,
    string,
  ];
  const { fingerprints } = JSON.parse(run("analyse", NMAP, SVMAP, "--case", june, "--report", "-"));
  fs.copyFileSync(june, july);
  run("label", june, "--fingerprint", fingerprints[0].id, "--tool", "first name");
  run("label", july, "--fingerprint", fingerprints[0].id, "--tool", "second name");
  return { june, july, merged };
}

function parts(window: Page) {
  const dialog = window.getByRole("dialog", { name: "Merge with other cases" });
  const rows = dialog.getByRole("region", { name: "Cases to merge" }).getByRole("row");
  const mergeButton = dialog.getByRole("button", { name: "Choose a place and merge…" });
  return { dialog, rows, mergeButton };
}

test("what a merge would unite and what cannot be merged is told before, and nothing is written over", async ({
  start,
  folder,
}) => {
  const { june, july, merged } = madeCases(folder);
  const mine = path.join(folder, "mine.ringcase");
  run("analyse", SVMAP, "--case", mine);
  const before = fs.readFileSync(july);
  const ringprint = await start({ args: [mine] });
  const { window } = ringprint;
  await waitForEnding(window);

  // What cannot be merged is told with the reason, and left out.
  await answerNext(ringprint, [june, NMAP, july], null);
  await window.keyboard.press("Shift+M");
  const { dialog, rows, mergeButton } = parts(window);
  await expect(rows).toHaveCount(5);
  await expect(rows.nth(1)).toHaveText(/^This case, mine\.ringcase\s*1\s*0\s*0\s*0$/);
  await expect(rows.nth(2)).toHaveText(/^june\.ringcase\s*2\s*0\s*1\s*0\s*Leave out$/);
  await expect(rows.nth(3)).toContainText("nmap-7.93-sUsV-sip-probe.pcap is no case of Ringprint. It was not changed.");
  await expect(dialog.getByRole("alert")).toContainText("Leave out those that cannot");
  await expect(mergeButton).toBeDisabled();
  await expectAccessible(window, "cases of which one cannot be merged");
  await expect(dialog.getByRole("button", { name: /^Leave out nmap/ })).toBeFocused();
  await window.keyboard.press("Enter");
  await expect(rows).toHaveCount(4);
  await expect(dialog.getByRole("status")).toHaveText(
    "The merged case will hold 2 captures and labels on 1 fingerprint." +
      "Captures that several of the cases hold count once." +
      "To decide there, one by one: 1 fingerprint labelled differently.",
  );
  await expectAccessible(window, "cases before they are merged");

  // Without a place nothing is merged, and the choice is still there.
  await expect(mergeButton).toBeFocused();
  await window.keyboard.press("Enter");
  await expect(rows).toHaveCount(4);
  await expect(mergeButton).toBeFocused();
  expect(fs.existsSync(merged)).toBe(false);

  // Where something is, nothing is written.
  await answerNext(ringprint, [], july);
  await window.keyboard.press("Enter");
  await expect(window.getByRole("region", { name: "Not merged" })).toContainText(
    "july.ringcase is there already. It was not changed.",
  );
  await expectAccessible(window, "a merge that was refused");
  expect(fs.readFileSync(july).equals(before)).toBe(true);
  await window.getByRole("button", { name: "Merge again…" }).focus();
  await window.keyboard.press("Enter");
  await expect(mergeButton).toBeFocused();
});

test("the open case merged with others by keyboard, opened, and what differs decided", async ({ start, folder }) => {
  const { june, july, merged } = madeCases(folder);
  const before = [june, july].map((file) => fs.readFileSync(file));
  const ringprint = await start({ args: [SVMAP] });
  const { app, window } = ringprint;
  await waitForEnding(window);
  await answerNext(ringprint, [june, july], merged);
  await window.keyboard.press("Shift+M");
  const { rows, mergeButton } = parts(window);
  await expect(mergeButton).toBeFocused();
  await window.keyboard.press("Enter");
  const bar = window.getByRole("region", { name: "Merged case" });
  await expect(bar.getByRole("status")).toHaveText(
    "merged.ringcase holds 2 captures of 3 cases. To decide there, one by one: 1 fingerprint labelled differently (Label, disputed).",
  );
  await expectAccessible(window, "a merged case");
  expect([june, july].map((file) => fs.readFileSync(file).equals(before.shift() as Buffer))).toEqual([true, true]);

  // The open case is still open for writing; then the merged one takes its place.
  expect(await ask(window, "filters.set", { filters: [{ name: "a", text: "packets > 1" }] })).toEqual({});
  await runCommand(window, "open the merged case");
  await expect(bar).toBeHidden();
  await expect(statusLine(window)).toContainText("Read ", { timeout: 30_000 });
  await expect.poll(async () => (await ask(window, "reading.state", {})).caseName).toBe("merged.ringcase");
  await waitForEnding(window);
  await window.keyboard.press("Control+4");
  const disputed = window.getByRole("button", { name: /Disputed \d+$/ });
  await expect(disputed).toHaveText(/1$/);
  await disputed.focus();
  await window.keyboard.press("Enter");
  await expect(window.getByRole("region", { name: "Fingerprint in the queue" })).toContainText("first name");
  await window.keyboard.press("a");
  await expect(disputed).toHaveText(/0$/);

  // From the menu; a window that looks on is not asked.
  await answerNext(ringprint, [june], null);
  await chooseFromMenu(app, "&Merge with other cases…");
  await expect(rows).toHaveCount(3);
});

test("a merge tells how far it is, and is ended by keyboard", async ({ start }) => {
  const { app, window } = await start({ args: [SVMAP] });
  await waitForEnding(window);
  const tell = (value: unknown) =>
    app.evaluate(({ BrowserWindow }, progress) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send("event:merge", progress);
    }, value);
  await tell({ stage: "copying", rows: 1, of: 3 });
  const bar = window.getByRole("region", { name: "Merging cases" });
  await expect(bar).toContainText("Merging cases: 33 %");
  await expect(bar.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "33");
  await expectAccessible(window, "a merge under way");
  await runCommand(window, "end the merge of cases");
  await bar.getByRole("button", { name: "Cancel" }).focus();
  await window.keyboard.press("Enter");
  await tell({ stage: "none" });
  await expect(bar).toBeHidden();
});
