import path from "node:path";
import { expectAccessible } from "./accessible.ts";
import { repeatPcap } from "./pcap-packets.ts";
import { capturePath, expect, figure, SAMPLE, statusLine, test, typeBehind, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 180_000 });

test("welcome, with and without recent captures, and the palette over it", async ({ start }) => {
  const first = await start();
  await expect(first.window.getByText(/signature packs:/)).toBeVisible();
  await expectAccessible(first.window, "welcome");
  await first.window.keyboard.press("Control+k");
  await expect(first.window.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await expectAccessible(first.window, "palette");
  await first.app.close();
  const second = await start({ args: [capturePath("damaged/no-such-file.pcap")] });
  await expect(statusLine(second.window)).toContainText("Nothing was read");
  await expectAccessible(second.window, "failed");
  await second.app.close();
  const third = await start();
  await expect(third.window.getByRole("button", { name: "no-such-file.pcap" })).toBeDisabled();
  await expectAccessible(third.window, "welcome with a missing recent capture");
});

test("reading, cancelled, empty", async ({ start, folder }) => {
  const large = path.join(folder, "large.pcap");
  repeatPcap(capturePath("tools/svmap-0.3.3-options-sequential.pcap"), large, 8_000);
  const { app, window } = await start({ args: [large] });
  await expect(figure(window, "SIP requests")).toBeVisible();
  await expectAccessible(window, "reading");
  await window.getByRole("button", { name: "Cancel" }).click();
  await expect(statusLine(window)).toContainText("Cancelled ·");
  await expectAccessible(window, "cancelled");
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
  }, capturePath("damaged/header-only.pcap"));
  await window.keyboard.press("Control+o");
  await expect(window.getByRole("heading", { name: "No SIP requests in 1 capture" })).toBeVisible();
  await expectAccessible(window, "empty overview");
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("region", { name: "No flows" })).toBeVisible();
  await expectAccessible(window, "empty flows");
});

test("overview, flows, inspector, dialogs, nothing matches", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE, capturePath("damaged/cut-in-packet.pcap")] });
  await expect(statusLine(window)).toContainText(/Read [\d,]+ packets from 2 files/, { timeout: 30_000 });
  const chart = window.getByRole("img", { name: /^Chart of packets over time/ });
  await expect.poll(() => chart.locator(".bars path").count()).toBeGreaterThan(100);
  await expectAccessible(window, "overview");
  await window.getByRole("button", { name: "Show as table" }).click();
  await expectAccessible(window, "overview with the table of times");
  await window.getByRole("button", { name: "Show what and why" }).click();
  const file = window.getByRole("region", { name: "Inspected file" });
  await expect(file.getByRole("region", { name: "Problems" })).toContainText("Reading stopped here");
  await expectAccessible(window, "captures with problems");
  await window.getByRole("button", { name: "Only with problems" }).click();
  await window.getByRole("gridcell", { name: "telescope-sample.pcapng" }).click();
  await file.getByRole("button", { name: "Compare with a second reader" }).click();
  await expect(file.getByText(/Not comparable\./)).toBeVisible();
  await expectAccessible(window, "a capture that cannot be compared");

  await window.keyboard.press("Control+2");
  await expect(window.getByRole("grid", { name: "Flows" }).getByRole("row").nth(1)).toBeVisible();
  await expectAccessible(window, "flows");
  await typeBehind(window, "/", "192.0.2.81");
  await expect(window.getByText("2 of 162 flows match")).toBeVisible();
  await window.getByRole("gridcell", { name: "192.0.2.81", exact: true }).first().click();
  for (const tab of ["Match", "Fingerprint", "Messages", "Packets", "Map", "Flow"]) {
    await window.getByRole("tab", { name: tab }).click();
    await expect(window.getByRole("tabpanel", { name: tab })).toBeVisible();
    if (tab === "Match") await expect(window.getByRole("listbox", { name: "Signatures" })).toBeVisible();
    if (tab === "Map") await expect(window.getByRole("application")).toBeVisible();
    if (tab === "Fingerprint") await window.locator("button[data-gap]").first().focus();
    if (tab === "Packets") {
      const packets = window.getByRole("grid", { name: "Packets" });
      await packets.getByRole("row").nth(2).click();
      const parts = window.getByRole("listbox", { name: "Parts of the message" });
      await parts.getByRole("option").nth(2).click();
      await expectAccessible(window, "inspector, Packets as text");
      await window.keyboard.press("h");
    }
    await expectAccessible(window, `inspector, ${tab}`);
  }
  await window.getByRole("grid", { name: "Flows" }).focus();
  await window.keyboard.press("?");
  await expect(window.getByRole("dialog", { name: "Keys of this view" })).toBeVisible();
  await expectAccessible(window, "help");
  await window.keyboard.press("Escape");
  await typeBehind(window, "/", "nosuchthing");
  await expect(window.getByRole("button", { name: "Clear filter" }).first()).toBeVisible();
  await expectAccessible(window, "nothing matches");
});

test("sources: the list with marked rows and the finding of a text, and one inspected", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("s");
  await expect(window.getByText("55 sources", { exact: true })).toBeVisible();
  await window.keyboard.press("t");
  await window.keyboard.press("Space");
  await window.keyboard.press("Enter");
  await window.keyboard.press("Control+f");
  await expect(window.getByRole("grid", { name: "Packets by UTC day" })).toBeVisible();
  await expectAccessible(window, "sources");
  await window.keyboard.press("Escape");
  await typeBehind(window, "/", "packets > 200");
  await expect(window.getByRole("region", { name: "Active filter" })).toContainText("packets > 200");
  await window.keyboard.press("Control+Shift+F");
  const filters = window.getByRole("dialog", { name: "Saved filters" });
  await expect(filters.getByRole("textbox")).toBeFocused();
  await window.keyboard.type("Loud");
  await window.keyboard.press("Enter");
  await expect(filters.getByRole("button", { name: /^Loud/ })).toBeVisible();
  await expectAccessible(window, "saved filters");
  await window.keyboard.press("Escape");
  await window.keyboard.press("Control+1");
  await expect(window.getByText(/^Filtered: /)).toBeVisible();
  await expectAccessible(window, "overview of a filter");
});

test("campaigns: the list, one inspected, and the bubbles", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await window.keyboard.press("Control+6");
  await expect(window.getByText("2 campaigns", { exact: true })).toBeVisible();
  await window.keyboard.press("t");
  await window.keyboard.press("Enter");
  await expect(window.getByRole("heading", { name: "Members" })).toBeVisible();
  await expectAccessible(window, "campaigns");
  await window.keyboard.press("b");
  await expect(window.getByRole("img", { name: /^Campaigns by packets per source and rate/ })).toBeVisible();
  await expectAccessible(window, "campaigns as bubbles");
});

test("tools over time, the map and dialled numbers: drawn, and as tables", async ({ start }) => {
  const { window } = await start();
  await window.getByRole("button", { name: "Open the sample capture" }).click();
  await waitForEnding(window);
  await window.keyboard.press("Control+7");
  await expect(window.getByRole("img", { name: /^Diagram of tools over time/ })).toBeVisible();
  await expectAccessible(window, "tools over time");
  await window.keyboard.press("b");
  await expect(window.getByRole("img", { name: /^Diagram of tools over time/ })).toBeHidden();
  await expectAccessible(window, "tools over time as a table");
  await window.keyboard.press("Control+8");
  await expect(window.getByRole("img", { name: /^Map of countries/ })).toBeVisible();
  await expectAccessible(window, "the map");
  await window.keyboard.press("Control+9");
  await expect(window.getByRole("grid", { name: "Dialled numbers" })).toBeVisible();
  await expectAccessible(window, "dialled numbers");
});
