import type { Page } from "@playwright/test";
import { capturePath, expect, figure, numberIn, runCommand, statusLine, test } from "./ringprint.ts";

const SVMAP = capturePath("tools/svmap-0.3.3-options-sequential.pcap");

function dialog(window: Page) {
  return window.getByRole("dialog", { name: "Rules of reading" });
}

const note = (window: Page) => window.getByRole("button", { name: /^Rules of reading:/ });

test("captures are read again under other rules, by keyboard alone, and the window says under which", async ({
  start,
}) => {
  const { window } = await start({ args: [SVMAP] });
  await expect(statusLine(window)).toContainText("Read 256 packets");
  await expect(figure(window, "SIP requests")).toHaveText(/^256/);
  await expect(note(window)).toHaveCount(0);

  await window.keyboard.press("Control+,");
  await expect(dialog(window).getByRole("textbox", { name: "SIP ports" })).toBeFocused();
  await window.keyboard.press("Control+a");
  await window.keyboard.type("5999");
  await window.keyboard.press("Enter");
  await expect(dialog(window)).toHaveCount(0);
  await expect(note(window)).toHaveText("Rules of reading: port 5999");
  await expect(window.getByRole("heading", { name: "No SIP requests in 1 capture" })).toBeVisible();

  await window.getByRole("button", { name: "Name other SIP ports…" }).click();
  await dialog(window).getByRole("button", { name: "Usual rules" }).click();
  await dialog(window).getByRole("textbox", { name: "Idle timeout" }).fill("10ms");
  await expect(dialog(window)).toContainText('"10ms" is no time above zero such as 20m, 90s or 1h.');
  await expect(dialog(window).getByRole("button", { name: "Read again under these rules" })).toBeDisabled();
  await dialog(window).getByRole("textbox", { name: "Idle timeout" }).fill("0.001s");
  await dialog(window).getByRole("textbox", { name: "Telescope" }).fill("127.101.0.0/24");
  await dialog(window).getByRole("button", { name: "Read again under these rules" }).click();
  await expect(note(window)).toHaveText("Rules of reading: idle timeout 0.001s · telescope 127.101.0.0/24");
  await expect.poll(async () => numberIn(await figure(window, "Flows").textContent())).toBeGreaterThan(1);
  await expect(figure(window, "SIP requests")).toHaveText(/^256/);

  await note(window).click();
  await expect(dialog(window).getByRole("textbox", { name: "Idle timeout" })).toHaveValue("0.001s");
  await dialog(window)
    .getByRole("checkbox", { name: /^The paper's preset/ })
    .check();
  await expect(dialog(window)).toContainText("The paper ends a flow after 20 minutes; leave it at that");
  await expect(dialog(window).getByRole("button", { name: "Read again under these rules" })).toBeDisabled();
  await dialog(window).getByRole("textbox", { name: "Idle timeout" }).fill("20m");
  await dialog(window).getByRole("button", { name: "Read again under these rules" }).click();
  await expect(note(window)).toHaveText("Rules of reading: paper preset · telescope 127.101.0.0/24");

  await note(window).click();
  await dialog(window).getByRole("button", { name: "Usual rules" }).click();
  await dialog(window).getByRole("button", { name: "Read again under these rules" }).click();
  await expect(note(window)).toHaveCount(0);
});

test("rules given before a capture is opened hold for it; Cancel changes nothing", async ({ start }) => {
  const { window } = await start();
  await expect(window.getByRole("button", { name: "Open the sample capture" })).toBeVisible();
  await window.keyboard.press("Control+,");
  await dialog(window).getByRole("textbox", { name: "SIP ports" }).fill("5062");
  await dialog(window).getByRole("button", { name: "Cancel" }).click();
  await expect(dialog(window)).toHaveCount(0);
  await window.keyboard.press("Control+,");
  await expect(dialog(window).getByRole("textbox", { name: "SIP ports" })).toHaveValue("5060");
  await dialog(window)
    .getByRole("checkbox", { name: /^Open tunnels/ })
    .uncheck();
  await dialog(window).getByRole("button", { name: "Use these rules" }).click();
  await runCommand(window, "sample");
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await expect(note(window)).toHaveText("Rules of reading: tunnels closed");
});
