import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type ReportProgress, type ReportRelease, reportPreviewSchema } from "../../core/contract/reader-report.ts";
import { DEFAULT_RULES } from "../../core/contract/rule-texts.ts";
import { readerReport } from "../../core/engine/case/reader-report.ts";
import { loadPacks } from "../../core/engine/load-packs.ts";
import { ReportDesk } from "../../core/engine/report-desk.ts";
import { analyseInto, caseIn, openedCase } from "../builders/case.ts";
import { ROOT } from "../builders/program.ts";

const RESOURCES = path.join(ROOT, "resources");
const SAMPLE = path.join(RESOURCES, "samples/telescope-sample.pcapng");
/** As `sample-facts.json` tells. */
const TELESCOPE = "192.0.2.128/25,198.51.100.0/24,203.0.113.0/24,2001:db8:5060::/64";

/** The desk of a case that holds the sample. */
async function deskOn(telescope: string) {
  const file = caseIn();
  await analyseInto(file, [SAMPLE], { make: true, givenRules: { ...DEFAULT_RULES, telescope } });
  const opened = await openedCase(file, false);
  onTestFinished(() => opened.close());
  const packs = loadPacks(RESOURCES, []);
  if ("errors" in packs) throw new Error(packs.errors.join("\n"));
  const judging = { packs, geoTables: [], countsItself: true };
  const options = (release: ReportRelease) => ({
    judging,
    givenRules: {},
    resources: RESOURCES,
    version: "0.0.0",
    release,
  });
  const told: ReportProgress[] = [];
  const state = { revision: 1 as number | null };
  const desk = new ReportDesk({
    opened,
    revision: () => state.revision,
    options,
    tell: (progress) => told.push(progress),
  });
  return { opened, options, desk, told, state };
}

test("the report of the desk is that of the case, made once for all who ask, with progress and one ending", async () => {
  const { opened, options, desk, told } = await deskOn(TELESCOPE);
  const [preview, page] = await Promise.all([desk.preview(null), desk.page(null)]);
  const alone = await readerReport(opened, options(null));
  if (alone.kind !== "report" || page.kind !== "page" || preview.kind !== "made") throw new Error("it has no leaks");
  expect(page.html).toBe(alone.html);
  expect(reportPreviewSchema.parse(preview)).toEqual(preview);
  expect(preview).toMatchObject({ leaks: [], leaksInAll: 0, advice: null, bytes: Buffer.byteLength(page.html) });
  expect(preview.sections.map(({ id }) => id)).toEqual(alone.document.sections.map(({ id }) => id));
  expect(preview.sections.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === "figure"))).toHaveLength(5);
  expect(told[0]).toEqual({ stage: "judging", sources: 0, of: 0 });
  expect(told.filter(({ stage }) => stage === "none")).toHaveLength(1);
  expect(told.at(-1)).toEqual({ stage: "none" });
  const before = told.length;
  await desk.preview(null);
  expect(told).toHaveLength(before);
});

test("a report that is ended says so to all who wait, and is made when it is asked for again", async () => {
  const { desk, told } = await deskOn(TELESCOPE);
  const asked = [desk.preview(null), desk.page(null)];
  await expect.poll(() => told.length, { interval: 1 }).toBeGreaterThan(0);
  desk.cancel();
  expect(await Promise.all(asked)).toEqual([{ kind: "ended" }, { kind: "ended" }]);
  expect(told.at(-1)).toEqual({ stage: "none" });
  expect((await desk.preview(null)).kind).toBe("made");
});

test("a case that changes meanwhile ends the report, and what is read is not reported", async () => {
  const { desk, state } = await deskOn(TELESCOPE);
  const asked = desk.preview(null);
  state.revision = 2;
  expect(await asked).toEqual({ kind: "ended" });
  state.revision = null;
  expect(await desk.preview(null)).toEqual({ kind: "reading" });
  expect(await desk.page(null)).toEqual({ kind: "reading" });
});

test("of two releases the report that was asked for last is made; who asked first is told of its end", async () => {
  const { desk } = await deskOn(TELESCOPE);
  const [first, second] = await Promise.all([desk.page(null), desk.page("for <our> eyes")]);
  expect(first).toEqual({ kind: "ended" });
  if (second.kind !== "page") throw new Error("it may leave");
  expect(second.html).toContain("for &lt;our&gt; eyes");
});

test("what would give the telescope away is previewed and never handed out, until a reason is given", async () => {
  const { desk } = await deskOn("");
  const preview = await desk.preview(null);
  if (preview.kind !== "made") throw new Error("it is made");
  expect(preview.bytes).toBeNull();
  expect(preview.leaks.length).toBeGreaterThan(0);
  expect(preview.leaks[0]).toContain("of the telescope");
  expect(preview.advice).toContain("The telescope is inferred");
  expect(await desk.page(null)).toEqual({ kind: "leaks" });
  expect((await desk.page("we own it")).kind).toBe("page");
});
