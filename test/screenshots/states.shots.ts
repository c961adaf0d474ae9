import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { ask, capturePath, expect, SAMPLE, test, waitForEnding } from "../e2e/ringprint.ts";
import { FOLDER, shoot } from "./shoot.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
const WITH_RESPONSES = capturePath("tools/svwar-0.3.3-register-with-responses.pcap");

async function inspectFirstFlow(window: Page, text: string): Promise<void> {
  await window.keyboard.press("Control+2");
  if (text !== "") {
    await window.keyboard.press("/");
    await window.keyboard.type(text);
  }
  const row = window.getByRole("row").nth(1);
  await expect(row).toBeVisible();
  await window.waitForTimeout(500);
  await row.click();
  await window.waitForTimeout(800);
}

test("welcome, without and with recent captures", async ({ start }) => {
  const fresh = await start();
  await fresh.window.waitForTimeout(500);
  await shoot(fresh, "welcome");
});

test("reading", async ({ start, folder }) => {
  const one = fs.readFileSync(SVMAP);
  const large = path.join(folder, "telescope-2026-11.pcap");
  fs.writeFileSync(large, one.subarray(0, 24));
  const packets = Buffer.concat(Array.from({ length: 400 }, () => one.subarray(24)));
  for (let i = 0; i < 8; i += 1) fs.appendFileSync(large, packets);
  const ringprint = await start({ args: [large] });
  await expect.poll(async () => (await ask(ringprint.window, "overview.get", {})).packets).toBeGreaterThan(0);
  await shoot(ringprint, "reading");
  await ask(ringprint.window, "reading.cancel", {});
  await waitForEnding(ringprint.window);
  await shoot(ringprint, "cancelled");
});

test("the sample: overview, flows, inspector, nothing matches, palette, keys", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.waitForTimeout(1_500);
  await shoot(ringprint, "overview");
  await window.keyboard.press("Control+2");
  await window.waitForTimeout(500);
  await shoot(ringprint, "flows");
  await inspectFirstFlow(window, "");
  await shoot(ringprint, "inspector");
  await window.keyboard.press("Control+K");
  await window.waitForTimeout(300);
  await shoot(ringprint, "palette");
  await window.keyboard.press("Escape");
  await window.keyboard.press("?");
  await window.waitForTimeout(300);
  await shoot(ringprint, "keys");
  await window.keyboard.press("Escape");
  await window.keyboard.press("/");
  await window.keyboard.type("no such thing");
  await window.waitForTimeout(500);
  await shoot(ringprint, "nothing-matches");
});

test("sources: the list, marked rows, one inspected, nothing matches", async ({ start }) => {
  const tools = ["svmap-0.3.3-options-sequential", "nmap-7.93-sUsV-sip-probe"];
  const ringprint = await start({ args: [SAMPLE, ...tools.map((name) => capturePath(`tools/${name}.pcap`))] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("s");
  await window.waitForTimeout(500);
  await shoot(ringprint, "sources");
  await window.keyboard.press("t");
  await window.keyboard.press("Enter");
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("Shift+ArrowDown");
  await window.keyboard.press("Shift+ArrowDown");
  await window.keyboard.press("Control+f");
  await window.keyboard.type("192");
  await window.waitForTimeout(500);
  await shoot(ringprint, "sources-inspected");
  await window.keyboard.press("f");
  await window.getByRole("combobox", { name: "Filter sources" }).fill("days > 1000");
  await window.waitForTimeout(500);
  await shoot(ringprint, "sources-nothing");
});

test("the overview of a filter, and saved filters", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("/");
  await window.keyboard.type('method == "REGISTER" and packets > 20');
  await window.keyboard.press("Escape");
  await expect(window.getByText(/^Filtered: /)).toBeVisible();
  await window.waitForTimeout(1_000);
  await shoot(ringprint, "overview-filtered");
  const kept = [
    { name: "Loud registrars", text: 'method == "REGISTER" and packets > 20' },
    { name: "Of another version", text: "mood == sunny" },
  ];
  await ask(window, "filters.set", { filters: kept });
  await window.keyboard.press("Control+Shift+F");
  await window.getByRole("textbox").first().fill("a");
  await window.keyboard.press("Enter");
  await window.waitForTimeout(500);
  await shoot(ringprint, "saved-filters");
  await window.keyboard.press("Escape");
  await inspectFirstFlow(window, "");
  await shoot(ringprint, "inspector-tabs");
});

test("the map of destinations: blocks far apart, one of them, and in the middle of playing", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await inspectFirstFlow(window, "192.0.2.51");
  await window.keyboard.press("m");
  await window.waitForTimeout(500);
  await shoot(ringprint, "map");
  await window.getByRole("slider", { name: "Shown up to" }).fill("450");
  await shoot(ringprint, "map-playing");
  await window.getByRole("button", { name: "203.0.113.0/24 256 destinations" }).click();
  await window.getByText("this map", { exact: true }).click();
  await shoot(ringprint, "map-of-24");
});

test("real tools", async ({ start }) => {
  const ringprint = await start({ args: [SVMAP, WITH_RESPONSES, capturePath("tools/nmap-7.93-sUsV-sip-probe.pcap")] });
  await waitForEnding(ringprint.window);
  await ringprint.window.waitForTimeout(1_500);
  await shoot(ringprint, "real-overview");
  await inspectFirstFlow(ringprint.window, "paper/1");
  await shoot(ringprint, "real-inspector-named");
  await ringprint.window.keyboard.press("/");
  await ringprint.window.keyboard.press("Control+A");
  await ringprint.window.keyboard.type("REGISTER");
  await inspectFirstFlow(ringprint.window, "");
  await shoot(ringprint, "real-inspector-svwar");
});

test("empty, damaged and failed", async ({ start }) => {
  const none = await start({ args: [capturePath("damaged/header-only.pcap")] });
  await waitForEnding(none.window);
  await none.window.waitForTimeout(800);
  await shoot(none, "empty");
  const damaged = await start({
    args: [capturePath("damaged/cut-in-packet.pcap"), capturePath("damaged/zip-magic.pcap"), "/nowhere/missing.pcap"],
    profile: path.join(none.profile, "../damaged"),
  });
  await waitForEnding(damaged.window);
  await damaged.window.waitForTimeout(800);
  await shoot(damaged, "damaged");
  const failed = await start({
    args: [capturePath("damaged/text-not-a-capture.pcap")],
    profile: path.join(none.profile, "../failed"),
  });
  await waitForEnding(failed.window);
  await failed.window.waitForTimeout(800);
  await shoot(failed, "failed");
});

test("captures and their problems", async ({ start }) => {
  const ringprint = await start({
    args: [capturePath("damaged"), SVMAP, WITH_RESPONSES, SAMPLE, capturePath("damaged/zip-magic.pcap")],
  });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("p");
  await window.waitForTimeout(800);
  await shoot(ringprint, "captures");
  await window.keyboard.press("t");
  await window.keyboard.press("End");
  await window.keyboard.press("k");
  await window.keyboard.press("Enter");
  await window.getByRole("button", { name: "Compare with a second reader" }).click();
  await expect(window.getByText(/A second, independent reader finds the same/)).toBeVisible();
  await shoot(ringprint, "captures-compared");
  await window.getByRole("button", { name: "Only with problems" }).click();
  await window.getByRole("gridcell", { name: "pcapng-epb-interface-7.pcapng" }).click();
  await window.waitForTimeout(500);
  await shoot(ringprint, "captures-problem");
});

test("the rules of reading: as they are, with a slip, and the top line under others", async ({ start }) => {
  const ringprint = await start({ args: [SVMAP] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("Control+,");
  await shoot(ringprint, "rules");
  const dialog = window.getByRole("dialog", { name: "Rules of reading" });
  await dialog.getByRole("textbox", { name: "Telescope" }).fill("127.101.0.1/16");
  await shoot(ringprint, "rules-slip");
  await dialog.getByRole("textbox", { name: "Telescope" }).fill("127.101.0.0/16");
  await dialog.getByRole("textbox", { name: "SIP ports" }).fill("5060,5061");
  await window.keyboard.press("Enter");
  await waitForEnding(window);
  await shoot(ringprint, "rules-note");
});

test("packets of a flow, as text and as hex", async ({ start, folder }) => {
  const moved = path.join(folder, "cut.pcap");
  fs.copyFileSync(capturePath("tools/svmap-0.3.3-options-snaplen160.pcap"), moved);
  const ringprint = await start({ args: [SAMPLE, moved] });
  const { window } = ringprint;
  await waitForEnding(window);
  await inspectFirstFlow(window, "");
  await window.getByRole("tab", { name: "Packets" }).click();
  await window.waitForTimeout(500);
  await shoot(ringprint, "packets-none");
  await window.keyboard.press("l");
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("Enter");
  await window.waitForTimeout(500);
  await window.getByRole("listbox", { name: "Parts of the message" }).focus();
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("ArrowDown");
  await shoot(ringprint, "packets-text");
  await window.keyboard.press("h");
  await shoot(ringprint, "packets-hex");
  await window.keyboard.press("f");
  await window.keyboard.type("ttl < 0");
  await window.waitForTimeout(800);
  await shoot(ringprint, "packets-nothing");
  await window.keyboard.press("Escape");
  await window.keyboard.press("Escape");
  await inspectFirstFlow(window, "127.110.0.9");
  await window.keyboard.press("l");
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("Enter");
  await window.getByRole("listbox", { name: "Anomalies" }).focus();
  await window.keyboard.press("ArrowDown");
  await shoot(ringprint, "packets-anomaly");
  fs.rmSync(moved);
  await window.keyboard.press("l");
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("Enter");
  await window.waitForTimeout(500);
  await shoot(ringprint, "packets-lost");
  await window.getByRole("tab", { name: "Flow", exact: true }).click();
  await window.getByRole("heading", { name: "Sender over time" }).scrollIntoViewIfNeeded();
  await window.getByRole("img", { name: /^Chart of the IP-ID/ }).scrollIntoViewIfNeeded();
  await shoot(ringprint, "sender-plots");
});

test("the queue of labels, a label being written, and a further window", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { app, window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("Control+4");
  await expect(window.getByText(/A label covers/)).toBeVisible();
  await shoot(ringprint, "label-queue");
  await window.keyboard.press("n");
  await window.keyboard.type("telescope edition");
  await shoot(ringprint, "label-dialog");
  await window.keyboard.press("Enter");
  await expect(window.getByRole("button", { name: "Labelled 1" })).toBeVisible();
  await window.getByRole("button", { name: "Labelled 1" }).click();
  await shoot(ringprint, "label-given");
  await window.getByRole("button", { name: /^Waiting/ }).click();
  await window.keyboard.press("f");
  await expect(window.getByRole("button", { name: "Flagged 1" })).toBeVisible();
  await window.keyboard.press("u");
  await expect(window.getByRole("button", { name: "Flagged 0" })).toBeVisible();
  await window.keyboard.press("H");
  await expect(window.getByRole("dialog", { name: "History" }).getByText(/^undone/)).toBeVisible();
  await shoot(ringprint, "history");
  await window.keyboard.press("Escape");
  await window.keyboard.press("Control+3");
  const named = window.getByRole("grid", { name: "Fingerprints" }).getByText("opt12_f85089c180ca").first();
  await named.click();
  await window.waitForTimeout(800);
  await window.keyboard.press("l");
  await expect(window.getByText(/Signatures name all of these already/)).toBeVisible();
  await shoot(ringprint, "label-preview");
  await window.keyboard.press("Escape");
  await window.keyboard.press("Control+2");
  await shoot(ringprint, "flows-labelled");
  const opened = app.waitForEvent("window");
  await window.keyboard.press("Control+Shift+N");
  const further = await opened;
  await further.waitForTimeout(1500);
  await further.screenshot({ path: path.join(FOLDER, "further-window.png") });
});
test("fingerprints, and the diff of two, of four and of nothing", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("Control+d");
  await shoot(ringprint, "diff-of-nothing");
  await window.keyboard.press("Control+3");
  await expect(window.getByRole("grid", { name: "Fingerprints" }).getByRole("row").nth(1)).toContainText("unknown");
  await window.keyboard.press("t");
  await window.keyboard.press("Home");
  for (const key of ["Enter", "d", "ArrowDown", "d", "ArrowDown", "ArrowDown", "d"]) await window.keyboard.press(key);
  await shoot(ringprint, "fingerprints");
  await window.keyboard.press("n");
  await window.waitForTimeout(800);
  await shoot(ringprint, "diff-of-two");
  const field = window.getByRole("textbox", { name: "Compare" });
  await field.fill("opt12_2336d | opt12_9cd5c | paper/1 | telescope-sample.pcapng#100");
  await field.press("Enter");
  await window.waitForTimeout(800);
  await shoot(ringprint, "diff-of-four");
  await window.keyboard.press("[");
  await shoot(ringprint, "diff-of-four-order");
});

test("signatures: the library, the editor of a proposal, and what a re-match would change", async ({ start }) => {
  const ringprint = await start({ args: [SAMPLE] });
  const { window } = ringprint;
  await waitForEnding(window);
  await window.keyboard.press("S");
  await expect(window.getByRole("grid", { name: "Signatures" }).getByRole("row").nth(1)).toBeVisible();
  await window.keyboard.press("t");
  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  await window.waitForTimeout(800);
  await shoot(ringprint, "signatures-library");
  await window.keyboard.press("Control+3");
  await window.getByRole("grid", { name: "Fingerprints" }).getByText("opt12_2336d470ef22").first().click();
  await expect(window.getByRole("button", { name: /^Signature…/ })).toBeVisible();
  await window.keyboard.press("g");
  await window.getByLabel("Tool", { exact: true }).fill("Voip probe");
  await shoot(ringprint, "signatures-propose");
  await window.getByRole("button", { name: "Propose" }).click();
  const tried = window.getByRole("region", { name: "What it would do" });
  await expect(tried.getByText(/It names 3/)).toBeVisible({ timeout: 60_000 });
  await shoot(ringprint, "signatures-editor");
  await window.getByLabel("from is").selectOption("absent");
  await expect(tried.getByText(/misses 3/)).toBeVisible({ timeout: 60_000 });
  await shoot(ringprint, "signatures-editor-misses");
  await window.getByLabel("from is").selectOption("known");
  await window.getByRole("button", { name: "Add a header order" }).click();
  await window.keyboard.type("via, from, via");
  await window.getByRole("button", { name: "Add a negative example" }).click();
  await window.keyboard.insertText("OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1\nUser-Agent: nobody\n\n");
  await expect(tried.getByText(/via stands there twice/)).toBeVisible();
  await shoot(ringprint, "signatures-editor-by-hand");
  await window.getByRole("button", { name: "Drop" }).last().click();
  await expect(window.getByText("✓ Negative, and not matched by this signature.")).toHaveCount(5);
  await window.getByRole("button", { name: "Use documentation addresses" }).scrollIntoViewIfNeeded();
  await shoot(ringprint, "signatures-editor-examples");
  await window.getByRole("button", { name: "Take away" }).last().click();
  await window.getByLabel("Pattern of from").fill('"probe" <sip:100@1.1.1.1>{*:any}');
  await window.getByLabel("from is").selectOption("required");
  await expect(tried.getByText(/It names 3/)).toBeVisible({ timeout: 60_000 });
  await window.getByRole("button", { name: "Save in the case" }).click();
  await expect(window.getByRole("button", { name: "Re-match the case" })).toBeVisible({ timeout: 60_000 });
  await shoot(ringprint, "signatures-rematch");
});
