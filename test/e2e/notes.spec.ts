import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { ask, capturePath, expect, statusLine, test, typeBehind, waitForEnding } from "./ringprint.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const ZMAP = capturePath("tools/zmap-2.1.1-sip-options-template.pcap");

async function answerSave(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, filePath);
}

/** Goes to the first flow of the list and opens its packets. */
async function inspectFirstFlow(window: Page): Promise<void> {
  await expect(statusLine(window)).toContainText(/Read \d/);
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("grid", { name: "Flows" }).getByRole("row").nth(1)).toContainText(/\d/);
  await window.keyboard.press("t");
  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  await expect(window.getByRole("button", { name: "★ Bookmark b" })).toBeVisible();
}

test("notes and bookmarks by keyboard alone: written, listed, gone to, undone, and there when the case is opened again", async ({
  start,
  folder,
}) => {
  const file = path.join(folder, "noted.ringcase");
  const { app, window, profile } = await start({ args: [SVMAP] });
  await waitForEnding(window);
  await inspectFirstFlow(window);
  const notes = window.getByRole("region", { name: "Notes", exact: true });
  // Once the verdict is there, so that every command of the inspector is.
  await expect(window.getByRole("button", { name: "Compare side by side" })).toBeVisible();
  await window.keyboard.press("n");
  await expect(window.getByRole("dialog", { name: "New note" })).toBeVisible();
  await window.keyboard.press("Escape");
  await window.keyboard.press("b");
  await expect(statusLine(window)).toContainText("Bookmark on a flow of");
  await expect(notes.getByRole("listitem")).toHaveCount(1);
  const grid = window.getByRole("grid", { name: "Flows" });
  await expect(grid.getByRole("row").nth(1)).toContainText("1 bookmark");

  await window.keyboard.press("n");
  await expect(window.getByRole("dialog", { name: "New note" }).getByRole("textbox")).toBeFocused();
  await window.keyboard.type("Names its target; ask the others");
  await window.keyboard.press("Control+Enter");
  await expect(statusLine(window)).toContainText("Note on a flow of");
  await expect(notes).toContainText("Names its target; ask the others");

  // A packet, too: while one is chosen the keys mean it.
  await window.getByRole("tab", { name: "Packets" }).click();
  const packets = window.getByRole("grid", { name: "Packets" });
  await expect(packets.getByRole("row").nth(1)).toContainText("OPTIONS");
  await window.keyboard.press("l");
  for (const key of ["Home", "ArrowDown", "ArrowDown", "Enter"]) await window.keyboard.press(key);
  await expect(window.getByRole("button", { name: /Bookmark this packet/ })).toBeVisible();
  await window.keyboard.press("b");
  await expect(statusLine(window)).toContainText(/Bookmark on packet 3 of svmap/);
  await expect(packets.getByRole("row").nth(3)).toContainText("1 bookmark");

  await window.keyboard.press("Control+z");
  await expect(statusLine(window)).toContainText(/Undone: the bookmark on packet 3 of svmap/);
  await expect(packets.getByRole("row").nth(3)).not.toContainText("bookmark");
  await window.keyboard.press("Control+Shift+Z");
  await expect(statusLine(window)).toContainText(/Done again: the bookmark on packet 3/);

  // The filter finds what is noted.
  await typeBehind(window, "/", "not exists note");
  await window.keyboard.press("Enter");
  await expect(window.getByText(/None of 1 flow matches|^0 of/).first()).toBeVisible();
  await window.keyboard.press("Escape");
  await window.getByRole("button", { name: "Clear filter" }).first().click();

  // All in one place, from where one goes to each.
  await window.getByRole("tab", { name: "Match" }).click();
  await window.keyboard.press("B");
  const dialog = window.getByRole("dialog", { name: "Notes and bookmarks" });
  await expect(dialog.getByRole("listitem")).toHaveCount(3);
  await dialog.getByRole("listitem").first().getByRole("button", { name: "Show" }).click();
  await expect(window.getByRole("region", { name: /^Packet 3 of svmap/ })).toBeVisible();

  await answerSave(app, file);
  await window.keyboard.press("Control+Shift+S");
  await expect(window.getByTitle("The case noted.ringcase")).toBeVisible();
  await app.close();
  const again = await start({ args: [file], profile });
  await waitForEnding(again.window);
  await again.window.keyboard.press("B");
  await expect(again.window.getByRole("dialog").getByRole("listitem")).toHaveCount(3);
  await again.window.keyboard.press("Escape");
  await again.window.keyboard.press("Control+z");
  await expect(statusLine(again.window)).toContainText(/Undone: the bookmark on packet 3 of svmap/);
});

test("a label is shown by flows and strands at once, and Ctrl+Z takes it back", async ({ start }) => {
  const { window } = await start({ args: [SVMAP, ZMAP] });
  await waitForEnding(window);
  await inspectFirstFlow(window);
  const query = { sort: "packets", descending: true, text: "", span: null } as const;
  const { rows } = await ask(window, "flows.page", { query, offset: 0, limit: 1 });
  const { strands } = await ask(window, "flow.inspect", { flow: rows[0]?.id ?? "" });
  const fingerprint = strands[0]?.fingerprint ?? "";
  const label = { tool: "My scanner", family: null, variant: null, certainty: null, reason: null };
  expect((await ask(window, "label.set", { fingerprint, label })).said).toBe(`${fingerprint} is labelled My scanner.`);
  const grid = window.getByRole("grid", { name: "Flows" });
  await expect(grid.getByText("My scanner")).not.toHaveCount(0);
  await window.keyboard.press("Control+z");
  await expect(statusLine(window)).toContainText(`Undone: the label My scanner of ${fingerprint}`);
  await expect(grid.getByText("My scanner")).toHaveCount(0);
});

test("what is noted, the dialogs for it, and that of removing a capture can be used by everyone", async ({ start }) => {
  test.setTimeout(180_000);
  const { app, window } = await start({ args: [SVMAP, ZMAP] });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1100, 700));
  await waitForEnding(window);
  await inspectFirstFlow(window);
  await window.keyboard.press("b");
  await expect(statusLine(window)).toContainText("Bookmark on a flow of");
  await window.keyboard.press("N");
  const writing = window.getByRole("dialog", { name: "New note" });
  await expect(writing.getByRole("textbox")).toBeFocused();
  await window.keyboard.type("Known scanner\nof a university");
  await expectAccessible(window, "new note");
  await writing.getByRole("button", { name: "Save" }).click();
  await expect(statusLine(window)).toContainText("Note on the source");
  await expectAccessible(window, "noted flow");
  await window.keyboard.press("B");
  await expect(window.getByRole("dialog", { name: "Notes and bookmarks" }).getByRole("listitem")).toHaveCount(2);
  await expectAccessible(window, "notes and bookmarks");
  await window.keyboard.press("Escape");
  await window.keyboard.press("p");
  await window.keyboard.press("Delete");
  await expect(window.getByRole("dialog", { name: "Remove a capture from the case" })).toContainText("go 256 packets");
  await expectAccessible(window, "remove a capture");
});
