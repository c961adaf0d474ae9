import { spawnSync } from "node:child_process";
import { once } from "node:events";
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
  SAMPLE,
  statusLine,
  test,
  typeBehind,
  waitForEnding,
} from "./ringprint.ts";

const READ = "Read 29,761 packets from 1 file";

const middle = (box: { y: number; height: number } | null) => (box === null ? Number.NaN : box.y + box.height / 2);

/** The label and the flows it covers, as the engine knows them. */
async function labelledFlows(window: Page): Promise<number> {
  const query = { sort: "packets", descending: true, text: "exists label", span: null } as const;
  return (await ask(window, "flows.page", { query, offset: 0, limit: 1 })).matching;
}

test("the top unknown becomes a variant by keyboard alone: undone, done again, and there after the program was killed", async ({
  start,
  folder,
}) => {
  const file = path.join(folder, "week.ringcase");
  const { app, window, profile } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText(READ, { timeout: 30_000 });
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  const { keyboard } = window;
  await keyboard.press("Control+Shift+S");
  await expect(window.getByTitle("The case week.ringcase")).toBeVisible();
  await waitForEnding(window);

  // The top unknown, beside what it is nearest to.
  await keyboard.press("Control+3");
  await expect(window.getByRole("grid", { name: "Fingerprints" }).getByRole("row").nth(1)).toBeVisible();
  await keyboard.press("t");
  await keyboard.press("Home");
  await keyboard.press("Enter");
  await expect(window.getByRole("button", { name: "Compare with nearest" })).toBeVisible();
  await keyboard.press("n");
  await expect(window.getByText(/^Same as|^\d+ differences|differ/i).first()).toBeVisible();

  await keyboard.press("Control+4");
  const item = window.getByRole("region", { name: "Fingerprint in the queue" });
  await expect(item.getByText(/A label covers \d+ strand/)).toBeVisible();
  const covered = Number(/in (\d+) flow/.exec((await item.getByText(/A label covers/).textContent()) ?? "")?.[1]);
  await keyboard.press("n");
  const dialog = window.getByRole("dialog", { name: "Label a fingerprint" });
  await expect(dialog.getByLabel("Variant")).toBeFocused();
  await keyboard.type("telescope edition");
  for (const _ of ["family", "certainty", "reason"]) await keyboard.press("Tab");
  await keyboard.type("other user agent");
  await keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect.poll(() => labelledFlows(window)).toBe(covered);
  expect(covered).toBeGreaterThan(0);
  const [said] = await ask(window, "labels.list", {});
  expect(said?.label).toMatchObject({ variant: "telescope edition", reason: "other user agent" });

  // Every flow of it bears the new name.
  await keyboard.press("Control+2");
  await typeBehind(window, "/", "exists label");
  await keyboard.press("Escape");
  await keyboard.press("Enter");
  await expect(window.getByText(new RegExp(`^${covered} of \\d+ flows? match`))).toBeVisible();
  // It stands before the sign of the unknown, in the middle of its row.
  const cell = window.getByRole("grid", { name: "Flows" }).getByRole("row").nth(1).getByRole("gridcell").nth(1);
  await expect(cell).toHaveText(/^labelled .*unknown$/);
  const row = await cell.boundingBox();
  const chip = await cell
    .getByText(/^labelled /)
    .locator("..")
    .boundingBox();
  expect(middle(chip)).toBeCloseTo(middle(row), 0);

  await keyboard.press("Escape");
  await keyboard.press("Control+Z");
  await expect(statusLine(window)).toContainText("Undone: the label");
  await expect.poll(() => labelledFlows(window)).toBe(0);
  await keyboard.press("Control+Shift+Z");
  await expect(statusLine(window)).toContainText("Done again: the label");
  await expect.poll(() => labelledFlows(window)).toBe(covered);

  // The history has it, and is filtered by words.
  await keyboard.press("H");
  const history = window.getByRole("dialog", { name: "History" });
  await expect(history.getByRole("row")).toHaveCount(2);
  await expectAccessible(window, "the history");
  await keyboard.type("nobody did this");
  await expect(history.getByText("0 of 1 thing done")).toBeVisible();
  await keyboard.press("Escape");

  const ended = once(app.process(), "exit");
  app.process().kill("SIGKILL");
  await ended;
  const again = await start({ args: [file], profile });
  await expect(again.window.getByTitle("The case week.ringcase")).toBeVisible({ timeout: 30_000 });
  await waitForEnding(again.window);
  expect(await labelledFlows(again.window)).toBe(covered);
  expect(await ask(again.window, "labels.list", {})).toEqual([said]);
});

test("the top unknown becomes a variant by mouse: undone, done again, and there after the program was killed", async ({
  start,
  folder,
}) => {
  const file = path.join(folder, "week.ringcase");
  const { app, window, profile } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText(READ, { timeout: 30_000 });
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await chooseFromMenu(app, "Save the case &as…");
  await expect(window.getByTitle("The case week.ringcase")).toBeVisible();
  await waitForEnding(window);

  await window.getByRole("button", { name: "Fingerprints", exact: true }).click();
  await window.getByRole("grid", { name: "Fingerprints" }).getByRole("row").nth(1).click();
  const inspector = window.getByRole("region", { name: "Inspected fingerprint" });
  await expect(inspector).toContainText("unknown");
  await inspector.getByRole("button", { name: /^Compare with nearest/ }).click();
  await expect(window.getByText(/^Same as|^\d+ differences|differ/i).first()).toBeVisible();
  await window.getByRole("button", { name: "Fingerprints", exact: true }).click();
  await inspector.getByRole("button", { name: /^Label…/ }).click();
  const dialog = window.getByRole("dialog", { name: "Label a fingerprint" });
  await dialog.getByLabel("Variant").fill("telescope edition");
  await dialog.getByLabel("Certainty").selectOption("high");
  await dialog.getByLabel("Reason").fill("other user agent");
  await dialog.getByRole("button", { name: /^Give the label/ }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => labelledFlows(window)).toBeGreaterThan(0);
  const covered = await labelledFlows(window);
  const [said] = await ask(window, "labels.list", {});
  expect(said?.label).toMatchObject({ variant: "telescope edition", certainty: "high", reason: "other user agent" });

  // Every flow of it bears the new name.
  await inspector.getByRole("button", { name: /^Show its flows/ }).click();
  const flows = window.getByRole("grid", { name: "Flows" });
  await expect(
    flows
      .getByRole("row")
      .nth(1)
      .getByText(/^labelled /),
  ).toBeVisible();

  await statusLine(window).getByRole("button", { name: "history" }).click();
  const history = window.getByRole("dialog", { name: "History" });
  await history.getByRole("button", { name: "Undo", exact: true }).click();
  await expect.poll(() => labelledFlows(window)).toBe(0);
  await history.getByRole("button", { name: "Do again", exact: true }).click();
  await expect.poll(() => labelledFlows(window)).toBe(covered);
  await history.getByRole("button", { name: "Close" }).click();

  const ended = once(app.process(), "exit");
  app.process().kill("SIGKILL");
  await ended;
  const again = await start({ args: [file], profile });
  await expect(again.window.getByTitle("The case week.ringcase")).toBeVisible({ timeout: 30_000 });
  await waitForEnding(again.window);
  expect(await labelledFlows(again.window)).toBe(covered);
  expect(await ask(again.window, "labels.list", {})).toEqual([said]);
});

test("the queue by mouse: accepted, rejected, flagged, agreed with and disputed, each in its part", async ({
  start,
}) => {
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText(READ, { timeout: 30_000 });
  await window.getByRole("button", { name: "Label", exact: true }).click();
  const item = window.getByRole("region", { name: "Fingerprint in the queue" });
  const part = (name: string) => window.getByRole("button", { name: new RegExp(`${name} \\d+$`) });
  await expect(item).toBeVisible();
  await expectAccessible(window, "the queue");

  await item.getByRole("button", { name: "Accept a" }).click();
  await expect(part("Labelled")).toHaveText(/1$/);
  await item.getByRole("button", { name: "Reject x" }).click();
  await expect(part("Rejected")).toHaveText(/1$/);
  await item.getByRole("button", { name: "Flag f" }).click();
  await expect(part("Flagged")).toHaveText(/1$/);

  await part("Labelled").click();
  await expect(item.getByText(/^Accepted as like/)).toBeVisible();
  await item.getByRole("button", { name: "Dissent x" }).click();
  await expect(part("Disputed")).toHaveText(/1$/);
  await part("Disputed").click();
  await expect(item.getByText(/dissents from the label/)).toBeVisible();
  await window.keyboard.press("u");
  await expect(part("Disputed")).toHaveText(/0$/);
  await part("Labelled").click();
  await item.getByRole("button", { name: "Take away Delete" }).click();
  await expect(part("Labelled")).toHaveText(/0$/);
});

test("labels that differ in merged cases are decided one by one", async ({ start, folder }) => {
  const [mine, yours, merged] = ["mine", "yours", "merged"].map((name) => path.join(folder, `${name}.ringcase`));
  const run = (...words: (string | undefined)[]) => {
    const { status, stdout } = spawnSync(process.execPath, [bundlePath, ...words.map((word) => word ?? "")], {
      encoding: "utf8",
    });
    expect(status).toBe(0);
    return stdout;
  };
  run("analyse", capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap"), "--case", mine);
  fs.copyFileSync(mine ?? "", yours ?? "");
  const report = JSON.parse(run("analyse", "--case", mine, "--report", "-"));
  const { id } = report.fingerprints[0];
  run("label", mine, "--fingerprint", id, "--tool", "first name");
  run("label", yours, "--fingerprint", id, "--tool", "second name");
  expect(run("merge", mine, yours, "--out", merged)).toContain("Labels that differ");

  const { window } = await start({ args: [merged ?? ""] });
  await waitForEnding(window);
  await window.keyboard.press("Control+4");
  const part = (name: string) => window.getByRole("button", { name: new RegExp(`${name} \\d+$`) });
  await expect(part("Disputed")).toHaveText(/1$/);
  await part("Disputed").click();
  const item = window.getByRole("region", { name: "Fingerprint in the queue" });
  await expect(item.getByText("second name", { exact: true })).toBeVisible();
  await expect(item.getByText("first name", { exact: true })).toBeVisible();
  await window.keyboard.press("x");
  await expect(part("Disputed")).toHaveText(/0$/);
  await expect(part("Labelled")).toHaveText(/1$/);
  expect(await ask(window, "labels.list", {})).toMatchObject([{ label: { tool: "first name" }, rival: null }]);
});
