import fs from "node:fs";
import path from "node:path";
import type { ElectronApplication, Locator, Page } from "@playwright/test";
import { RAW_IP, writePcap } from "../generator/capture-writer.ts";
import { udpPacket } from "../generator/packet-frames.ts";
import { expectAccessible } from "./accessible.ts";
import { readPcapPackets } from "./pcap-packets.ts";
import { reportOf } from "./report.ts";
import { capturePath, expect, SAMPLE, statusLine, test, typeBehind } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");
/** Ethernet, IPv4 without options, UDP: what is before the payload in every packet of that capture. */
const BEFORE_PAYLOAD = 14 + 20 + 8;

const inspector = (window: Page) => window.getByRole("complementary", { name: "Inspector" });
const clipboard = (app: ElectronApplication) => app.evaluate((electron) => electron.clipboard.readText());

/** The bytes of a hex dump, page by page. */
async function shownHex(bytes: Locator): Promise<string> {
  const lines = new Map<string, string>();
  // Only lines near those seen exist, and they change under way: each look takes all of them at once.
  for (const key of ["Home", ...new Array<string>(8).fill("PageDown"), "End"]) {
    await bytes.press(key);
    const seen = await bytes.evaluate((region) =>
      Array.from(region.querySelectorAll("div[dir=ltr]"), (line) =>
        Array.from(line.querySelectorAll(":scope > span"), (span) => span.textContent ?? ""),
      ),
    );
    for (const [offset = "", hex = ""] of seen) lines.set(offset, hex.replaceAll(/\s/g, ""));
  }
  return [...lines]
    .sort(([a], [b]) => Number.parseInt(a, 16) - Number.parseInt(b, 16))
    .map(([, hex]) => hex)
    .join("");
}

/** Opens the svmap capture and inspects its one flow, by keyboard. */
async function inspectSvmap(window: Page): Promise<void> {
  await expect(statusLine(window)).toContainText("Read 256 packets from 1 file");
  await window.keyboard.press("Control+2");
  await expect(window.getByText("1 flow", { exact: true })).toBeVisible();
  await window.keyboard.press("j");
  await window.keyboard.press("Enter");
  await expect(inspector(window).getByRole("heading", { name: "127.110.0.1", exact: true })).toBeVisible();
}

test("svmap is named in a sentence, and every field of its signature is explained", async ({ start }) => {
  const [strand] = reportOf(SVMAP).strands;
  const explained = strand?.explanation ?? [];
  const { window } = await start({ args: [SVMAP] });
  await inspectSvmap(window);
  const required = explained.filter((field) => field.required).length;
  await expect(
    inspector(window).getByText(`Named paper/1 SIPVicious svmap: all ${required} required fields fit.`),
  ).toBeVisible();
  const rows = inspector(window).getByRole("tabpanel", { name: "Match" }).getByRole("row");
  await expect(rows).toHaveCount(explained.length + 1);
  for (const { key, required: isRequired, expected, observed } of explained) {
    if (key.startsWith(":")) continue;
    const row = rows.filter({
      has: window.getByRole("rowheader", { name: new RegExp(`^${key} ?(required|optional)`) }),
    });
    await expect(row).toContainText(isRequired ? "required" : "optional");
    await expect(row.getByRole("cell").first()).toContainText("fits");
    await expect(row.getByRole("cell").last()).toHaveText(`${expected ?? "any value"}${observed ?? "nothing"}`);
  }
  for (const words of ["method", "request URI", "header order"]) {
    await expect(rows.filter({ has: window.getByRole("rowheader", { name: words }) })).toHaveCount(1);
  }
});

test("edited tools are not named, but laid beside what they are like", async ({ start }) => {
  const { strands } = reportOf(SAMPLE);
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  for (const [source, like] of [
    ["192.0.2.81", "paper/1"],
    ["192.0.2.83", "paper/10"],
    ["192.0.2.84", "paper/5"],
  ] as const) {
    const strand = strands.find(({ flow, verdict }) => flow.startsWith(`${source}@`) && verdict === "near");
    const [nearest] = strand?.near ?? [];
    expect(nearest?.signature).toBe(like);
    await window.keyboard.press("Control+2");
    await typeBehind(window, "/", source);
    await window
      .getByRole("row")
      .filter({ has: window.getByRole("gridcell", { name: source, exact: true }) })
      .first()
      .click();
    await expect(inspector(window).getByRole("heading", { name: source, exact: true })).toBeVisible();
    const verdict = inspector(window).getByText(/^Not named: /);
    await expect(verdict).toContainText(`${like} `);
    await expect(verdict).toContainText((nearest?.score ?? 0).toFixed(2));
    await expect(inspector(window).getByText("Being like a tool is no identification.")).toBeVisible();
    const signatures = inspector(window).getByRole("listbox", { name: "Signatures" });
    await expect(signatures.getByRole("option")).toHaveCount(strand?.near.length ?? 0);
    await expect(signatures.getByRole("option", { selected: true })).toContainText(`${like} `);
    for (const { key, outcome } of strand?.explanation ?? []) {
      const words = { ":order": "header order", ":method": "method", ":uri": "request URI" }[key] ?? key;
      const row = inspector(window)
        .getByRole("row")
        .filter({ has: window.getByRole("rowheader", { name: new RegExp(`^${words} ?(required|optional)`) }) });
      const result = row.getByRole("cell").first();
      if (outcome === "matched") await expect(result).toHaveText("✓fits");
      else await expect(result).not.toHaveText("✓fits");
    }
    const differs = (nearest?.differs ?? []).map((key) => (key === ":order" ? "header order" : key));
    for (const key of differs) await expect(inspector(window).getByText(/required fields? fit;/)).toContainText(key);
    // The next candidate by keyboard.
    await signatures.focus();
    await window.keyboard.press("ArrowDown");
    await expect(inspector(window).getByText(`Signature ${strand?.near[1]?.signature},`)).toBeVisible();
  }
});

test("gaps list the values seen, on focus and on hovering", async ({ start }) => {
  const { window } = await start({ args: [SVMAP] });
  const text = readPcapPackets(SVMAP)
    .map((packet) => packet.toString("latin1"))
    .join("\n");
  const sent = new Set([...text.matchAll(/^Call-ID: (\d+)/gm)].map(([, value]) => value));
  await inspectSvmap(window);
  await window.getByRole("tab", { name: "Fingerprint" }).click();
  const row = inspector(window)
    .getByRole("row")
    .filter({ has: window.getByRole("rowheader", { name: "call-id", exact: true }) });
  const values = window.getByRole("tooltip");
  await row.getByRole("button", { name: "22–25 dec" }).focus();
  await expect(values).toContainText("22–25 decimal digits that differ from message to message.");
  await expect(values).toContainText("call-id: more than 8 values");
  const listed = await values.getByRole("listitem").allTextContents();
  expect(listed).toHaveLength(8);
  for (const value of listed) expect(sent).toContain(value);
  await window.keyboard.press("Escape");
  await expect(values).toHaveCount(0);
  await window.keyboard.press("ArrowUp");
  await expect(values.filter({ hasText: "from: " })).toBeVisible();
  await expect(values).toHaveCount(1);
  await window.keyboard.press("ArrowDown");
  await expect(values.filter({ hasText: "call-id: " })).toBeVisible();
  await expect(values).toHaveCount(1);
  await window.keyboard.press("Escape");
  await row.getByRole("button", { name: "22–25 dec" }).hover();
  await expect(values.filter({ hasText: "call-id: " })).toBeVisible();
  await expect(values).toHaveCount(1);
});

test("messages are the bytes of the capture, on screen and on the clipboard", async ({ start }) => {
  const packets = readPcapPackets(SVMAP);
  const { app, window } = await start({ args: [SVMAP] });
  await inspectSvmap(window);
  await window
    .getByRole("tab", { name: "Messages (16)" })
    .or(window.getByRole("tab", { name: /^Messages/ }))
    .click();
  const messages = inspector(window).getByRole("listbox", { name: "Messages" });
  await messages.focus();
  await window.keyboard.press("Home");
  for (let turn = 0; turn < 3; turn += 1) {
    if (turn > 0) await window.keyboard.press("ArrowDown");
    await expect(messages.getByRole("option").nth(turn)).toHaveAttribute("aria-selected", "true");
    const about = await inspector(window)
      .getByText(/^Packet [\d,]+ of /)
      .textContent();
    const number = Number(/^Packet (\d+) of /.exec(about ?? "")?.[1]);
    expect(about).toContain(path.basename(SVMAP));
    const payload = packets[number - 1]?.subarray(BEFORE_PAYLOAD) ?? Buffer.alloc(0);
    expect(payload.toString("latin1")).toMatch(/^OPTIONS sip:/);
    await expect(inspector(window).getByText(new RegExp(`, ${payload.length} bytes$`))).toBeVisible();

    const bytes = window.getByRole("region", { name: `Bytes of packet ${number} of ${path.basename(SVMAP)}` });
    await expect(bytes).toHaveText(payload.toString("latin1").replaceAll("\r\n", "CRLF"), { useInnerText: false });
    await window.keyboard.press("h");
    await expect.poll(() => shownHex(bytes)).toBe(payload.toString("hex"));
    await messages.focus();
    await window.keyboard.press("h");
  }

  const about = await inspector(window)
    .getByText(/^Packet [\d,]+ of /)
    .textContent();
  const payload = packets[Number(/^Packet (\d+) of /.exec(about ?? "")?.[1]) - 1]?.subarray(BEFORE_PAYLOAD);
  await inspector(window).getByRole("button", { name: "Copy as text" }).click();
  await expect(inspector(window).getByText("Copied")).toBeVisible();
  expect(await clipboard(app)).toBe(payload?.toString("latin1").replaceAll("\r\n", "\n"));
  await inspector(window).getByText("Hex", { exact: true }).click();
  await inspector(window).getByRole("button", { name: "Copy as hex" }).click();
  await expect.poll(() => clipboard(app)).toMatch(/^0000 {2}4f 50 54/);
  const dumped = (await clipboard(app))
    .split("\n")
    .map((line) => line.slice(6, 54).replaceAll(" ", ""))
    .join("");
  expect(dumped).toBe(payload?.toString("hex"));

  await window.getByRole("tab", { name: "Fingerprint" }).click();
  await inspector(window).getByRole("button", { name: "Copy" }).click();
  await expect.poll(() => clipboard(app)).toBe("sipfp1:opt12_665c37c4769b_578bcc92");
});

test("the flow is told with what its strategy rests on", async ({ start }) => {
  const [flow] = reportOf(SVMAP).flows;
  const { window } = await start({ args: [SVMAP] });
  await inspectSvmap(window);
  await window.getByRole("tab", { name: "Flow" }).click();
  const panel = window.getByRole("tabpanel", { name: "Flow" });
  await expect(panel.getByRole("heading", { name: `Scan strategy: ${flow?.strategy.class}` })).toBeVisible();
  await expect(panel.getByText("All packets come from port 5060, the first that SIPVicious tries.")).toBeVisible();
  await expect(panel.getByText(`${flow?.firstPacketAt?.replace("T", " ").replace("Z", "")} +00:00`)).toBeVisible();
  // Arrows go from tab to tab.
  await window.getByRole("tab", { name: "Flow" }).press("ArrowLeft");
  await expect(window.getByRole("tab", { name: "Map" })).toBeFocused();
});

const METHODS = ["OPTIONS", "REGISTER", "INVITE", "MESSAGE", "SUBSCRIBE", "NOTIFY"];

/** One source that sends as many requests of each method as the method's place says: a strand of each. */
function manyStrands(file: string): void {
  const methods = METHODS.flatMap((method, index) => new Array<string>(index + 1).fill(method));
  const packets = methods.map((method, index) => {
    const header = { source: "203.0.113.9", destination: "198.51.100.7", timeToLive: 60, identification: 1 };
    const message = [
      `${method} sip:100@198.51.100.7 SIP/2.0`,
      "Via: SIP/2.0/UDP 203.0.113.9:5060",
      `Call-ID: ${index}`,
      `CSeq: 1 ${method}`,
    ];
    const bytes = udpPacket(
      header,
      { sourcePort: 5060, destinationPort: 5060 },
      Buffer.from(`${message.join("\r\n")}\r\n\r\n`),
    );
    return { timeNs: 1_577_836_800_000_000_000n + BigInt(index) * 1_000_000_000n, bytes };
  });
  fs.writeFileSync(file, writePcap(packets, { linkType: RAW_IP, resolution: "microseconds" }));
}

test("many strands of a flow are filtered in the language of all lists", async ({ start, folder }) => {
  const file = path.join(folder, "strands.pcap");
  manyStrands(file);
  const { window } = await start({ args: [file] });
  await expect(statusLine(window)).toContainText("Read 21 packets from 1 file");
  await window.keyboard.press("Control+2");
  await expect(window.getByText("1 flow", { exact: true })).toBeVisible();
  await window.keyboard.press("j");
  await window.keyboard.press("Enter");
  const strands = inspector(window).getByRole("listbox", { name: "Strands" }).getByRole("option");
  await expect(strands).toHaveCount(METHODS.length);
  await window.keyboard.press("Shift+F");
  const field = inspector(window).getByRole("combobox", { name: "Filter strands" });
  await expect(field).toBeFocused();
  await window.keyboard.type("packets > 4");
  await expect(strands).toHaveCount(2);
  await expect(inspector(window).getByText("2 of 6 strands", { exact: true })).toBeVisible();
  // Half a filter keeps what the whole one left.
  await window.keyboard.press("Backspace");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(strands).toHaveCount(2);
  await window.keyboard.type('4 and method == "INVITE"');
  await expect(inspector(window).getByText("0 of 6 strands", { exact: true })).toBeVisible();
  await window.keyboard.press("Escape");
  await expectAccessible(window, "no strand that passes a filter");
  await inspector(window).getByRole("button", { name: "Clear filter" }).focus();
  await window.keyboard.press("Enter");
  await expect(strands).toHaveCount(METHODS.length);
});
