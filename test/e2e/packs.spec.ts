import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { decodePack, formatPack, type SignaturePack } from "../../core/pack/pack.ts";
import { sealingKey, sealPack } from "../../core/pack/seal.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, expect as impatient, ROOT, SAMPLE, statusLine, test, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 240_000 });

// The whole case is matched again and again.
const expect = impatient.configure({ timeout: 60_000 });

const BUILTIN = decodePack(fs.readFileSync(path.join(ROOT, "resources/packs/builtin.ringpack"), "utf8"));
if (!BUILTIN.ok) throw new Error("the built-in pack is sound");
const builtinPack = BUILTIN.pack;
const [FIRST, SECOND, THIRD] = builtinPack.signatures as [Signature, Signature, Signature];
type Signature = SignaturePack["signatures"][number];

/** What the next native dialogs answer. */
async function answerDialogs(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
}

const isInstalled = (program: string) => spawnSync(program, ["--version"]).error === undefined;

/** Shows the signatures of the sample. */
async function showSignatures(window: Page): Promise<void> {
  await waitForEnding(window);
  await window.keyboard.press("S");
  await expect(window.getByRole("grid", { name: "Signatures" }).getByRole("row").nth(1)).toBeVisible();
}

test("a pack is looked at, imported without what conflicts, told by the re-match bar, undone, and a damaged one refused", async ({
  start,
  folder,
}) => {
  const given: SignaturePack = {
    ...builtinPack,
    id: "their/pack",
    name: "Their signatures",
    packVersion: "2.0.0",
    changelog: [{ packVersion: "2.0.0", note: "seen in spring" }],
    signatures: [
      { ...FIRST, tool: { id: "their/svmap", name: "Theirs" } },
      { ...SECOND, notes: "<b>seen</b> again" },
      THIRD,
    ],
  };
  const good = path.join(folder, "their.ringpack");
  const bad = path.join(folder, "bad.ringpack");
  fs.writeFileSync(good, formatPack(sealPack(given, sealingKey(new Uint8Array(32).fill(7)))));
  fs.writeFileSync(bad, fs.readFileSync(good, "utf8").replace("seen in spring", "seen in autumn"));
  const { app, window } = await start({ args: [SAMPLE] });
  await showSignatures(window);

  await answerDialogs(app, bad);
  await window.keyboard.press("I");
  const dialog = window.getByRole("dialog", { name: "Import a signature pack" });
  await expect(dialog.getByRole("alert")).toContainText("bad.ringpack: seal: the pack is not what its seal was set to");
  await expect(dialog.getByRole("alert")).toContainText("the library is as it was");
  await window.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await answerDialogs(app, good);
  await window.keyboard.press("I");
  await expect(dialog.getByRole("status")).toContainText("3 signatures: 0 new, 1 changed, 1 identical, 1 conflicting.");
  await expect(dialog.getByText("Their signatures (their/pack 2.0.0)")).toBeVisible();
  await expect(dialog.getByRole("row", { name: /conflicts/ })).toContainText(FIRST.id);
  await expect(dialog.getByRole("button", { name: "Import" })).toBeDisabled();
  await expectAccessible(window, "the preview of an import");
  await dialog.getByRole("row", { name: SECOND.id }).getByText("1 difference").click();
  await expect(dialog.getByText("<b>seen</b> again")).toBeVisible();

  // By keyboard: what conflicts is left out, the rest is imported.
  await dialog.getByRole("checkbox", { name: `Take ${FIRST.id}`, exact: true }).press("Space");
  await expect(dialog.getByRole("status")).toContainText("1 changed, 1 identical, 0 conflicting, 1 left out.");
  await dialog.getByLabel("Reason").fill("from a colleague");
  await dialog.getByLabel("Reason").press("Enter");
  await expect(dialog).toBeHidden();
  await expect(statusLine(window)).toContainText("1 signature of their/pack 2.0.0 imported");
  await expect(window.getByRole("region", { name: "Re-match" })).toContainText(
    /1 signature changed.*would keep their names/,
  );
  const listed = async () => (await ask(window, "signatures.list", {})).signatures.find(({ id }) => id === SECOND.id);
  expect(await listed()).toMatchObject({ origin: "imported", pack: { id: "their/pack", version: "2.0.0" } });

  await window.keyboard.press("H");
  await expect(window.getByRole("dialog", { name: "History" })).toContainText(
    "importing 1 signature of their/pack 2.0.0",
  );
  await window.keyboard.press("Escape");
  await window.keyboard.press("Control+Z");
  await expect(statusLine(window)).toContainText("Undone: importing 1 signature");
  expect(await listed()).toMatchObject({ origin: "built-in" });
});

test("marked signatures leave as rules after a look at the sheet, once the telescope is released with a reason", async ({
  start,
  folder,
}) => {
  const out = path.join(folder, "week.rules");
  const { app, window } = await start({ args: [SAMPLE] });
  const { keyboard } = window;
  await showSignatures(window);
  await answerDialogs(app, out);
  await keyboard.press("t");
  await keyboard.press("Home");
  await keyboard.press("Space");
  await keyboard.press("ArrowDown");
  await keyboard.press("Space");
  await keyboard.press("x");
  const dialog = window.getByRole("dialog", { name: "Export signatures" });
  await expect(dialog.getByLabel("Export", { exact: true })).toHaveValue("marked");
  await dialog.getByLabel("As", { exact: true }).selectOption("suricata7");
  const sheet = dialog.getByRole("region", { name: "Fidelity sheet" });
  await expect(sheet.getByRole("row").nth(2)).toContainText(/\d+ kept, \d+ weakened.*\d+ hits?.*\d+ hits?/);
  await expect(dialog.getByRole("status")).toContainText("2 signatures");
  await sheet
    .getByText(/ weakened/)
    .first()
    .click();
  await expect(sheet.getByText("any address or port stands for the packet's own").first()).toBeVisible();

  // The telescope of the sample has documentation addresses, and so have examples.
  const guard = dialog.getByRole("region", { name: "Leak guard" });
  await expect(guard).toContainText(/signatures\[0\].*holds .* of the telescope as/);
  const save = dialog.getByRole("button", { name: "Save as…" });
  await expect(save).toBeDisabled();
  await expectAccessible(window, "an export with its sheet, held by the leak guard");
  await dialog.getByLabel("Licence").fill("");
  await expect(dialog.getByText("Say under which licence it may be passed on.")).toBeVisible();
  await dialog.getByLabel("Licence").fill("CC0-1.0");
  await guard.getByLabel("Release").fill("made up for documentation");
  await guard.getByLabel("Release").press("Enter");
  await expect(dialog).toBeHidden();
  await expect(statusLine(window)).toContainText("2 signatures exported as Suricata 7 rules.");
  expect(fs.readFileSync(out, "utf8").match(/^alert /gm)).toHaveLength(2);
  const { leakGuard, rules, inCase } = JSON.parse(fs.readFileSync(`${out}.fidelity.json`, "utf8"));
  expect(leakGuard).toMatchObject({ asked: true, released: "made up for documentation" });
  expect([rules.length, inCase.length]).toEqual([2, 2]);
});

test("rules are verified with the engines that are installed, others are named, and one that runs can be stopped", async ({
  start,
}) => {
  const { window } = await start({ args: [SAMPLE] });
  const { keyboard } = window;
  await showSignatures(window);
  await keyboard.press("t");
  await keyboard.press("Home");
  await keyboard.press("Space");
  await keyboard.press("v");
  const dialog = window.getByRole("dialog", { name: "Verify with installed engines" });
  await dialog.getByRole("button", { name: /^Verify/ }).click();
  await expect(dialog.getByRole("status")).toHaveText("These are their answers.");
  for (const [name, program] of [
    ["Suricata 7 rules", "suricata"],
    ["Wireshark display filters", "tshark"],
    ["YARA rules", "yara"],
  ] as const) {
    const answer = dialog.getByRole("region", { name });
    if (isInstalled(program)) await expect(answer).toContainText(/judged \d+ messages?/);
    else await expect(answer).toContainText("is not installed here");
  }
  await expectAccessible(window, "what engines find with rules");
  if (!isInstalled("tshark")) return;

  await dialog.getByLabel("Rules of").selectOption("shown");
  await dialog.getByLabel("Over").selectOption("case");
  await dialog.getByRole("button", { name: /^Verify/ }).click();
  await expect(dialog.getByRole("status")).toContainText("Asking tshark");
  // The window answers while it runs.
  await ask(window, "signatures.list", {});
  await dialog.getByRole("button", { name: "Stop" }).click();
  await expect(dialog.getByRole("region", { name: "Wireshark display filters" })).toContainText(
    "Stopped before it had an answer",
  );
  await expect(dialog.getByRole("region", { name: "YARA rules" })).toBeHidden();
});

test("a key is made, seals a pack that leaves, and that pack is known by it when it comes back; a stranger's key is trusted by name", async ({
  start,
  folder,
}) => {
  const keyFile = path.join(folder, "our.ringkey");
  const sealed = path.join(folder, "sealed.ringpack");
  const foreign = path.join(folder, "foreign.ringpack");
  const stranger = sealingKey(new Uint8Array(32).fill(9));
  fs.writeFileSync(foreign, formatPack(sealPack({ ...builtinPack, id: "their/pack" }, stranger)));
  const { app, window } = await start({ args: [SAMPLE] });
  const { keyboard } = window;
  await showSignatures(window);
  await keyboard.press("K");
  const keys = window.getByRole("dialog", { name: "Keys that seal packs" });
  await expect(keys.getByText("No key is known.", { exact: false })).toBeVisible();
  await answerDialogs(app, keyFile);
  await keys.getByLabel("Name").fill("Our team");
  await keys.getByRole("button", { name: "Make a key…" }).press("Enter");
  await expect(keys.getByRole("row", { name: /Our team/ })).toContainText("yours: packs can be sealed with it");
  const { publicKey, secretKey } = JSON.parse(fs.readFileSync(keyFile, "utf8"));
  await expect(keys.getByRole("row", { name: /Our team/ })).toContainText(publicKey.slice(0, 8));
  expect(await window.content()).not.toContain(secretKey.slice(0, 8));
  // The same file again is no place for a key.
  await keys.getByLabel("Name").fill("Another");
  await keys.getByRole("button", { name: "Make a key…" }).click();
  await expect(keys.getByRole("alert")).toContainText("a key is never written over another file");
  await expectAccessible(window, "the keys that seal packs");
  await keyboard.press("Escape");

  await keyboard.press("t");
  await keyboard.press("Home");
  await keyboard.press("Space");
  await answerDialogs(app, sealed);
  await keyboard.press("x");
  const leaving = window.getByRole("dialog", { name: "Export signatures" });
  await leaving.getByLabel("Seal").selectOption(publicKey);
  await leaving.getByLabel("Release").fill("made up for documentation");
  await leaving.getByRole("button", { name: "Save as…" }).click();
  await expect(leaving).toBeHidden();
  expect(JSON.parse(fs.readFileSync(sealed, "utf8")).seal.publicKey).toBe(publicKey);

  await keyboard.press("I");
  const coming = window.getByRole("dialog", { name: "Import a signature pack" });
  await expect(coming.getByText("intact, by Our team: your own key.", { exact: false })).toBeVisible();
  await keyboard.press("Escape");
  await answerDialogs(app, foreign);
  await keyboard.press("I");
  await expect(coming.getByText("by a key you do not know", { exact: false })).toBeVisible();
  await coming.getByLabel("Whose it is").fill("A colleague");
  await coming.getByRole("button", { name: "Trust this key" }).click();
  await expect(coming.getByText("intact, by A colleague, whose key you trust.", { exact: false })).toBeVisible();
  await keyboard.press("Escape");
  await keyboard.press("K");
  await keys
    .getByRole("row", { name: /A colleague/ })
    .getByRole("button", { name: "Forget" })
    .click();
  await expect(keys.getByRole("row", { name: /A colleague/ })).toBeHidden();
  expect(await ask(window, "keys.list", {})).toMatchObject([{ publicKey, name: "Our team", kind: "own" }]);
});
