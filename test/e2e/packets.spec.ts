import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { readPcapPackets } from "./pcap-packets.ts";
import { ask, capturePath, expect, SAMPLE, statusLine, test, typeBehind, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const GZIP = capturePath("formats/svmap64-le-us.pcap.gz");
/** Ethernet, IPv4 without options, UDP: what is before the payload in every packet of these captures. */
const BEFORE_PAYLOAD = 14 + 20 + 8;

const inspector = (window: Page) => window.getByRole("complementary", { name: "Inspector" });
const grid = (window: Page) => inspector(window).getByRole("grid", { name: "Packets" });
const parts = (window: Page) => inspector(window).getByRole("listbox", { name: "Parts of the message" });

/** Opens the packets of the one flow of a capture, by keyboard. */
async function openPackets(window: Page): Promise<void> {
  await waitForEnding(window);
  await window.keyboard.press("Control+2");
  await expect(window.getByText("1 flow", { exact: true })).toBeVisible();
  await window.keyboard.press("j");
  await window.keyboard.press("Enter");
  await expect(inspector(window).getByRole("tab", { name: "Match" })).toBeVisible();
  await window.keyboard.press("i");
  for (let step = 0; step < 3; step += 1) await window.keyboard.press("ArrowRight");
  await expect(inspector(window).getByRole("tab", { name: "Packets" })).toBeFocused();
  await expect(grid(window)).toBeVisible();
}

test("packets are listed, found by number, and shown to the byte, by keyboard alone", async ({ start }) => {
  const packets = readPcapPackets(SVMAP);
  const { window } = await start({ args: [SVMAP] });
  await openPackets(window);
  await expect(inspector(window).getByText("256 packets", { exact: true })).toBeVisible();
  await typeBehind(window, "g", "200");
  await window.keyboard.press("Enter");
  await expect(grid(window)).toBeFocused();
  await expect(grid(window).getByRole("row", { selected: true })).toContainText("200");
  const payload = packets[199]?.subarray(BEFORE_PAYLOAD).toString("latin1") ?? "";
  const [startLine = ""] = payload.split("\r\n");
  await expect(parts(window).getByRole("option").first()).toContainText(startLine);
  await expect(inspector(window).getByText("Packet 200 of svmap-0.3.3-options-sequential.pcap")).toBeVisible();

  // A field marks its bytes in the text and in hex.
  await parts(window).focus();
  await window.keyboard.press("End");
  await window.keyboard.press("ArrowUp");
  const chosen = parts(window).getByRole("option", { selected: true });
  const offset = Number(await chosen.locator("span span").first().textContent());
  const name = /^[^:]+/.exec(payload.slice(offset))?.[0] ?? "";
  await expect(chosen).toContainText(name);
  const status = inspector(window).getByText(/^Byte \d+/);
  await expect(status).toHaveText(
    `Byte ${offset} (0x${offset.toString(16)}) is 0x${payload.charCodeAt(offset).toString(16)}, in ${name}`,
  );
  await window.keyboard.press("h");
  const bytes = inspector(window).getByRole("region", { name: /^Bytes of the SIP message of packet 200/ });
  await expect(bytes.locator(`[data-byte="${offset}"]`).first()).toHaveText(
    payload.charCodeAt(offset).toString(16).padStart(2, "0"),
  );
  // A byte marks its field: the first byte of all is in the start line.
  await bytes.focus();
  await window.keyboard.press("Control+Home");
  await expect(parts(window).getByRole("option", { selected: true })).toContainText("start line");
  await window.keyboard.press("ArrowRight");
  await expect(status).toContainText(`Byte 1 (0x1) is 0x${payload.charCodeAt(1).toString(16)}`);

  // The whole packet begins at its link layer.
  await inspector(window).getByText("Whole packet", { exact: true }).click();
  const whole = inspector(window).getByRole("region", { name: /^Bytes of the whole packet of packet 200/ });
  await whole.focus();
  await window.keyboard.press("Control+Home");
  await expect(whole.locator('[data-byte="0"]').first()).toHaveText(
    (packets[199]?.[0] ?? 0).toString(16).padStart(2, "0"),
  );
  await expect(inspector(window).getByText(`${BEFORE_PAYLOAD} bytes before the SIP message`)).toBeVisible();

  await typeBehind(window, "g", "257");
  await window.keyboard.press("Enter");
  await expect(inspector(window).getByText("No packet 257 among these")).toBeVisible();
});

test("packets are filtered in the filter language, and the way back is offered", async ({ start }) => {
  const { window } = await start({ args: [SVMAP] });
  await openPackets(window);
  await typeBehind(window, "f", "number <= 10");
  await expect(inspector(window).getByText("10 of 256 packets match")).toBeVisible();
  await window.keyboard.type(" and number > 20");
  await expect(inspector(window).getByRole("heading", { name: "None of 256 packets matches" })).toBeVisible();
  await inspector(window).getByRole("button", { name: "Clear filter" }).click();
  await expect(inspector(window).getByText("256 packets", { exact: true })).toBeVisible();
});

test("a compressed capture shows the same bytes as the plain one", async ({ start }) => {
  const packets = readPcapPackets(capturePath("formats/svmap64-le-us.pcap"));
  const { window } = await start({ args: [GZIP] });
  await openPackets(window);
  await typeBehind(window, "g", "7");
  await window.keyboard.press("Enter");
  await expect(parts(window)).toBeVisible();
  const capture = (await ask(window, "captures.page", { query: ANY, offset: 0, limit: 1 })).rows[0]?.id ?? "";
  const read = await ask(window, "packet.read", { capture, number: 7 });
  expect(read.kind === "packet" && read.packet.payload).toBe(packets[6]?.subarray(BEFORE_PAYLOAD).toString("latin1"));
  await expect(inspector(window).getByText("Whole packet", { exact: true })).toHaveCount(0);
});

const ANY = { sort: "state", descending: false, problemsOnly: false } as const;

test("a capture that moved is asked for, and taken only if it is the same", async ({ start, folder }) => {
  const moved = path.join(folder, "here.pcap");
  fs.copyFileSync(SVMAP, moved);
  const { app, window } = await start({ args: [moved] });
  await openPackets(window);
  const there = path.join(folder, "there.pcap");
  fs.renameSync(moved, there);
  await typeBehind(window, "g", "3");
  await window.keyboard.press("Enter");
  await expect(inspector(window).getByText("here.pcap is no longer where it was.")).toBeVisible();
  const choose = async (file: string) => {
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, file);
    await inspector(window).getByRole("button", { name: "Choose the capture…" }).click();
  };
  await choose(capturePath("formats/svmap64-le-us.pcap"));
  await expect(window.getByText("is another file: its SHA-256 is not that")).toBeVisible();
  await choose(there);
  await expect(parts(window)).toBeVisible();
});

test("the sample's packets: as many as the flow has, all or of one strand alone, and the sender over time", async ({
  start,
}) => {
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 60_000 });
  await waitForEnding(window);
  const bySize = { sort: "packets", descending: true, text: "", span: null } as const;
  const flows = await ask(window, "flows.page", { query: bySize, offset: 0, limit: 500 });
  let divided: { readonly source: string; readonly strand: number; readonly flow: number } | null = null;
  for (const { id, source, packets } of flows.rows) {
    const query = { flow: id, strand: null, text: "", sort: "time", descending: false } as const;
    const page = await ask(window, "packets.page", { query, offset: 0, limit: 1 });
    expect(page).toMatchObject({ kind: "page", matching: packets, total: packets });
    const { strands } = await ask(window, "flow.inspect", { flow: id });
    const isOnly = flows.rows.filter((row) => row.source === source).length === 1;
    if (isOnly && strands.length > 1) {
      divided ??= { source, strand: Math.max(...strands.map((strand) => strand.packets)), flow: packets };
    }
  }
  if (divided === null) throw new Error("the sample has a flow of several strands");
  await window.keyboard.press("Control+2");
  await typeBehind(window, "/", divided.source);
  await window.getByRole("gridcell", { name: divided.source, exact: true }).first().click();
  await inspector(window).getByRole("tab", { name: "Packets" }).click();
  const panel = inspector(window).getByRole("tabpanel", { name: "Packets" });
  await expect(panel.getByText(`${divided.flow} packets`, { exact: true })).toBeVisible();
  await inspector(window).getByRole("button", { name: "Only this strand" }).click();
  await expect(panel.getByText(`${divided.strand} packets`, { exact: true })).toBeVisible();

  await inspector(window).getByRole("tab", { name: "Flow", exact: true }).click();
  for (const measure of ["Source port", "TTL", "IP-ID"]) {
    const chart = inspector(window).getByRole("img", { name: new RegExp(`^Chart of the ${measure} over time: \\d+`) });
    await expect.poll(() => chart.locator(".points path").count()).toBeGreaterThan(0);
  }
  await inspector(window).getByRole("button", { name: "Sender as table" }).click();
  const table = inspector(window).getByRole("region", { name: "Sender over time as a table" });
  const counts = await table.locator("tbody td:nth-child(2)").allTextContents();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(divided.flow);
});
