import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { ask, expect, SAMPLE, statusLine, test, waitForEnding } from "./ringprint.ts";

test.describe.configure({ timeout: 180_000 });

const EVERYTHING = { sort: "rank", descending: false, unknownOnly: false, text: "", span: null } as const;

/** The groups of fingerprints, as the list has them. */
async function groupsOf(window: Page) {
  const page = await ask(window, "fingerprints.page", { query: EVERYTHING, offset: 0, limit: 500 });
  if (page.kind !== "page") throw new Error("all is read");
  return page.rows;
}

async function openFingerprints(window: Page): Promise<void> {
  await expect(statusLine(window)).toContainText(/Read [\d,]+ packets/, { timeout: 30_000 });
  await waitForEnding(window);
  await window.keyboard.press("Control+3");
  await expect(window.getByRole("grid", { name: "Fingerprints" }).getByRole("row").nth(1)).toContainText("unknown");
  await window.keyboard.press("t");
}

const summaryOf = (window: Page) => window.getByRole("main").getByRole("status").first();
const differencesIn = (window: Page) => window.getByRole("region", { name: "Differences" });
const tray = (window: Page) => window.getByRole("region", { name: "Compare tray" });

test("from the first unknown to the diff with what it is nearest to, by keyboard", async ({ start }) => {
  const { app, window } = await start({ args: [SAMPLE] });
  await openFingerprints(window);
  const groups = await groupsOf(window);
  const [first] = groups;
  expect(first?.rank).toBe(1);
  const rows = window.getByRole("grid", { name: "Fingerprints" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("unknown");
  await expect(rows.nth(1)).toContainText(first?.near[0]?.signature ?? "");

  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  const inspected = window.getByRole("region", { name: "Inspected fingerprint" });
  await expect(inspected).toContainText(first?.fingerprint ?? "");
  await expect(inspected.getByRole("heading", { name: "Nearest known" })).toBeVisible();
  await expectAccessible(window, "fingerprints with one inspected");

  await window.keyboard.press("n");
  const summary = summaryOf(window);
  await expect(summary).toContainText(`${first?.fingerprint}: the same as paper/1 SIPVicious svmap except in`);
  const differences = differencesIn(window);
  const rowsOfDiff = differences.getByRole("row");
  await expect(rowsOfDiff.first()).toContainText("Signature");

  // Each difference is gone to in turn, and behind the last comes the first.
  const differing = first?.near[0]?.differs ?? [];
  for (const key of ["from", "user-agent", "to", "from"]) {
    expect(differing).toContain(key);
    await window.keyboard.press("]");
    await expect(window.locator(":focus")).toContainText(new RegExp(`^${key}`));
  }
  await window.keyboard.press("[");
  await expect(window.locator(":focus")).toContainText(/^to/);

  await expect(differences).not.toContainText("1 OPTIONS");
  await window.keyboard.press("e");
  await expect(differences.getByRole("row").filter({ hasText: /^cseq/ })).toBeVisible();
  await expectAccessible(window, "diff of two");
  await window.keyboard.press("e");

  // Values of a gap stand beside it when it has the focus.
  await differences.getByRole("button", { name: "16–22 dec" }).first().focus();
  await expect(window.getByRole("tooltip")).toContainText("decimal digits");
  await window.keyboard.press("Escape");

  await window.keyboard.press("c");
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain("3 differences");
});

test("the tray collects from every list, and the diff of four survives a restart", async ({ start }) => {
  const { app, window, profile } = await start({ args: [SAMPLE] });
  await openFingerprints(window);
  await window.keyboard.press("Home");
  await window.keyboard.press("d");
  await expect(tray(window).getByRole("listitem")).toHaveCount(1);
  await expect(tray(window).getByRole("button", { name: "Compare 1" })).toBeDisabled();
  // Marked rows go together.
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("Space");
  await window.keyboard.press("d");
  await expect(tray(window).getByRole("listitem")).toHaveCount(2);

  // A flow stands for its largest strand.
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("grid", { name: "Flows" }).getByRole("row").nth(1)).toContainText(/\d+\.\d+\.\d+/);
  await window.keyboard.press("t");
  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  await window.keyboard.press("d");
  await expect(tray(window).getByRole("listitem")).toHaveCount(3);

  // A packet of it.
  await window.getByRole("tab", { name: "Packets" }).click();
  await expect(window.getByRole("grid", { name: "Packets" }).getByRole("row").nth(1)).toContainText(/\d+\.\d+/);
  await window.keyboard.press("l");
  await window.keyboard.press("Home");
  await window.keyboard.press("d");
  await expect(tray(window).getByRole("listitem")).toHaveCount(4);
  await expect(tray(window).getByRole("listitem").last()).toContainText(/#\d+/);

  await window.keyboard.press("Control+d");
  await expect(summaryOf(window)).toContainText(/^All 4 are the same in \d+ of \d+ keys; they differ in/);
  const heads = differencesIn(window).getByRole("columnheader");
  await expect(heads).toHaveCount(5);
  await expect(heads.nth(1)).toContainText("Fingerprint");
  await expect(heads.nth(3)).toContainText("Strand");
  await expect(heads.nth(4)).toContainText("Packet");
  await expect(window.getByRole("heading", { name: "Header order" })).toBeVisible();
  await expectAccessible(window, "diff of four");
  const reference = await window.getByRole("textbox", { name: "Compare" }).inputValue();
  expect(reference).toMatch(/^diff: sipfp1:\S+ \| sipfp1:\S+ \| \S+@\S+ \| [0-9a-f]{64}#\d+$/);

  await window
    .getByRole("button", { name: /^Take out of the tray/ })
    .first()
    .click();
  await expect(tray(window).getByRole("listitem")).toHaveCount(3);
  // The layout is written down some time after each change.
  await window.waitForTimeout(500);
  await app.close();
  const again = await start({ args: [SAMPLE], profile });
  await waitForEnding(again.window);
  await expect(summaryOf(again.window)).toContainText(/^All 4 are the same/);
  await expect(again.window.getByRole("textbox", { name: "Compare" })).toHaveValue(reference);
  await expect(tray(again.window).getByRole("listitem")).toHaveCount(3);
});

test("a reference is typed or pasted, and one that names nothing is told and left out", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE] });
  await waitForEnding(window);
  await window.keyboard.press("Control+d");
  await expect(window.getByRole("region", { name: "Nothing to compare yet" })).toBeVisible();
  await expectAccessible(window, "diff of nothing");
  const field = window.getByRole("textbox", { name: "Compare" });
  await field.fill("diff: paper/1 | paper/2 | sipfp1:none");
  await field.press("Enter");
  await expect(window.getByRole("alert")).toContainText("sipfp1:none is no fingerprint");
  await expectAccessible(window, "diff with a side that is not there");
  await window.getByRole("button", { name: "Leave it out" }).click();
  await expect(summaryOf(window)).toContainText(/^paper\/1 SIPVicious svmap: .*paper\/2/);
  await field.fill("opt1 | paper/1");
  await field.press("Enter");
  await expect(window.getByRole("alert")).toContainText("opt1 fits more than 5 fingerprints");
});

test("the flows of a fingerprint, from its list and back", async ({ start }) => {
  const { window } = await start({ args: [SAMPLE] });
  await openFingerprints(window);
  const [first, second] = await groupsOf(window);
  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  await expect(window.getByRole("region", { name: "Inspected fingerprint" })).toContainText(first?.fingerprint ?? "");
  await window.keyboard.press("f");
  await expect(window.getByRole("grid", { name: "Flows" })).toHaveAttribute(
    "aria-rowcount",
    String((first?.flows ?? 0) + 1),
  );
  await expect(window.getByRole("region", { name: "Active filter" })).toContainText(first?.fingerprint ?? "");
  // The filter holds for the fingerprints, too.
  await window.keyboard.press("Control+3");
  const list = window.getByRole("grid", { name: "Fingerprints" });
  await expect(list).toHaveAttribute("aria-rowcount", "2");
  await window.getByRole("button", { name: "Clear filter" }).first().click();
  await expect(list).not.toHaveAttribute("aria-rowcount", "2");
  await window.keyboard.press("o");
  await expect(window.getByRole("button", { name: /^Only unknown/ })).toHaveAttribute("aria-pressed", "true");
  await expect(list).toHaveAttribute("aria-rowcount", "4");
  expect(second?.tool).toBeNull();
});
