import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { ask, expect as impatient, SAMPLE, statusLine, test, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 240_000 });

// The whole case is matched again and again.
const expect = impatient.configure({ timeout: 60_000 });

const READ = "Read 29,761 packets from 1 file";
/** In the sample: an edited SIPVicious of three flows, which no built-in signature names. */
const EDITED = "sipfp1:opt12_2336d470ef22_3dde56b8";

const editor = (window: Page) => window.getByRole("region", { name: "Signature editor" });
const trial = (window: Page) => window.getByRole("region", { name: "What it would do" });
const rematch = (window: Page) => window.getByRole("region", { name: "Re-match" });

/** Flows of a tool, as the engine knows them. */
async function flowsOf(window: Page, tool: string): Promise<number> {
  const query = { sort: "packets", descending: true, text: `tool == "${tool}"`, span: null } as const;
  return (await ask(window, "flows.page", { query, offset: 0, limit: 1 })).matching;
}

test("a signature is made of an unknown, edited with what it would do beside it, saved, and put to use; undone, done again, and there when the case is opened again", async ({
  start,
  folder,
}) => {
  const file = path.join(folder, "week.ringcase");
  const { app, window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText(READ, { timeout: 60_000 });
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  const { keyboard } = window;
  await keyboard.press("Control+Shift+S");
  await expect(window.getByTitle("The case week.ringcase")).toBeVisible();
  await waitForEnding(window);

  // The library lists what is built in, with what it claims.
  await keyboard.press("S");
  const list = window.getByRole("grid", { name: "Signatures" });
  await expect(list.getByRole("row").nth(1)).toBeVisible();
  const { signatures } = await ask(window, "signatures.list", {});
  const most = [...signatures].sort((a, b) => (b.coverage?.packets ?? 0) - (a.coverage?.packets ?? 0))[0];
  await expect(list.getByRole("row").nth(1)).toContainText(most?.id ?? "");
  await keyboard.press("t");
  await keyboard.press("Home");
  await keyboard.press("Enter");
  const inspector = window.getByRole("region", { name: "Inspected signature" });
  await expect(inspector.getByText(/^It names \d+ strands? in/)).toBeVisible();
  await expect(inspector.getByText("nobody changed it in this case")).toBeVisible();
  await expectAccessible(window, "the signature library");

  // From an unknown to a signature.
  await keyboard.press("Control+3");
  await window.getByRole("grid", { name: "Fingerprints" }).getByText(EDITED.replace("sipfp1:", "")).first().click();
  await window.getByRole("button", { name: /^Signature…/ }).click();
  const dialog = window.getByRole("dialog", { name: "From fingerprint to signature" });
  await dialog.getByLabel("Tool", { exact: true }).fill("Voip probe");
  await expect(dialog.getByLabel("Tool id")).toHaveValue("own/voip-probe");
  await dialog.getByRole("button", { name: "Propose" }).click();
  await expect(editor(window).getByRole("heading", { name: "New signature" })).toBeVisible({ timeout: 60_000 });
  await expect(dialog).toBeHidden();
  await expect(trial(window).getByText("It names 3", { exact: false })).toBeVisible({ timeout: 60_000 });
  await expect(
    editor(window)
      .getByText(/keeps out \d+/)
      .first(),
  ).toBeVisible();
  await expectAccessible(window, "the editor of signatures");

  // One key that its messages lack, and it names none: the preview says so, and it is not saved.
  await editor(window).getByLabel("Further key").fill("subject");
  await editor(window).getByRole("button", { name: "Add the key" }).click();
  await editor(window).getByLabel("subject is").selectOption("required");
  await expect(trial(window).getByText("It names 0", { exact: false })).toBeVisible({ timeout: 60_000 });
  await expect(trial(window).getByText("misses 3 it is meant for", { exact: false })).toBeVisible();
  await editor(window).getByRole("button", { name: "Save in the case" }).click();
  await expect(statusLine(window)).toContainText("positive example 1");
  await editor(window).getByLabel("Pattern of subject").fill("{12:nothing}");
  await expect(trial(window).getByText("It cannot be tried as it is")).toBeVisible({ timeout: 60_000 });
  await editor(window)
    .getByRole("row", { name: /subject/ })
    .getByRole("button", { name: "Drop" })
    .click();
  await expect(trial(window).getByText("It names 3", { exact: false })).toBeVisible({ timeout: 60_000 });
  await editor(window).getByLabel("Reason").fill("seen in three flows");
  await editor(window).getByRole("button", { name: "Save in the case" }).click();

  // What would change is told before it does.
  await expect(
    rematch(window).getByText(/^1 signature changed.*3 of \d+ strands would be named otherwise/),
  ).toBeVisible({
    timeout: 60_000,
  });
  expect(await flowsOf(window, "own/voip-probe")).toBe(0);
  await rematch(window).getByRole("button", { name: "Re-match the case" }).click();
  await expect(rematch(window)).toBeHidden({ timeout: 60_000 });
  await waitForEnding(window);
  expect(await flowsOf(window, "own/voip-probe")).toBe(3);
  await expect(inspector.getByText(/written by/)).toBeVisible();

  // Every flow of it bears the name.
  await inspector.getByRole("button", { name: /^Show its flows/ }).click();
  await expect(window.getByText(/^3 of \d+ flows match/)).toBeVisible();
  await expect(window.getByRole("grid", { name: "Flows" }).getByRole("row").nth(1)).toContainText("own/voip-probe");

  await keyboard.press("Control+Z");
  await expect(statusLine(window)).toContainText("Undone: the re-match");
  await expect.poll(() => flowsOf(window, "own/voip-probe"), { timeout: 60_000 }).toBe(0);
  await waitForEnding(window);
  await keyboard.press("Control+Shift+Z");
  await expect(statusLine(window)).toContainText("Done again: the re-match");
  await expect.poll(() => flowsOf(window, "own/voip-probe"), { timeout: 60_000 }).toBe(3);
  await waitForEnding(window);

  // Killed, it is all there.
  const gone = new Promise((resolve) => app.process().once("exit", resolve));
  app.process().kill("SIGKILL");
  await gone;
  expect(fs.existsSync(file)).toBe(true);
  const again = await start({ args: [file], profile: path.join(folder, "again") });
  await expect(again.window.getByTitle("The case week.ringcase")).toBeVisible({ timeout: 60_000 });
  await waitForEnding(again.window);
  expect(await flowsOf(again.window, "own/voip-probe")).toBe(3);
  const inspected = await ask(again.window, "signature.inspect", { signature: "own/voip-probe" });
  expect(inspected.history).toMatchObject([{ kind: "new", reason: "seen in three flows", applied: true }]);
});

test("header orders and examples are written by hand and by keyboard, with what is wrong beside each", async ({
  start,
}) => {
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText(READ, { timeout: 60_000 });
  await waitForEnding(window);
  const { keyboard } = window;
  await keyboard.press("S");
  await window.getByRole("grid", { name: "Signatures" }).getByText("paper/21", { exact: true }).click();
  await keyboard.press("e");
  const form = editor(window);
  await expect(form.getByRole("heading", { name: "paper/21" })).toBeVisible();
  const before = (await ask(window, "signature.inspect", { signature: "paper/21" })).definition;
  expect([before.examples.positive.length, before.examples.negative.length]).toEqual([2, 2]);
  await expect(form.getByText("✓ Positive, and named by this signature alone.")).toHaveCount(2);
  await expect(form.getByText("✓ Negative, and not matched by this signature.")).toHaveCount(2);

  // An order: what no message has is said below it.
  const place = before.headerOrders.length + 1;
  await form.getByRole("button", { name: "Add a header order" }).focus();
  await keyboard.press("Enter");
  const order = form.getByRole("textbox", { name: `Header order ${place}`, exact: true });
  await expect(order).toBeFocused();
  await keyboard.type("via, from, Via");
  await expect(form.getByText("via stands there twice: the second via is via#2")).toBeVisible();
  await expect(order).toHaveAttribute("aria-invalid", "true");
  await expect(trial(window).getByText(`header order ${place}`)).toBeVisible();
  await expectAccessible(window, "the editor of signatures with a fault in an order");
  for (let i = 0; i < 5; i += 1) await keyboard.press("Backspace");
  await keyboard.type(", to,");
  await expect(order).toHaveAttribute("aria-invalid", "false");
  await expect(order).toHaveValue("via, from, to,");

  // A message that the signature does not name keeps it from being saved; as a negative example it is welcome.
  const message = "OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1\nUser-Agent: nobody \u00fc\n\n";
  await form.getByRole("button", { name: "Add a positive example" }).focus();
  await keyboard.press("Enter");
  await expect(form.getByRole("textbox", { name: "Message of positive example 3" })).toBeFocused();
  await expect(form.getByText("▲ No SIP request: it takes a request line")).toBeVisible();
  await keyboard.insertText(message);
  await expect(form.getByText("▲ Positive, but not named by this signature.")).toBeVisible();
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.type("x");
  await expect(form.getByText("▲ no port: it takes a number from 0 to 65535")).toBeVisible();
  await expectAccessible(window, "the editor of signatures with an example");
  await keyboard.press("Control+a");
  await keyboard.type("5060");
  await expect(form.getByText("▲ Positive, but not named by this signature.")).toBeVisible();
  await form.getByRole("button", { name: "Save in the case" }).click();
  await expect(statusLine(window)).toContainText("positive example 3");
  await form.getByRole("button", { name: "Take away" }).nth(2).focus();
  await keyboard.press("Enter");
  await expect(form.getByRole("button", { name: "Add a positive example" })).toBeFocused();
  await form.getByRole("button", { name: "Add a negative example" }).focus();
  await keyboard.press("Enter");
  await keyboard.insertText(message);
  await expect(form.getByText("✓ Negative, and not matched by this signature.")).toHaveCount(3);
  await form.getByRole("button", { name: "Save in the case" }).click();
  await expect(statusLine(window)).toContainText("The signature paper/21 is saved");
  const after = (await ask(window, "signature.inspect", { signature: "paper/21" })).definition;
  expect(after.headerOrders).toEqual([...before.headerOrders, { name: "order-1", keys: ["via", "from", "to"] }]);
  expect(after.examples.positive).toEqual(before.examples.positive);
  expect(after.examples.negative).toEqual([
    ...before.examples.negative,
    {
      message: ["OPTIONS sip:a@b SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.1", "User-Agent: nobody \u00c3\u00bc", "", ""],
      lineEnd: "crlf",
      source: "192.0.2.1",
      sourcePort: 5060,
      destination: "198.51.100.1",
      destinationPort: 5060,
    },
  ]);
});
