import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import type { Report } from "../../core/report/report.ts";
import { floodPcap } from "./pcap-packets.ts";
import { reportOf } from "./report.ts";
import {
  capturePath,
  expect,
  figure,
  numberIn,
  SAMPLE,
  statusLine,
  test,
  typeBehind,
  waitForEnding,
} from "./ringprint.ts";

test.describe.configure({ timeout: 120_000 });

/** Titles of the classes on screen. */
const CLASSES: Readonly<Record<string, string>> = {
  sipRequest: "SIP requests",
  sipResponse: "SIP responses",
  notSip: "Not SIP",
  keepAlive: "Keep-alives",
  empty: "Empty",
  truncated: "Cut too short",
  otherPort: "Other UDP",
  tcp: "TCP",
  otherTransport: "Other transport",
  fragment: "IP fragments",
  notIp: "Not IP",
  malformed: "Malformed",
};

const card = (window: Page, name: string) => window.getByRole("region", { name, exact: true });
const matching = (window: Page) => window.getByText(/^[\d,]+ of 161 flows match$/);

/** The numbers of a row, in order, from cells that hold nothing but a number. */
async function numbersIn(row: Locator): Promise<number[]> {
  const cells = await row.getByRole("cell").allTextContents();
  return cells.filter((cell) => /^[\d\u202f]+$/.test(cell)).map(numberIn);
}

/** Flows of the report with a packet time in the span that a chip tells. */
function flowsWithin({ flows }: Report, chip: string): number {
  const span = /active (\S+) (\S+) – (?:(\S+) )?(\S+) UTC/.exec(chip);
  if (span === null) throw new Error(`no span: ${chip}`);
  const [, day, from, lastDay = day, to] = span;
  const start = `${day}T${from}.000000000Z`;
  const end = `${lastDay}T${to}.000000000Z`;
  return flows.filter(({ firstPacketAt, lastPacketAt }) => (firstPacketAt ?? "") < end && (lastPacketAt ?? "") >= start)
    .length;
}

test("the numbers on screen are those of the command line, and add up", async ({ start }) => {
  const report = reportOf(SAMPLE);
  const { totals } = report;
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });

  const figures: Readonly<Record<string, number>> = {
    "SIP requests": totals.classes.sipRequest ?? 0,
    Sources: totals.sources,
    Flows: totals.flows,
    Destinations: totals.destinations,
    Tools: report.tools.length,
  };
  for (const [title, value] of Object.entries(figures)) {
    await expect.poll(async () => numberIn(await figure(window, title).textContent()), { message: title }).toBe(value);
  }
  const named = report.tools.reduce((sum, { packets }) => sum + packets, 0);
  const requests = totals.classes.sipRequest ?? 0;
  const unknown = ((requests - named) / requests) * 100;
  await expect(figure(window, "Unknown")).toContainText(`${unknown.toFixed(1)}\u202f%`);

  const classes = card(window, "All packets by class");
  let sum = 0;
  for (const [name, packets] of Object.entries(totals.classes)) {
    const title = CLASSES[name] ?? name;
    const row = classes.getByRole("row").filter({ has: window.getByRole("rowheader", { name: title, exact: true }) });
    expect(await numbersIn(row), title).toEqual([packets]);
    sum += packets;
  }
  await expect(classes.getByRole("row")).toHaveCount(Object.keys(totals.classes).length + 2);
  expect(await numbersIn(classes.getByRole("row", { name: /^Sum: packets read/ }))).toEqual([sum]);
  expect(sum).toBe(totals.packets);

  const tools = card(window, "Tools");
  for (const tool of report.tools) {
    const row = tools
      .getByRole("row")
      .filter({ has: window.getByRole("rowheader", { name: `${tool.id} ${tool.name}`, exact: true }) });
    expect(await numbersIn(row), tool.name).toEqual([tool.packets, tool.sources, tool.flows]);
    for (const [strategy, flows] of Object.entries(tool.strategies)) {
      await expect(row.getByRole("cell").last()).toContainText(`${strategy} ${flows}`);
    }
  }
  const unnamed = tools
    .getByRole("row")
    .filter({ has: window.getByRole("rowheader", { name: "unknown", exact: true }) });
  expect((await numbersIn(unnamed))[0]).toBe(requests - named);
  expect(await numbersIn(tools.getByRole("row", { name: /^All SIP requests/ }))).toEqual([requests]);

  for (const [method, packets] of Object.entries(totals.methods)) {
    const row = card(window, "Methods")
      .getByRole("row")
      .filter({ has: window.getByRole("rowheader", { name: method, exact: true }) });
    expect(await numbersIn(row), method).toEqual([packets]);
  }
  const sources = card(window, "Top sources");
  const top = [...report.sources].sort((a, b) => b.packets - a.packets).slice(0, 5);
  for (const { address, packets, flows, destinations } of top) {
    const row = sources.getByRole("row").filter({ has: window.getByRole("rowheader", { name: address, exact: true }) });
    expect(await numbersIn(row), address).toEqual([packets, flows, destinations]);
  }

  // The twin of the chart holds the same packets as the chart says, and as the classes do.
  const [sip, other] = [requests, totals.packets - requests].map((count) => count.toLocaleString("en-US"));
  const chart = window.getByRole("img", {
    name: new RegExp(`^Chart of packets over time: ${sip} SIP requests and ${other} other`),
  });
  await expect(chart).toBeVisible();
  await window.getByRole("button", { name: "Show as table" }).click();
  const cells = await window
    .getByRole("region", { name: "Packets over time as a table" })
    .getByRole("cell")
    .allTextContents();
  const total = (column: number) =>
    cells.filter((_, i) => i % 3 === column).reduce((all, cell) => all + numberIn(cell), 0);
  expect(total(1)).toBe(requests);
  expect(total(2)).toBe(totals.packets - requests);
  await window.getByRole("button", { name: "Show as chart" }).click();
  await expect(chart).toBeVisible();
});

test("of a flood of sources most are counted only, and the rows still add up", async ({ start, folder }) => {
  const flood = path.join(folder, "flood.pcap");
  floodPcap(capturePath("tools/svmap-0.3.3-options-sequential.pcap"), flood, 10_100);
  const { window } = await start({ args: [flood] });
  await waitForEnding(window);
  const tools = card(window, "Tools");
  const row = (name: string) =>
    tools.getByRole("row").filter({ has: window.getByRole("rowheader", { name, exact: true }) });
  expect((await numbersIn(row("counted only"))).slice(0, 1)).toEqual([100]);
  expect(await numbersIn(tools.getByRole("row", { name: /^All SIP requests/ }))).toEqual([10_100]);
  await expect(tools).toContainText("chosen by a hash of address and time; the others are counted");
  await expect(figure(window, "Sources")).toContainText("100 counted only");
  await expect(card(window, "Top sources")).toContainText("9,980 smaller ones in Flows");
});

test("a tool leads to its flows; the time line filters by mouse and by keyboard, and lets go again", async ({
  start,
}) => {
  const report = reportOf(SAMPLE);
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  const chips = window.getByRole("region", { name: "Active filter" });

  // paper/1 is part of paper/10 to paper/19: only its own flows may be left.
  for (const id of ["paper/1", "paper/5", "paper/21"]) {
    const tool = report.tools.find((each) => each.id === id) ?? { id, name: id, flows: -1 };
    await window.keyboard.press("Control+1");
    await card(window, "Tools")
      .getByRole("button", { name: `${tool.id} ${tool.name}`, exact: true })
      .click();
    await expect(window.getByRole("grid", { name: "Flows" })).toBeVisible();
    await expect(chips).toContainText(`tool == "${id}"`);
    await expect(matching(window)).toHaveText(`${tool.flows} of 161 flows match`);
    await chips.getByRole("button", { name: "Clear filter" }).click();
    await expect(chips).toHaveCount(0);
  }
  await expect(window.getByText("161 flows", { exact: true })).toBeVisible();

  const chipText = async () => (await chips.getByText(/^active /).textContent()) ?? "";
  const strip = window.getByRole("group", { name: "Time filter" });
  const drag = async (box: Locator, from: number, to: number) => {
    const bounds = (await box.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const y = bounds.y + bounds.height / 2;
    await window.mouse.move(bounds.x + bounds.width * from, y);
    await window.mouse.down();
    await window.mouse.move(bounds.x + bounds.width * ((from + to) / 2), y);
    await window.mouse.move(bounds.x + bounds.width * to, y);
    await window.mouse.up();
  };
  await drag(strip, 0.2, 0.45);
  await expect(matching(window)).toHaveText(`${flowsWithin(report, await chipText())} of 161 flows match`);
  await chips.getByRole("button", { name: /^Remove filter: active/ }).click();
  await expect(chips).toHaveCount(0);
  await expect(window.getByText("161 flows", { exact: true })).toBeVisible();

  // The same by keyboard, a tenth at a time.
  await window.getByRole("slider", { name: "Start of the time filter" }).focus();
  await window.keyboard.press("PageUp");
  await window.keyboard.press("PageUp");
  const first = flowsWithin(report, await chipText());
  expect(first).toBeLessThan(161);
  await expect(matching(window)).toHaveText(`${first} of 161 flows match`);
  await window.keyboard.press("Tab");
  await window.keyboard.press("PageDown");
  const second = flowsWithin(report, await chipText());
  expect(second).toBeLessThan(first);
  await expect(matching(window)).toHaveText(`${second} of 161 flows match`);
  await strip.dblclick({ position: { x: 3, y: 3 } });
  await expect(chips).toHaveCount(0);

  // Dragging over the chart of the overview narrows the same filter.
  await window.keyboard.press("Control+1");
  await drag(window.getByRole("img", { name: /^Chart of packets over time/ }), 0.4, 0.7);
  await expect(chips).toContainText("active ");
  const third = flowsWithin(report, await chipText());
  await expect(window.getByText(new RegExp(`^Filtered: ${third} of 161 flows\\.`))).toBeVisible();
  await expect(figure(window, "Flows")).toContainText(String(third));
  await window.keyboard.press("Control+2");
  await expect(matching(window)).toHaveText(`${third} of 161 flows match`);
});

test("the overview follows the filter: totals, tools, methods, sources; and says so", async ({ start }) => {
  const report = reportOf(SAMPLE);
  const { window } = await start({ args: [SAMPLE] });
  await expect(statusLine(window)).toContainText("Read 29,761 packets from 1 file", { timeout: 30_000 });
  await typeBehind(window, "/", 'method == "REGISTER"');
  const flows = report.flows.filter(({ methods }) => methods.REGISTER !== undefined);
  await expect(window.getByText(`Filtered: ${flows.length} of 161 flows.`)).toBeVisible();
  const packets = flows.reduce((sum, flow) => sum + flow.packets, 0);
  const shown = async (title: string) => numberIn(await figure(window, title).textContent());
  await expect.poll(() => shown("SIP requests")).toBe(packets);
  expect(await shown("Flows")).toBe(flows.length);
  expect(await shown("Sources")).toBe(new Set(flows.map(({ source }) => source)).size);
  await expect(card(window, "Methods").getByRole("rowheader", { name: "REGISTER", exact: true })).toBeVisible();
  await expect(card(window, "Methods").getByRole("rowheader", { name: "OPTIONS", exact: true })).toHaveCount(0);
  // A name leads to its flows among the filtered ones.
  const [tool] = report.tools.filter(({ id }) => flows.some((flow) => flow.tool === id));
  const own = flows.filter((flow) => flow.tool === tool?.id).length;
  await card(window, "Tools")
    .getByRole("button", { name: `${tool?.id} ${tool?.name}`, exact: true })
    .click();
  await expect(matching(window)).toHaveText(`${own} of 161 flows match`);
  await window.keyboard.press("Control+1");
  await typeBehind(window, "/", "nosuchthing");
  const nothing = window.getByRole("region", { name: "None of 161 flows matches" });
  await nothing.getByRole("button", { name: "Clear filter" }).click();
  await expect(figure(window, "SIP requests")).toContainText("of 29");
});
