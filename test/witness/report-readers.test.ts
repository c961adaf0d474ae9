import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "@playwright/test";
import { expect, inject, test } from "vitest";
import { loadPaperFacts } from "../../core/engine/load-paper-facts.ts";
import { ROOT, runProgram, temporaryFolder } from "../builders/program.ts";

const SAMPLE = path.join(ROOT, "resources/samples/telescope-sample.pcapng");
const TELESCOPE = "192.0.2.128/25,198.51.100.0/24,203.0.113.0/24,2001:db8:5060::/64";
const { facts } = loadPaperFacts(path.join(ROOT, "resources"));

function caseOfSample(): { readonly caseFile: string; readonly folder: string } {
  const folder = temporaryFolder();
  const caseFile = path.join(folder, "sample.ringcase");
  expect(runProgram(["analyse", SAMPLE, "--telescope", TELESCOPE, "--case", caseFile]).status).toBe(0);
  return { caseFile, folder };
}

test.skipIf(inject("readersMissing") !== "")(
  "a browser without scripts and without a network shows the whole report, and asks for nothing",
  async () => {
    const { caseFile, folder } = caseOfSample();
    const out = path.join(folder, "report.html");
    expect(runProgram(["report", caseFile, "--out", out]).status).toBe(0);
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
    try {
      const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
      const page = await context.newPage();
      const asked: string[] = [];
      const faults: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => faults.push(message.text()));
      await page.goto(`file://${out}`);
      expect(asked).toEqual([`file://${out}`]);
      expect(faults).toEqual([]);
      const headings = await page.getByRole("heading", { level: 2 }).allTextContents();
      expect(headings).toContain("What was not read");
      for (const { what } of facts)
        expect(await page.getByRole("rowheader", { name: what, exact: true }).count()).toBe(1);
      expect(await page.getByRole("img").count()).toBe(await page.locator("svg").count());
      expect(await page.locator("svg").count()).toBeGreaterThan(3);
    } finally {
      await browser.close();
    }
  },
);

test.skipIf(inject("readersMissing") !== "")(
  "axe finds nothing in the report as a browser shows it from the disk, light and dark",
  async () => {
    const { caseFile, folder } = caseOfSample();
    const out = path.join(folder, "report.html");
    const networks = path.join(ROOT, "resources/samples/telescope-sample-networks.csv");
    expect(runProgram(["report", caseFile, "--geo", networks, "--out", out]).status).toBe(0);
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
    try {
      for (const colorScheme of ["light", "dark"] as const) {
        // axe is a script. The page has none, and its own policy lets none of its own run.
        const context = await browser.newContext({ offline: true, colorScheme });
        const page = await context.newPage();
        await page.goto(`file://${out}`);
        const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        expect(passes.length).toBeGreaterThan(20);
        expect(violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      }
    } finally {
      await browser.close();
    }
  },
);

test.skipIf(inject("readersMissing") !== "")("the PDF holds the text of the report, selectable", () => {
  const { caseFile, folder } = caseOfSample();
  const first = path.join(folder, "report.pdf");
  const printed = runProgram(["report", caseFile, "--out", first]);
  expect([printed.status, printed.stderr]).toEqual([0, ""]);
  // Neither the hour nor the run leaves a trace.
  const second = path.join(folder, "again.pdf");
  expect(runProgram(["report", caseFile, "--out", second]).status).toBe(0);
  expect(fs.readFileSync(second).equals(fs.readFileSync(first))).toBe(true);
  const { status, stdout } = spawnSync("pdftotext", ["-layout", first, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
  expect(status).toBe(0);
  const words = stdout.replace(/\s+/g, " ");
  for (const wanted of [
    "SIP scanning report",
    "Table I. Tools",
    "Figure 6. Campaigns",
    "packets per source",
    "192.0.2.11",
    "822,000,000 packets",
  ]) {
    expect(words).toContain(wanted);
  }
});
