import path from "node:path";
import type { ElectronApplication, Locator, Page } from "@playwright/test";
import { ask, expect, test } from "../e2e/ringprint.ts";
import { LARGE_CASE, writeManyFlows } from "../large/many-flows.ts";
import { dragThrough } from "./scrolling.ts";
import { type Answered, Stopwatch } from "./stopwatch.ts";

const FLOWS: Answered = { table: "Flows" };
const PACKETS: Answered = { table: "Packets" };
const FACETS: Answered = { settled: '[aria-label="Values of the flows"]' };
const INSPECTOR: Answered = { settled: '[aria-label="Inspector"]' };
const MAP: Answered = { settled: '[aria-label="Inspector"] [role=application]' };

/** Filters of every kind: words, numbers, prefixes of either end, times, texts, patterns, sets and counts. */
const FILTERS = [
  "11.0.7",
  "svmap",
  'tool == "paper/1"',
  "packets > 100",
  "rate < 0.051 and packets > 10",
  "src in 11.0.4.0/23",
  "dst in 198.18.3.0/24",
  "dst == 198.18.200.7",
  "first >= 2023-11-18",
  'fingerprint contains "9f9e"',
  'tool.name matches "s[a-z]+p$"',
  'method in {"INVITE", "REGISTER"}',
  'strategy != "undetermined"',
  'ttl.min < 45 or ipid == "zero"',
  'packets("INVITE") > 5',
  'not sport == "fixed"',
];

const OVERVIEW = '[aria-label="Overview"]';
/** What a view takes to be drawn, in milliseconds. */
const SETTLE_MS = 2000;

/** Seconds from the top of the table to its end. */
const DRAGS = [8, 3, 1] as const;

/** Parts of the time line that are brushed, one after the other. */
const BRUSHED = [
  [0.1, 0.2],
  [0.3, 0.9],
  [0.5, 0.6],
  [0.01, 0.99],
] as const;

test("the window answers on a case of ten million packets", async ({ start, folder }) => {
  const file = process.env.LARGE_CASE ?? path.join(folder, "many-flows.pcap");
  if (process.env.LARGE_CASE === undefined) writeManyFlows(file, LARGE_CASE);
  const opening = performance.now();
  const { app, window } = await start({ args: [file] });
  const phase = async () => (await ask(window, "reading.state", {})).phase;
  await expect.poll(phase, { timeout: 3_600_000 }).toMatch(/ended|stopped/);
  console.info(`open and ready after ${((performance.now() - opening) / 1000).toFixed(1)} s`);
  // The overview of these flows is drawn first.
  await expect(window.locator(OVERVIEW)).toHaveText(/\S/);
  await window.waitForTimeout(SETTLE_MS);
  const watch = new Stopwatch(app, window);
  await measurePages(window, watch);
  await measureFilters(window, watch);
  await measureTimes(window, watch);
  await measureInspections(window, watch);
  console.info(watch.report());
  console.info(await memoryOf(app, window));
  for (const seconds of DRAGS) console.info(await dragThrough(window, grid(window), seconds));
  console.info(await memoryOf(app, window));
});

function grid(window: Page): Locator {
  return window.getByRole("grid", { name: "Flows", exact: true });
}

function titleOf(window: Page, name: string): Locator {
  return grid(window).getByRole("columnheader", { name, exact: true }).getByRole("button");
}

async function measurePages(window: Page, watch: Stopwatch): Promise<void> {
  await watch.press("overview to flows", "Control+2", [FLOWS, FACETS]);
  for (const title of await grid(window).getByRole("columnheader").getByRole("button").all()) {
    for (let turn = 0; turn < 2; turn += 1) {
      await watch.click("first page in another order", title, [FLOWS]);
      await grid(window).focus();
      await watch.press("last page", "End", [FLOWS]);
      await watch.press("first page again", "Home", [FLOWS]);
      for (let page = 0; page < 5; page += 1) await jump(window, watch, (page + 0.5) / 5.7);
    }
  }
  await titleOf(window, "Packets").click();
}

/** Moves the table to a part of its height, as a click on the scroll bar does. */
async function jump(window: Page, watch: Stopwatch, part: number): Promise<void> {
  const act = () =>
    grid(window).evaluate((element, share) => {
      element.scrollTop = share * (element.scrollHeight - element.clientHeight);
    }, part);
  await watch.measure("page somewhere in between", { event: "scroll", act, answered: [FLOWS] });
}

async function measureFilters(window: Page, watch: Stopwatch): Promise<void> {
  const field = window.getByRole("combobox", { name: "Filter flows" });
  const apply = async (text: string, what: string) => {
    await field.fill(text);
    await watch.press(what, "Enter", [FLOWS, FACETS]);
  };
  for (const text of FILTERS) {
    await apply(text, `filtered by ${text}`);
    await watch.click("in another order, filtered", titleOf(window, "Source"), [FLOWS]);
    await apply("", "filter taken away");
  }
  await titleOf(window, "Packets").click();
}

async function measureTimes(window: Page, watch: Stopwatch): Promise<void> {
  const strip = window.getByRole("group", { name: "Time filter" });
  for (const [from, to] of BRUSHED) {
    // What is filtered by stands above it, and moves it.
    const box = await strip.boundingBox();
    if (box === null) throw new Error("the time line is shown");
    const y = box.y + box.height / 2;
    await window.mouse.move(box.x + box.width * from, y);
    await window.mouse.down();
    await window.mouse.move(box.x + box.width * to, y, { steps: 5 });
    const act = () => window.mouse.up();
    await watch.measure("brushed by time", { event: "pointerup", act, answered: [FLOWS, FACETS] });
  }
  const act = () => strip.dblclick();
  await watch.measure("all times again", { event: "dblclick", act, answered: [FLOWS, FACETS] });
}

/** The first flow is the one that has more packets than all others; what is drawn first, is drawn once more at the end. */
async function measureInspections(window: Page, watch: Stopwatch): Promise<void> {
  const inspector = window.getByRole("complementary", { name: "Inspector" });
  const tab = (name: string) => inspector.getByRole("tab", { name, exact: true });
  const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1];
  for (const [turn, row] of rows.entries()) {
    const largest = turn === 0 ? "the largest flow" : "the largest flow again";
    const which = row === 1 ? largest : "a flow";
    await watch.click(`inspected ${which}`, grid(window).getByRole("row").nth(row), [INSPECTOR]);
    await watch.press(`map of ${which}`, "m", [INSPECTOR, MAP]);
    await watch.click(`packets of ${which}`, tab("Packets"), [PACKETS]);
    await watch.click(`values over the time of ${which}`, tab("Flow"), [INSPECTOR]);
    await tab("Match").click();
  }
}

async function memoryOf(app: ElectronApplication, window: Page): Promise<string> {
  const processes = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ type, memory: { workingSetSize, peakWorkingSetSize } }) => {
      const [now, most] = [workingSetSize, peakWorkingSetSize].map((kibibytes) => (kibibytes / 1024).toFixed());
      return `${type} ${now} MiB (most ${most})`;
    }),
  );
  const heap = await window.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  );
  return `${processes.join(", ")}; JavaScript of the window ${(heap / 1e6).toFixed()} MB`;
}
