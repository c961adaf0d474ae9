import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { octets } from "../builders/bytes.ts";
import { ethernet, ipv4, udp } from "../builders/packet.ts";
import { pcapFile } from "../builders/pcap.ts";
import { capturePath, expect, type Ringprint, statusLine, test } from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

const IMAGE = "<img src=x onerror=globalThis.__pwned=1>";
const SCRIPT = "</span><script>globalThis.__pwned=1</script>";
const RIGHT_TO_LEFT = "\u202e";
const ESCAPE = "\u001b[31m\u001b]0;owned\u0007";

/** Header fields as strangers may write them, names and values alike. */
const FIELDS: readonly (readonly [name: string, value: string])[] = [
  ["User-Agent", `${IMAGE}${SCRIPT}"'>${RIGHT_TO_LEFT}tca${ESCAPE}`],
  [`X-${IMAGE}`, "javascript:globalThis.__pwned=1"],
  [`X-${SCRIPT}`, "&lt;b&gt; &#60; #{globalThis.__pwned=1} {{constructor.constructor('__pwned=1')()}}"],
  ["__proto__", `{"polluted":1}`],
  ["constructor", "prototype"],
  ["Subject", `\u0000\u0001\u0008\u000b\u007f\u0080\u009b31m\u200b\u200d\u2066\u2069\ufeff\u2028\u2029\u061c`],
  ["Organization", "{SourceIP} {DestIP:hexascii} {10:dec} {*}"],
  [`X-${RIGHT_TO_LEFT}name`, "\u00e9\u4e2d\ud83d\ude00"],
  ["X-Long", "A".repeat(58_000)],
];

/** A name as strangers may give files, as far as a file system takes it. */
const FILE_NAME = `a"'<img src=x onerror=__pwned=1>${RIGHT_TO_LEFT}\u001b[31m\u200b\u2028.pcap`;

// Control characters, marks of direction, zero-width characters, separators. Line feeds and tabs are the page's own.
const RAW = "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]";

function writeHostileCapture(file: string): void {
  const messages = [1, 2, 3, 4, 5, 6].flatMap((host) => [
    { method: "OPTIONS", host, source: [192, 0, 2, 66], fields: FIELDS },
    { method: "__proto__", host, source: [192, 0, 2, 67], fields: FIELDS.slice(0, 4) },
  ]);
  const records = messages.map(({ method, host, source, fields }, index) => {
    const address = source.join(".");
    const lines = [
      `${method} sip:${IMAGE}@198.51.100.${host} SIP/2.0`,
      `Via: SIP/2.0/UDP ${address}:5060;branch=z9hG4bK${index * 7919}`,
      `From: "${RIGHT_TO_LEFT}${IMAGE}" <sip:a@${address}>;tag=${SCRIPT}${index}`,
      "To: <sip:javascript:alert(1)@198.51.100.1>",
      `Call-ID: ${IMAGE}${index * 104_729}`,
      `CSeq: 1 ${method}`,
      ...fields.map(([name, value]) => `${name}: ${value}`),
      "Content-Length: 0",
    ];
    const payload = new Uint8Array(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "utf8"));
    const datagram = udp(payload, { sourcePort: 5060 });
    const bytes = ethernet(ipv4(datagram, { source, destination: [198, 51, 100, host] }));
    return { seconds: 1_700_000_000 + index, bytes };
  });
  fs.writeFileSync(file, pcapFile({ records: [...records, { seconds: 1_700_000_100, bytes: octets(0, 1, 2) }] }));
}

/** Nothing of what the capture holds has become more than visible text: neither on screen nor in what is read aloud. */
async function expectHarmless({ app, window }: Ringprint): Promise<void> {
  const found = await window.evaluate((raw) => {
    const unsafe = new RegExp(raw, "u");
    const texts = [document.body.textContent ?? "", document.title];
    for (const element of document.querySelectorAll("*")) {
      for (const name of ["title", "aria-label", "placeholder", "value"]) texts.push(element.getAttribute(name) ?? "");
    }
    const markup = document.querySelectorAll("img, iframe, object, embed, a[href], base, form, script:not([src])");
    return {
      raw: texts.filter((text) => unsafe.test(text)).map((text) => JSON.stringify(text.slice(0, 200))),
      markup: [...markup].map((element) => element.outerHTML.slice(0, 200)),
      pwned: "__pwned" in globalThis,
      polluted: "polluted" in {},
    };
  }, RAW);
  expect(found).toEqual({ raw: [], markup: [], pwned: false, polluted: false });
  const windowTitle = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? "");
  expect(windowTitle).not.toMatch(new RegExp(RAW, "u"));
}

async function expectHarmlessClipboard({ app }: Ringprint): Promise<void> {
  const read = () => app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(read).not.toBe("");
  expect(await read()).not.toMatch(new RegExp(RAW, "u"));
}

/** Hovers over everything of a kind that is in view. */
async function hoverAll(window: Page, selector: string): Promise<void> {
  for (const element of await window.locator(selector).all()) {
    if (await element.isVisible()) await element.hover({ force: true, timeout: 2_000 }).catch(() => {});
  }
}

test("what captures say is shown, never obeyed: in every view, hovered, copied, and in names of files", async ({
  start,
  folder,
}) => {
  const hostile = path.join(folder, FILE_NAME);
  writeHostileCapture(hostile);
  const refused = path.join(folder, `${RIGHT_TO_LEFT}${IMAGE.replace("/", "")}\u001b.pcap`);
  fs.copyFileSync(capturePath("damaged/text-not-a-capture.pcap"), refused);
  const ringprint = await start({ args: [hostile, refused] });
  const { app, window } = ringprint;
  await app.evaluate(({ shell }) => {
    shell.openExternal = async () => {
      throw new Error("nothing may be opened outside");
    };
  });
  await expect(statusLine(window)).toContainText("Read 13 packets from 1 file");
  await expect(window.getByRole("heading", { level: 1 })).toContainText("\\u{202e}\\x1b[31m\\u{200b}\\u{2028}.pcap");
  await expectHarmless(ringprint);

  // Overview.
  await expect(window.getByRole("region", { name: "Methods" })).toContainText("OPTIONS");
  await hoverAll(window, "main button, main td, main th");
  await window.getByRole("button", { name: "Show as table" }).click();
  await expectHarmless(ringprint);
  await window
    .getByRole("button", { name: /problem/ })
    .last()
    .click();
  await expect(window.getByRole("grid", { name: "Captures" })).toContainText("\\u{202e}<img src=x");
  await expectHarmless(ringprint);
  await window.keyboard.press("Escape");

  // Flows and the inspector, flow by flow and tab by tab.
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("grid", { name: "Flows" }).getByRole("row", { name: /192\.0\.2\.66/ })).toBeVisible();
  for (const source of ["192.0.2.66", "192.0.2.67"]) {
    const row = window.getByRole("grid", { name: "Flows" }).getByRole("row").filter({ hasText: source });
    await row.click();
    await expect(window.getByRole("heading", { name: source, exact: true })).toBeVisible();
    await hoverAll(window, "[role=gridcell]");
    for (const tab of ["Match", "Fingerprint", "Messages", "Flow"]) {
      await window.getByRole("tab", { name: tab }).click();
      const panel = window.getByRole("tabpanel", { name: tab });
      await expect(panel).toBeVisible();
      for (const more of await panel.getByRole("button", { name: /^show all|^Show all/ }).all()) await more.click();
      await expectHarmless(ringprint);
      for (const gap of await panel.locator("button[data-gap]").all()) {
        await gap.focus();
        await expectHarmless(ringprint);
      }
      for (const copy of await panel.getByRole("button", { name: /^Copy/ }).all()) {
        await app.evaluate(({ clipboard }) => clipboard.clear());
        await copy.click();
        await expectHarmlessClipboard(ringprint);
      }
    }
  }
  await window.getByRole("grid", { name: "Flows" }).getByRole("row").filter({ hasText: "192.0.2.66" }).click();
  await window.getByRole("tab", { name: "Fingerprint" }).click();
  const fingerprint = window.getByRole("tabpanel", { name: "Fingerprint" });
  await expect(fingerprint).toContainText("<img src=x onerror=globalThis.__pwned=1>");
  await expect(fingerprint).toContainText("__proto__");
  // What only looks like a token is no token.
  await expect(fingerprint).toContainText("\\x7bSourceIP\\x7d \\x7bDestIP:hexascii\\x7d");
  await fingerprint.getByText("The mask of the paper").click();
  await expectHarmless(ringprint);
  await window.getByRole("tab", { name: "Messages" }).click();
  await window.getByText("Hex", { exact: true }).click();
  await app.evaluate(({ clipboard }) => clipboard.clear());
  await window.getByRole("button", { name: "Copy as hex" }).click();
  await expectHarmlessClipboard(ringprint);
  await expectHarmless(ringprint);

  // Fingerprints, and what they are compared with.
  await window.keyboard.press("Control+3");
  await window.getByRole("grid", { name: "Fingerprints" }).getByRole("row").nth(1).click();
  await expect(window.getByRole("region", { name: "Inspected fingerprint" })).toContainText("<img src=x");
  await window.keyboard.press("d");
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("d");
  await hoverAll(window, "[role=gridcell], nav li");
  await expectHarmless(ringprint);
  await window.keyboard.press("Control+d");
  await expect(window.getByRole("region", { name: "Differences" })).toContainText("<img src=x");
  await window.keyboard.press("e");
  for (const gap of await window.locator("button[data-gap]").all()) {
    await gap.focus();
    await expectHarmless(ringprint);
  }
  for (const copy of await window.getByRole("button", { name: /^Copy/ }).all()) {
    await app.evaluate(({ clipboard }) => clipboard.clear());
    await copy.click();
    await expectHarmlessClipboard(ringprint);
  }
  const compared = window.getByRole("textbox", { name: "Compare" });
  await compared.fill(`${IMAGE} | ${SCRIPT}${RIGHT_TO_LEFT}`);
  await compared.press("Enter");
  await expect(window.getByRole("alert")).toContainText("is no fingerprint");
  await expectHarmless(ringprint);
  await window.keyboard.press("Control+2");

  // The filter takes the same texts.
  for (const typed of [`${IMAGE} ${RIGHT_TO_LEFT}x`, "__proto__", "(((.*)*)*)*$ [ \\", "javascript:alert(1)"]) {
    const field = window.getByRole("combobox", { name: "Filter flows" });
    // As it is, it may be no filter; in quotes it is one.
    await field.fill(typed);
    await field.fill(JSON.stringify(typed));
    await expect(window.getByText(/ of \d flows? match/).first()).toBeVisible();
    await expect(window.getByRole("region", { name: "Active filter" })).toBeVisible();
  }
  await window.keyboard.press("Control+k");
  await expect(window.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await window.keyboard.press("Escape");
  await window.getByRole("button", { name: "Clear filter" }).first().click();
  await expectHarmless(ringprint);
  await app.close();

  // The names again, among the recent ones.
  const again = await start();
  const recent = again.window.getByRole("region", { name: "Recent" });
  await expect(recent).toContainText("\\u{202e}\\x1b[31m");
  await hoverAll(again.window, "main button");
  await expectHarmless(again);
});
