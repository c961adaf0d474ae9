import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { bundlePath } from "../../core/cli/build.mjs";
import { ask, capturePath, expect, ROOT, SAMPLE, statusLine, test, typeBehind } from "./ringprint.ts";

const NMAP = capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap");
const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

/** What the native dialogs give back the next time. */
async function answerDialogs(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, filePath);
}

const caseName = (window: Page, name: string) => window.getByTitle(`The case ${name}`);
const flowCount = (window: Page, text: string) => window.getByText(text, { exact: true });

test("a case by keyboard alone: saved, more captures added, closed, and opened with everything as it was left", async ({
  start,
  folder,
}) => {
  const file = path.join(folder, "week.ringcase");
  const first = await start({ args: [SAMPLE] });
  await expect(statusLine(first.window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await answerDialogs(first.app, file);
  await first.window.keyboard.press("Control+Shift+S");
  await expect(caseName(first.window, "week.ringcase")).toBeVisible();
  await expect(statusLine(first.window)).toContainText("Read 29,761 packets from 1 file");

  await answerDialogs(first.app, NMAP);
  await first.window.keyboard.press("Control+Shift+A");
  await expect(statusLine(first.window)).toContainText("from 2 files", { timeout: 30_000 });
  await first.window.keyboard.press("Control+2");
  await expect(flowCount(first.window, "162 flows")).toBeVisible();
  await typeBehind(first.window, "/", "packets > 600 and tool == ");
  await first.window.keyboard.press("ArrowDown");
  await first.window.keyboard.press("Enter");
  await first.window.keyboard.press("Escape");
  await first.window.keyboard.press("Enter");
  await first.window.keyboard.press("Escape");
  const matching = await first.window.getByText(/^\d+ of 162 flows match$/).textContent();
  await first.window.keyboard.press("t");
  await first.window.keyboard.press("ArrowDown");
  await first.window.keyboard.press("Enter");
  await expect(first.window.getByText(/^Named paper/)).toBeVisible();
  const verdict = await first.window.getByText(/^Named paper/).textContent();
  const ended = once(first.app.process(), "exit");
  await first.app.close();
  expect(await ended).toEqual([0, null]);
  // Closed, the case is one file.
  expect(fs.readdirSync(folder).filter((name) => name.startsWith("week"))).toEqual(["week.ringcase"]);

  const { window } = await start({ args: [file], profile: first.profile });
  await expect(caseName(window, "week.ringcase")).toBeVisible();
  await expect(window.getByText(matching ?? "")).toBeVisible();
  await expect(window.getByText(verdict ?? "")).toBeVisible();
});

test("saving a case that had no name keeps filter, selection and tray", async ({ start, folder }) => {
  const { app, window } = await start({ args: [SVMAP, NMAP] });
  await expect(statusLine(window)).toContainText("from 2 files", { timeout: 30_000 });
  await window.keyboard.press("Control+2");
  await typeBehind(window, "/", 'method == "OPTIONS"');
  for (const key of ["Escape", "Enter", "Escape"]) await window.keyboard.press(key);
  await window.keyboard.press("t");
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("Enter");
  await window.keyboard.press("d");
  const tray = window.getByRole("region", { name: "Compare tray" });
  await expect(tray).toBeVisible();
  const verdict = await window
    .getByText(/^Named /)
    .first()
    .textContent();
  await answerDialogs(app, path.join(folder, "kept.ringcase"));
  await window.keyboard.press("Control+Shift+S");
  await expect(caseName(window, "kept.ringcase")).toBeVisible();
  await expect(statusLine(window)).toContainText("from 2 files");
  await expect(window.getByRole("region", { name: "Active filter" })).toContainText('method == "OPTIONS"');
  await expect(window.getByText(verdict ?? "").first()).toBeVisible();
  await expect(tray).toBeVisible();
});

test("clicks on values narrow the list, and each part can be taken back and exported", async ({ start, folder }) => {
  const { app, window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+2");
  const strategy = window.getByRole("region", { name: "Strategy" });
  await strategy.getByTitle("Only this: Strategy random", { exact: true }).click();
  await expect(window.getByText("50 of 161 flows match")).toBeVisible();
  await window.getByRole("button", { name: "Not this: Method OPTIONS" }).click();
  const chips = window.getByRole("region", { name: "Active filter" });
  await expect(chips).toContainText('strategy == "random"');
  await expect(chips).toContainText('not method == "OPTIONS"');
  await window.getByRole("button", { name: 'Remove filter: not method == "OPTIONS"' }).click();
  await expect(window.getByText("50 of 161 flows match")).toBeVisible();
  await window.keyboard.press("v");
  await expect(strategy).toHaveCount(0);

  // What is shown goes into a file, and is read back.
  const file = path.join(folder, "shown.csv");
  await answerDialogs(app, file);
  await window.keyboard.press("Control+e");
  await expect.poll(() => fs.existsSync(file)).toBe(true);
  const [head, ...lines] = fs.readFileSync(file, "utf8").trim().split(/\r?\n/);
  expect(head).toContain("source");
  expect(lines).toHaveLength(50);
  const grid = window.getByRole("grid", { name: "Flows" });
  const firstSource = await grid.getByRole("row").nth(1).getByRole("gridcell").first().textContent();
  expect(lines[0]).toContain(`,${firstSource},`);
});

test("a capture is removed by keyboard, with what goes said before, and comes back", async ({ start }) => {
  const { app, window } = await start({ args: [SVMAP, NMAP] });
  await expect(statusLine(window)).toContainText("from 2 files", { timeout: 30_000 });
  const both = await ask(window, "overview.get", {});
  await window.keyboard.press("p");
  const list = window.getByRole("grid", { name: "Captures" });
  await expect(list.getByRole("row").nth(2)).toContainText("svmap");
  await window.keyboard.press("t");
  await window.keyboard.press("End");
  await window.keyboard.press("Enter");
  await window.keyboard.press("Delete");
  const dialog = window.getByRole("dialog", { name: "Remove a capture from the case" });
  await expect(dialog).toContainText("With svmap-0.3.3-options-sequential.pcap go 256 packets");
  await expect(dialog).toContainText("1 source with 1 flow that no other capture of the case holds");
  await expect(dialog).toContainText("The file itself stays where it is");
  await dialog.getByRole("button", { name: "Remove it" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(statusLine(window)).toContainText("svmap-0.3.3-options-sequential.pcap was removed from the case");
  await expect(list.getByRole("row")).toHaveCount(2);
  await answerDialogs(app, SVMAP);
  await window.keyboard.press("Control+Shift+A");
  await expect(list.getByRole("row")).toHaveCount(3);
  const again = await ask(window, "overview.get", {});
  expect({ ...again, revision: 0 }).toEqual({ ...both, revision: 0 });
});

test("what the last import brought is on the overview, and one goes from there to its flows", async ({ start }) => {
  const { app, window } = await start({ args: [SVMAP] });
  await expect(statusLine(window)).toContainText("from 1 file", { timeout: 30_000 });
  const news = window.getByRole("region", { name: "New with the last import" });
  await expect(window.getByRole("region", { name: "Overview" })).toBeVisible();
  await expect(news).toHaveCount(0);
  await answerDialogs(app, NMAP);
  await window.keyboard.press("Control+Shift+A");
  await expect(statusLine(window)).toContainText("from 2 files", { timeout: 30_000 });
  await expect(news).toContainText("1 tool, 1 fingerprint, 1 source that 1 capture before does not hold");
  await news.getByRole("button", { name: /paper\/5/ }).press("Enter");
  await expect(window.getByRole("region", { name: "Active filter" })).toContainText('tool == "paper/5"');
});

test("packets of captures without an index are not simply missing: the list says so, and how to get them", async ({
  start,
  folder,
}) => {
  const file = path.join(folder, "small.ringcase");
  spawnSync(process.execPath, [bundlePath, "analyse", SVMAP, "--case", file, "--no-index"]);
  const { window } = await start({ args: [file] });
  await expect(statusLine(window)).toContainText("from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+2");
  await expect(flowCount(window, "1 flow")).toBeVisible();
  await window.keyboard.press("t");
  for (const key of ["Home", "Enter"]) await window.keyboard.press(key);
  await window.getByRole("tab", { name: "Packets" }).click();
  const none = window.getByRole("region", { name: "No packet of this flow is in the packet index" });
  await expect(none).toContainText("svmap-0.3.3-options-sequential.pcap are not listed");
  await none.getByRole("button", { name: "Read again with the packet index" }).click();
  await expect(window.getByRole("grid", { name: "Packets" }).getByRole("row").nth(1)).toContainText("OPTIONS");
});

test("a case that was judged by other packs says what would change, and changes only when that is wanted", async ({
  start,
  folder,
}) => {
  const builtin = fs.readFileSync(path.join(ROOT, "resources/packs/builtin.ringpack"), "utf8");
  const pack = JSON.parse(builtin) as { signatures: { id: string; tool: { id: string } }[] };
  const nmap = pack.signatures.find(({ id }) => id === "paper/5");
  const own = { ...nmap, id: "own/1", tool: { ...nmap?.tool, id: "own/1" }, parent: null };
  const further = path.join(folder, "own.ringpack");
  fs.writeFileSync(further, JSON.stringify({ ...pack, id: "own", signatures: [own], withoutSignature: [] }));
  const file = path.join(folder, "judged.ringcase");
  spawnSync(process.execPath, [bundlePath, "analyse", SVMAP, NMAP, "--case", file]);
  const judged = spawnSync(process.execPath, [bundlePath, "new", file, "--pack", further], { encoding: "utf8" });
  expect([judged.status, judged.stderr]).toEqual([0, ""]);
  const { window } = await start({ args: [file] });
  const bar = window.getByRole("region", { name: "Judged by other signatures" });
  await expect(bar).toContainText("1 of 2 strands would be named otherwise: unknown → paper/5 (1 strand)", {
    timeout: 30_000,
  });
  await expect(statusLine(window)).toContainText("1 tool");
  await bar.getByRole("button", { name: "Name the tools anew" }).press("Enter");
  await expect(bar).toHaveCount(0);
  await expect(statusLine(window)).toContainText("2 tools");
});

test("killed behind a reading: the case that was left is offered, and shows what it showed", async ({
  start,
  folder,
}) => {
  const profile = path.join(folder, "profile");
  const first = await start({ args: [SVMAP], profile });
  await expect(statusLine(first.window)).toContainText("from 1 file");
  await expect(first.window.getByRole("button", { name: /svmap/ }).first()).toBeVisible();
  const ended = once(first.app.process(), "exit");
  first.app.process().kill("SIGKILL");
  await ended;
  const { window } = await start({ profile });
  const left = window.getByRole("button", { name: /^Untitled case/ });
  await left.click();
  await expect(statusLine(window)).toContainText("from 1 file", { timeout: 30_000 });
  await expect(window.getByRole("button", { name: /^paper\/1 SIPVicious svmap$/ })).toBeVisible();
});

test("what is no sound case, or is open elsewhere, is refused in a sentence, and stays as it is", async ({
  start,
  folder,
}) => {
  const capture = path.join(folder, "nmap.pcap");
  fs.copyFileSync(NMAP, capture);
  const { app, window } = await start({ args: [capture], expected: /./ });
  await expect(statusLine(window)).toContainText("from 1 file");
  const held = path.join(folder, "held.ringcase");
  await answerDialogs(app, held);
  await window.keyboard.press("Control+Shift+S");
  await expect(caseName(window, "held.ringcase")).toBeVisible();

  // Nothing is written over a capture, whatever the analyst chooses.
  for (const keys of ["Control+Shift+S", "Control+e"]) {
    await window.keyboard.press("Control+2");
    await answerDialogs(app, keys === "Control+e" ? path.join(folder, "link.csv") : capture);
    if (keys === "Control+e") fs.symlinkSync(capture, path.join(folder, "link.csv"));
    await window.keyboard.press(keys);
    await expect(statusLine(window)).toContainText(keys === "Control+e" ? "is one of the captures" : "is a capture of");
    await window.getByRole("button", { name: "dismiss" }).click();
  }
  expect(fs.readFileSync(capture).equals(fs.readFileSync(NMAP))).toBe(true);
  await expect(caseName(window, "held.ringcase")).toBeVisible();

  const damaged = path.join(folder, "damaged.ringcase");
  fs.writeFileSync(damaged, Buffer.concat([Buffer.alloc(8), Buffer.from("DUCK"), Buffer.alloc(20_000, 7)]));
  const bytes = fs.readFileSync(damaged);
  await answerDialogs(app, damaged);
  await window.keyboard.press("Control+o");
  await expect(statusLine(window)).toContainText("damaged.ringcase");
  await expect(statusLine(window)).toContainText("it was left as it is.");
  expect(fs.readFileSync(damaged).equals(bytes)).toBe(true);
  // What was open stays open.
  await expect(caseName(window, "held.ringcase")).toBeVisible();

  const other = spawn(process.execPath, [bundlePath, "analyse", "--case", held], { cwd: ROOT });
  let said = "";
  other.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(other, "exit");
  expect([code, said]).toEqual([2, expect.stringContaining("held.ringcase is open elsewhere (process ")]);
});
