import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { bundlePath } from "../../core/cli/build.mjs";
import { decodePack, formatPack } from "../../core/pack/pack.ts";
import { sealingKey, sealPack } from "../../core/pack/seal.ts";
import { ask, capturePath, chooseFromMenu, expect, ROOT, SAMPLE, test, waitForEnding } from "../e2e/ringprint.ts";
import { shoot } from "./shoot.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

test("packs: what an import would do, and one that is refused", async ({ start, folder }) => {
  const pack = JSON.parse(fs.readFileSync(path.join(ROOT, "resources/packs/builtin.ringpack"), "utf8"));
  const [first, second, third, ...others] = pack.signatures;
  const file = path.join(folder, "their.ringpack");
  const signatures = [
    { ...first, tool: { id: "their/svmap", name: "Theirs" } },
    { ...second, notes: "Seen again in spring.", required: second.required.slice(1) },
    third,
    ...others.slice(0, 12),
  ];
  fs.writeFileSync(file, JSON.stringify({ ...pack, id: "their/pack", name: "Their signatures", signatures }));
  const ringprint = await start({ args: [SAMPLE] });
  const { app, window } = ringprint;
  await app.evaluate(({ dialog }, given) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [given] });
  }, file);
  await waitForEnding(window);
  await window.keyboard.press("S");
  await expect(window.getByRole("grid", { name: "Signatures" }).getByRole("row").nth(1)).toBeVisible();
  await window.keyboard.press("I");
  const dialog = window.getByRole("dialog", { name: "Import a signature pack" });
  await dialog
    .getByText(/ differences?$/)
    .first()
    .click();
  await shoot(ringprint, "pack-import");
  await window.keyboard.press("Escape");
  fs.writeFileSync(file, '{"format": "ringprint.pack"}');
  await window.keyboard.press("I");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await shoot(ringprint, "pack-import-refused");
});

test("report: what is in it, and what holds it back", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("Shift+R");
  const leaks = window.getByRole("region", { name: "What would give the telescope away" });
  await expect(leaks).toBeVisible({ timeout: 60_000 });
  await shoot(ringprint, "report-held-back");
  await leaks.getByRole("textbox").fill("for our eyes");
  await window.keyboard.press("Enter");
  await expect(window.getByRole("button", { name: "Save as HTML…" })).toBeEnabled({ timeout: 60_000 });
  await window.getByRole("button", { name: "Campaigns" }).last().click();
  await shoot(ringprint, "report");
});

test("packs: an export with its sheet, and what is missing", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("S");
  await expect(window.getByRole("grid", { name: "Signatures" }).getByRole("row").nth(1)).toBeVisible();
  await shoot(ringprint, "signatures-bar");
  await window.keyboard.press("x");
  const dialog = window.getByRole("dialog", { name: "Export signatures" });
  await expect(dialog.getByRole("region", { name: "Fidelity sheet" })).toBeVisible({ timeout: 60_000 });
  await shoot(ringprint, "pack-export");
  await dialog.getByLabel("As", { exact: true }).selectOption("suricata7");
  await expect(dialog.getByText("In this case", { exact: true })).toBeVisible({ timeout: 60_000 });
  await dialog
    .getByText(/ weakened/)
    .first()
    .click();
  await shoot(ringprint, "pack-export-rules");
  await dialog.getByLabel("Licence").fill("");
  await shoot(ringprint, "pack-export-missing");
});

test("evidence: how packets are written", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("grid", { name: "Flows" }).getByRole("row").nth(1)).toBeVisible();
  await window.keyboard.press("E");
  await window.getByRole("radio", { name: /^Others in their place/ }).check();
  await shoot(ringprint, "evidence");
});

test("packs: what installed engines find", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("S");
  await expect(window.getByRole("grid", { name: "Signatures" }).getByRole("row").nth(1)).toBeVisible();
  await window.keyboard.press("v");
  const dialog = window.getByRole("dialog", { name: "Verify with installed engines" });
  await shoot(ringprint, "verify");
  await dialog.getByRole("button", { name: /^Verify/ }).click();
  await expect(dialog.getByRole("status")).toHaveText("These are their answers.", { timeout: 120_000 });
  await shoot(ringprint, "verify-answers");
});

test("comparison of two cases", async ({ start, folder }) => {
  const other = path.join(folder, "june.ringcase");
  expect(spawnSync(process.execPath, [bundlePath, "analyse", SVMAP, "--case", other]).status).toBe(0);
  const ringprint = await start({ args: [SAMPLE] });
  const { app, window } = ringprint;
  await waitForEnding(window);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, other);
  await chooseFromMenu(app, "&Compare with another case…");
  await expect(window.getByRole("region", { name: "What differs" })).toBeVisible({ timeout: 30_000 });
  await shoot(ringprint, "comparison");
});

test("merging of cases", async ({ start, folder }) => {
  const [june, july, mine, merged] = ["june", "july", "mine", "merged"].map((name) =>
    path.join(folder, `${name}.ringcase`),
  ) as [string, string, string, string];
  const run = (...words: readonly string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [bundlePath, ...words], { encoding: "utf8" });
    expect(status).toBe(0);
    return stdout;
  };
  run("analyse", SAMPLE, "--case", mine);
  const { fingerprints } = JSON.parse(run("analyse", SVMAP, "--case", june, "--report", "-"));
  fs.copyFileSync(june, july);
  run("label", june, "--fingerprint", fingerprints[0].id, "--tool", "first name");
  run("label", july, "--fingerprint", fingerprints[0].id, "--tool", "second name");
  const ringprint = await start({ args: [mine] });
  const { app, window } = ringprint;
  await waitForEnding(window);
  await app.evaluate(
    ({ dialog }, [filePaths, filePath]) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [...filePaths] });
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    },
    [[june, SVMAP, july, mine], merged] as const,
  );
  await chooseFromMenu(app, "&Merge with other cases…");
  const dialog = window.getByRole("dialog", { name: "Merge with other cases" });
  await expect(dialog.getByRole("alert")).toBeVisible();
  await shoot(ringprint, "merge-refused");
  await window.keyboard.press("Enter");
  await expect(dialog.getByRole("status")).toBeVisible();
  await shoot(ringprint, "merge");
  await window.keyboard.press("Escape");
  await app.evaluate(({ BrowserWindow }) => {
    const progress = { stage: "copying", rows: 41, of: 100 };
    BrowserWindow.getAllWindows()[0]?.webContents.send("event:merge", progress);
  });
  await expect(window.getByRole("region", { name: "Merging cases" })).toBeVisible();
  await shoot(ringprint, "merge-progress");
  await chooseFromMenu(app, "&Merge with other cases…");
  await dialog.getByRole("button", { name: /^Leave out svmap/ }).click();
  await dialog.getByRole("button", { name: "Choose a place and merge…" }).click();
  await expect(window.getByRole("region", { name: "Merged case" })).toBeVisible();
  await shoot(ringprint, "merge-done");
});

test("packs: the keys that seal them, and a pack that a stranger sealed", async ({ start, folder }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { app, window } = ringprint;
  await app.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    },
    path.join(folder, "our.ringkey"),
  );
  await waitForEnding(window);
  await window.keyboard.press("S");
  await expect(window.getByRole("grid", { name: "Signatures" }).getByRole("row").nth(1)).toBeVisible();
  await window.keyboard.press("K");
  const dialog = window.getByRole("dialog", { name: "Keys that seal packs" });
  await shoot(ringprint, "keys-none");
  await ask(window, "keys.trust", { publicKey: "0123456789abcdef".repeat(4), name: "A colleague" });
  await dialog.getByLabel("Name").fill("Our team");
  await dialog.getByRole("button", { name: "Make a key…" }).click();
  await expect(dialog.getByRole("row", { name: /Our team/ })).toBeVisible();
  await shoot(ringprint, "keys");
  await window.keyboard.press("Escape");
  const sealed = path.join(folder, "sealed.ringpack");
  const decoded = decodePack(fs.readFileSync(path.join(ROOT, "resources/packs/builtin.ringpack"), "utf8"));
  if (!decoded.ok) throw new Error("the built-in pack is sound");
  fs.writeFileSync(sealed, formatPack(sealPack(decoded.pack, sealingKey(new Uint8Array(32).fill(9)))));
  await app.evaluate(({ dialog: native }, file) => {
    native.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
  }, sealed);
  await window.keyboard.press("I");
  await expect(window.getByText("intact, by a key you do not know", { exact: false })).toBeVisible();
  await shoot(ringprint, "pack-import-sealed");
});
